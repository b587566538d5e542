public import Basics
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
    private let limits: ClientLimits
    private let authorization: @Sendable () -> String
    private let requestIDs: RecordIDGenerator
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
        requestIDs: RecordIDGenerator = RecordIDGenerator(),
        authorization: @escaping @Sendable () -> String = { "" }
    ) throws {
        var socketLimits = RequestSocket.Limits()
        socketLimits.messageBytesMax = limits.messageBytesMax
        socketLimits.inFlightMax = limits.callsInFlightMax
        socketLimits.reconnectMax = limits.reconnectMax
        self.socket = try RequestSocket(limits: socketLimits)
        self.limits = limits
        self.serviceName = serviceName
        self.authorization = authorization
        self.requestIDs = requestIDs
        for endpoint in endpoints {
            try socket.dial(endpoint, tls: endpoint.scheme == .tls ? tls : nil)
        }
    }

    /// Whether at least one endpoint is connected.
    public var isConnected: Bool { socket.connectionCount > 0 }

    /// Calls a method and returns its answer.
    ///
    /// - Throws: ``RPCError``; after the last try where the method is idempotent.
    public func call<Request: WireMessage, Response: WireMessage>(
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
            traceparent: options.traceparent, requestID: requestIDs.next().bytes,
            region: options.region)
        let retry = method.idempotency == .unknown ? .never : options.retry
        let answer = try await send(envelope, timeout: options.timeout, retry: retry)
        do {
            return try Response(decoding: answer)
        } catch {
            throw RPCError.internal
        }
    }

    /// Sends an envelope as it is, but for the time that is left, and returns the answer's payload.
    ///
    /// For gateways: the payload is not decoded.
    public func forward(
        _ envelope: RPCV1.Request, timeout: Duration, retry: RetryPolicy = .never
    ) async throws(RPCError) -> [UInt8] {
        try await send(envelope, timeout: timeout, retry: retry)
    }

    /// Ends the open calls and closes the connections.
    public func close() async {
        _ = await socket.close(within: limits.closeTimeout)
    }

    private func send(
        _ envelope: RPCV1.Request, timeout: Duration, retry: RetryPolicy
    ) async throws(RPCError) -> [UInt8] {
        let deadline = ContinuousClock.now + timeout
        // Waiting for a connection once is enough: it comes back by itself when it can.
        guard await isConnected(within: min(timeout, limits.connectTimeout)) else {
            throw RPCError(.unavailable, .rpc(.unavailable), arguments: ["service": serviceName])
        }
        var tries = 0
        while true {
            tries += 1
            do {
                return try await sendOnce(envelope, timeout: deadline - .now)
            } catch {
                var random = SystemRandomNumberGenerator()
                guard let delay = retry.delay(after: tries, of: error, using: &random),
                    ContinuousClock.now + delay < deadline
                else { throw error }
                do {
                    try await Task.sleep(for: delay)
                } catch {
                    throw RPCError(.cancelled, .rpc(.cancelled))
                }
            }
        }
    }

    private func sendOnce(
        _ envelope: RPCV1.Request, timeout: Duration
    ) async throws(RPCError) -> [UInt8] {
        guard timeout > .zero else { throw RPCError(.deadlineExceeded, .rpc(.deadlineExceeded)) }
        var envelope = envelope
        envelope.timeoutMilliseconds = UInt32(clamping: max(1, timeout.wholeMilliseconds))
        let answer = await exchange(envelope, timeout: timeout)
        let response: RPCV1.Response = try answer.get()
        guard response.statusCode == .ok else { throw RPCError(answer: response) }
        return response.payload
    }

    private func isConnected(within limit: Duration) async -> Bool {
        if isConnected { return true }
        return await socket.connected(within: limit)
    }

    private func exchange(
        _ envelope: RPCV1.Request, timeout: Duration
    ) async -> Result<RPCV1.Response, RPCError> {
        let pending = Mutex<(request: PendingRequest?, isCancelled: Bool)>((nil, false))
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let message: Message
                do {
                    message = try Message(encoding: envelope)
                } catch {
                    continuation.resume(returning: .failure(RPCError(wrapping: error)))
                    return
                }
                let request = socket.send(
                    message, timeout: timeout
                ) { [self] result in
                    continuation.resume(returning: decode(result))
                }
                let isCancelled = pending.withLock {
                    $0.request = request
                    return $0.isCancelled
                }
                if isCancelled { request.cancel() }
            }
        } onCancel: {
            pending.withLock {
                $0.isCancelled = true
                return $0.request
            }?.cancel()
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
                        try RPCV1.Response(decoding: bytes, limits: .envelope)
                    })
            } catch {
                return .failure(.internal)
            }
        case .failure(let error):
            return .failure(
                RPCError(
                    transport: error, serviceName: serviceName,
                    messageBytesMax: limits.messageBytesMax))
        }
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
