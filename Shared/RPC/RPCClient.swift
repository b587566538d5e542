import Catalogue
public import Messages
public import Status
import Synchronization
public import Transport

/// Calls the methods of another program.
///
/// Several endpoints of one service share the calls; a broken connection is made again by itself. A
/// call fails with
/// `UNAVAILABLE` when there is no connection within the limit, and with `DEADLINE_EXCEEDED` when
/// its time is over.
public final class RPCClient: Sendable {
    private let socket: RequestSocket
    private let endpoints: [Endpoint]
    private let usesTLS: Bool
    private let tls: Mutex<TLSIdentity?>
    private let limits: ClientLimits
    private let authorization: @Sendable () -> String
    private let requestIDs = RequestIDs()
    /// What the callee is called in errors.
    public let serviceName: String

    /// - Parameters:
    ///   - serviceName: what the callee is called in errors.
    ///   - authorization: gives the client's own token for calls that bring none.
    /// - Throws: `INVALID_ARGUMENT` where an endpoint cannot be dialled.
    public init(
        serviceName: String,
        endpoints: [Endpoint],
        tls: TLSIdentity? = nil,
        limits: ClientLimits = ClientLimits(),
        authorization: @escaping @Sendable () -> String = { "" }
    ) throws {
        var socketLimits = RequestSocket.Limits()
        socketLimits.messageBytesMax = limits.messageBytesMax
        socketLimits.inFlightMax = limits.callsInFlightMax
        socketLimits.reconnectMax = limits.reconnectMax
        self.socket = try RequestSocket(limits: socketLimits)
        self.endpoints = endpoints
        self.usesTLS = endpoints.contains { $0.scheme == .tls }
        self.tls = Mutex(tls)
        self.limits = limits
        self.serviceName = serviceName
        self.authorization = authorization
        for endpoint in endpoints {
            try socket.dial(endpoint, tls: endpoint.scheme == .tls ? tls : nil)
        }
    }

    /// Whether at least one endpoint is connected.
    public var isConnected: Bool { socket.connectionCount > 0 }

    /// Takes a renewed identity for the connections that are made from now on; those that are there
    /// go on.
    ///
    /// - Throws: `TransportError` where the identity cannot be parsed.
    public func renew(_ tls: TLSIdentity) throws {
        guard usesTLS else { return }
        try socket.renew(tls)
        self.tls.withLock { $0 = tls }
    }

    /// Calls a method and returns its answer.
    ///
    /// - Throws: ``RPCError``; after the last try where the method is idempotent.
    public nonisolated(nonsending) func call<Request: WireMessage, Response: WireMessage>(
        _ method: Method<Request, Response>, _ request: Request,
        options: CallOptions = CallOptions()
    ) async throws(RPCError) -> Response {
        let payload: [UInt8]
        do {
            payload = try request.encoded()
        } catch {
            throw RPCError(.invalidArgument, .rpc(.malformedRequest))
        }
        let envelope = RPCV1.Request(
            method: method.name, payload: payload,
            authorization: options.authorization ?? authorization(),
            traceparent: options.traceparent, requestID: requestIDs.next(),
            region: options.region)
        let retry = method.idempotency == .unknown ? .never : options.retry
        let answer = try await send(envelope, timeout: options.timeout, retry: retry)
        do {
            return try Response(decoding: answer)
        } catch {
            throw RPCError(wrapping: error)
        }
    }

    /// Sends an envelope as it is, but for the time that is left, and returns the answer's payload.
    ///
    /// For gateways: the payload is not decoded, and a failure is the caller's to try again: were each program on the way
    /// to do so, a locked database would be asked 16 times for one batch.
    public nonisolated(nonsending) func forward(
        _ envelope: RPCV1.Request, timeout: Duration
    ) async throws(RPCError) -> [UInt8] {
        try await send(envelope, timeout: timeout, retry: .never)
    }

    /// Ends the open calls and closes the connections.
    public func close() async {
        _ = await socket.close(within: limits.closeTimeout)
    }

