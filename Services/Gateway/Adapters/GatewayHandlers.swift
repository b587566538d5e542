import Catalogue
import GatewayCore
import Messages
import RPC
import Status

/// Passes calls on to the services that own them, and composes the batch workflow.
struct GatewayHandlers: Sendable {
    typealias Service = GatewayV1.GatewayService

    let backends: Backends
    let screeningWait: Duration
    var gate = CallGate()

    func register(in table: inout HandlerTable) {
        table.relay(Service.submitBatch) { envelope, call in
            try await composed(envelope, call) { () async throws(RPCError) in
                try await submitBatch(envelope, call)
            }
        }
        table.relay(Service.getBatchStatus) { envelope, call in
            try await composed(envelope, call) { () async throws(RPCError) in
                try await getBatchStatus(envelope, call)
            }
        }
        table.complete(Service.name, Service.methods)
        table.relayAnythingElse { try await passOn($0, $1) }
    }

    /// Does here what is asked of this region, and asks another region's gateway for what is its.
    private func composed<Response: WireMessage & Sendable>(
        _ envelope: RPCV1.Request, _ call: Call,
        here: () async throws(RPCError) -> Response
    ) async throws(RPCError) -> Response {
        try await gate.pass(call) { () async throws(RPCError) in
            guard let gateway = backends.gateway(for: call) else { return try await here() }
            let payload = try await gateway.forward(envelope, timeout: call.remaining)
            guard let answer = try? Response(decoding: payload) else { throw RPCError.internal }
            return answer
        }
    }

    /// Sends a call as it came to the service that owns its method, or to the other region that it names.
    private func passOn(_ envelope: RPCV1.Request, _ call: Call) async throws(RPCError) -> [UInt8] {
        guard let area = Routes.area(of: envelope.method), let backend = backends[area] else {
            throw RPCError(
                .unimplemented, .rpc(.unknownMethod),
                arguments: ["method": String(envelope.method.prefix(128))])
        }
        return try await gate.pass(call) { () async throws(RPCError) in
            try await (backends.gateway(for: call) ?? backend)
                .forward(envelope, timeout: call.remaining)
        }
    }

    /// The acknowledgement comes with registration's commit. Screening joins it when it is ready in
    /// time, and never makes a committed batch look like a failed one.
    private func submitBatch(
        _ envelope: RPCV1.Request, _ call: Call
    ) async throws(RPCError) -> GatewayV1.SubmitBatchResponse {
        // Both requests have the same fields, so the content passes through without being decoded.
        var inner = envelope
        inner.method = RegistrationV1.RegistrationService.submitBatch.name
        let payload = try await backends.registration.forward(inner, timeout: call.remaining)
        guard let answer = try? RegistrationV1.SubmitBatchResponse(decoding: payload),
            let receipt = answer.receipt
        else { throw RPCError.internal }
        return .init(receipt: receipt, screening: await screening(of: receipt, call).answer)
    }

    private func getBatchStatus(
        _ envelope: RPCV1.Request, _ call: Call
    ) async throws(RPCError) -> GatewayV1.GetBatchStatusResponse {
        guard let request = try? GatewayV1.GetBatchStatusRequest(decoding: envelope.payload) else {
            throw RPCError(.invalidArgument, .rpc(.malformedRequest))
        }
        let answer = try await backends.registration.call(
            RegistrationV1.RegistrationService.getBatch, .init(batchID: request.batchID),
            options: CallOptions(continuing: call))
        guard let receipt = answer.receipt else { throw RPCError.internal }
        let (screening, failure) = await screening(of: receipt, call)
        return .init(
            receipt: receipt, screening: failure?.code == .permissionDenied ? nil : screening,
            held: answer.held, screeningFailure: failure?.details.reason ?? "")
    }

    /// What screening found, or that it is pending and why it could not be asked.
    private func screening(
        of receipt: RegistrationV1.Receipt, _ call: Call
    ) async -> (answer: DeduplicationV1.GetScreeningResponse, failure: RPCError?) {
        let pending = DeduplicationV1.GetScreeningResponse(state: .pending)
        var options = CallOptions(continuing: call)
        // The gateway asks for itself: the receipt, which the caller was given, is what entitles them.
        options.authorization = nil
        // A tenth of the time stays for the answer's way back.
        options.timeout = min(screeningWait, call.remaining * 0.9)
        options.retry = .never
        guard options.timeout > .zero else { return (pending, nil) }
        do throws(RPCError) {
            let answer = try await backends.deduplication.call(
                DeduplicationV1.DeduplicationService.getScreening,
                .init(position: receipt.position, batchID: receipt.batchID), options: options)
            return (answer, nil)
        } catch {
            return (pending, error)
        }
    }
}