    /// Tries until the answer is final, within the timeout.
    private nonisolated(nonsending) func send(
        _ envelope: consuming RPCV1.Request, timeout: Duration, retry: RetryPolicy
    ) async throws(RPCError) -> [UInt8] {
        let deadline = ContinuousClock.now + timeout
        var left = timeout
        var tries = 0
        while true {
            tries += 1
            if left > .zero, !isConnected {
                // Once is enough: a connection comes back by itself when it can.
                guard await socket.connected(within: min(connectTime(of: left), left)) else {
                    throw await noConnection(within: min(deadline - .now, limits.diagnosisTimeout))
                }
                left = deadline - .now
            }
            do throws(RPCError) {
                guard left > .zero else {
                    throw RPCError(.deadlineExceeded, .rpc(.deadlineExceeded))
                }
                envelope.timeoutMilliseconds = UInt32(clamping: max(1, left.wholeMilliseconds))
                let response = try await exchange(envelope, timeout: left).get()
                guard response.statusCode == .ok else { throw RPCError(answer: response) }
                return response.payload
            } catch {
                guard let delay = retry.delay(after: tries, of: error),
                    ContinuousClock.now + delay < deadline
                else { throw error }
                guard (try? await Task.sleep(for: delay)) != nil else {
                    throw RPCError(.cancelled, .rpc(.cancelled))
                }
                left = deadline - .now
            }
        }
    }

    /// How long a call may wait for a connection; something is left to find out why TLS fails.
    private func connectTime(of left: Duration) -> Duration {
        !usesTLS ? limits.connectTimeout : min(limits.connectTimeout, left * 0.7)
    }

    /// Why there is no connection: nobody answers, or the two ends do not trust each other, which no
    /// waiting mends.
    private func noConnection(within limit: Duration) async -> RPCError {
        for endpoint in endpoints where endpoint.scheme == .tls && limit > .zero {
            let failure = await RequestSocket.dialFailure(
                endpoint, tls: tls.withLock { $0 }, within: limit)
            if failure?.code == .notAuthenticated {
                return RPCError(
                    .unavailable, .rpc(.notTrusted), arguments: ["service": serviceName])
            }
        }
        return RPCError(.unavailable, .rpc(.unavailable), arguments: ["service": serviceName])
    }

    private nonisolated(nonsending) func exchange(
        _ envelope: RPCV1.Request, timeout: Duration
    ) async -> Result<RPCV1.Response, RPCError> {
        let message: Message
        do {
            message = try Message(encoding: envelope)
        } catch {
            return .failure(RPCError(wrapping: error))
        }
        let cancellation = Cancellation()
        var request = Optional(message)
        return await withTaskCancellationHandler {
            // SAFETY: the socket calls back exactly once, whatever happens; see `RequestSocket.send`.
            await withUnsafeContinuation { continuation in
                guard let message = request.take() else { return }
                cancellation.cover(
                    socket.send(message, timeout: timeout) { [self] result in
                        continuation.resume(returning: decode(result))
                    })
            }
        } onCancel: {
            cancellation.cancel()
        }
    }

    private func decode(
        _ result: consuming Result<Message, TransportError>
    ) -> Result<RPCV1.Response, RPCError> {
        switch consume result {
        case .success(let message):
            do {
                return .success(
                    try message.withUnsafeBytes { bytes throws(WireError) in
                        try RPCV1.Response(envelope: bytes)
                    })
            } catch {
                return .failure(RPCError(wrapping: error))
            }
        case .failure(let error):
            return .failure(
                RPCError(
                    transport: error, serviceName: serviceName,
                    messageBytesMax: limits.messageBytesMax))
        }
    }
}

/// Joins a request with the cancellation of its task, whichever comes first.
private final class Cancellation: Sendable {
    private struct State {
        var request: PendingRequest?
        var isCancelled = false
    }

    private let state = Mutex(State())

    /// Sees to it that the request ends when its task is cancelled, or has been.
    func cover(_ request: PendingRequest) {
        let isCancelled = state.withLock { state in
            state.request = request
            return state.isCancelled
        }
        if isCancelled { request.cancel() }
    }

    func cancel() {
        state.withLock { state in
            state.isCancelled = true
            return state.request
        }?.cancel()
    }
}

extension RPCError {
    /// What a failed exchange means to the caller.
    init(transport error: TransportError, serviceName: String, messageBytesMax: Int) {
        switch error.code {
        case .timedOut: self.init(.deadlineExceeded, .rpc(.deadlineExceeded))
        case .canceled: self.init(.cancelled, .rpc(.cancelled))
        case .tooLarge:
            self.init(
                .resourceExhausted, .rpc(.tooLarge), arguments: ["max": "\(messageBytesMax)"])
        case .tooManyInFlight:
            self.init(.resourceExhausted, .rpc(.overloaded), arguments: ["seconds": "1"])
        default: self.init(.unavailable, .rpc(.unavailable), arguments: ["service": serviceName])
        }
    }
}
