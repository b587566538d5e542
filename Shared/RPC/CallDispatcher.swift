import Catalogue
import Messages
import Status
import Synchronization
import Transport

/// Takes requests off the transport, runs them through the interceptors to their handlers, and
/// answers.
///
/// A handler that never waits runs on the thread that received the request; another starts there, in
/// a task, and leaves it only if it has to wait. So a call that needs nothing from elsewhere costs no
/// change of thread, and one that is passed on goes on in the thread that brought its answer. Invariant: every request is answered exactly once.
final class CallDispatcher: Sendable {
    private let handlers: HandlerTable
    private let interceptors: [any ServerInterceptor]
    private let limits: ServerLimits
    private let timeoutMillisecondsMax: Int64
    private let deadlines = DeadlineWatch()
    private let inFlight = Atomic<Int>(0)
    private let draining = Atomic<Bool>(false)
    private let idle = Mutex<[CheckedContinuation<Void, Never>]>([])

    init(handlers: HandlerTable, interceptors: [any ServerInterceptor], limits: ServerLimits) {
        self.handlers = handlers
        self.interceptors = interceptors
        self.limits = limits
        timeoutMillisecondsMax = limits.timeoutMax.wholeMilliseconds
    }

    var callsInFlight: Int { inFlight.load(ordering: .relaxed) }

    /// From now on every new call is answered with `UNAVAILABLE`.
    func startDraining() {
        draining.store(true, ordering: .relaxed)
    }

    /// Returns when no call is in its handler any more.
    func waitUntilIdle() async {
        await withCheckedContinuation { continuation in
            idle.withLock { $0.append(continuation) }
            if callsInFlight == 0 { resumeIdleWaiters() }
        }
    }

    /// Lets everyone who waits for idleness go, although calls still run.
    func abandonWaiting() { resumeIdleWaiters() }

    func receive(_ message: borrowing Message, _ exchange: Exchange) {
        let startedAt = ContinuousClock.now
        let callsBefore = inFlight.add(1, ordering: .relaxed).oldValue
        let envelope: RPCV1.Request
        do {
            envelope = try message.withUnsafeBytes { bytes throws(WireError) in
                try RPCV1.Request(envelope: bytes)
            }
        } catch {
            let refusal = RPCError(.invalidArgument, .rpc(.malformedRequest))
            finish(
                Call(RPCV1.Request(), startedAt: startedAt), .failure(refusal), on: exchange)
            return
        }
        var call = Call(envelope, startedAt: startedAt)
        do throws(RPCError) {
            switch try admit(&call, callsBefore: callsBefore) {
            case .immediate(let body):
                finish(call, Self.outcome { try body(call) }, on: exchange)
            case .suspending(let body):
                run(body, nil, for: call, on: exchange)
            case .relaying(let body):
                run(body, CallbackExecutor.shared, for: call, on: exchange)
            }
        } catch {
            finish(call, .failure(error), on: exchange)
        }
    }

    private static func outcome(
        _ body: () throws -> [UInt8]
    ) -> Result<[UInt8], RPCError> {
        do {
            return .success(try body())
        } catch {
            return .failure(RPCError(wrapping: error))
        }
    }

    /// Runs a handler in a task that starts on this thread, and cancels it at the call's deadline.
    private func run(
        _ body: @escaping @Sendable (Call) async throws -> [UInt8],
        _ executor: (any TaskExecutor)?, for call: Call, on exchange: Exchange
    ) {
        let running = RunningCall(deadline: call.deadline)
        running.task = Task.immediate(executorPreference: executor) {
            let outcome: Result<[UInt8], RPCError>
            do {
                outcome = .success(try await body(call))
            } catch {
                var error = RPCError(wrapping: error)
                if error.code == .cancelled, call.remaining == .zero {
                    error = RPCError(.deadlineExceeded, .rpc(.deadlineExceeded))
                }
                outcome = .failure(error)
            }
            running.end()
            self.finish(call, outcome, on: exchange)
        }
        deadlines.watch(running)
    }

    /// Asks the limits and the interceptors, and finds the call's handler.
    private func admit(
        _ call: inout Call, callsBefore: Int
    ) throws(RPCError) -> HandlerTable.Handler {
        guard !draining.load(ordering: .relaxed) else {
            throw RPCError(
                .unavailable, .rpc(.unavailable), arguments: ["service": call.area],
                retryAfter: limits.overloadRetryAfter)
        }
        guard callsBefore < limits.callsInFlightMax else {
            throw RPCError(
                .resourceExhausted, .rpc(.overloaded),
                arguments: ["seconds": "\(max(1, limits.overloadRetryAfter.components.seconds))"],
                retryAfter: limits.overloadRetryAfter)
        }
        let timeout = call.envelope.timeoutMilliseconds
        guard timeout > 0, timeout <= timeoutMillisecondsMax else {
            throw RPCError(
                .invalidArgument, .rpc(.deadlineMissing))
        }
        for interceptor in interceptors { try interceptor.begin(&call) }
        guard let handler = handlers.handler(for: call.method) else {
            throw RPCError(
                .unimplemented, .rpc(.unknownMethod),
                arguments: ["method": String(call.method.prefix(128))])
        }
        return handler
    }

    private func finish(_ call: Call, _ outcome: Result<[UInt8], RPCError>, on exchange: Exchange) {
        reply(outcome, to: call.requestID, on: exchange)
        let elapsed = ContinuousClock.now - call.startedAt
        var failure: RPCError?
        if case .failure(let error) = outcome { failure = error }
        for interceptor in interceptors.reversed() {
            interceptor.end(call, error: failure, elapsed: elapsed)
        }
        if inFlight.subtract(1, ordering: .acquiringAndReleasing).newValue == 0,
            draining.load(ordering: .relaxed)
        {
            resumeIdleWaiters()
        }
    }

    private func resumeIdleWaiters() {
        let waiters = idle.withLock { waiters in
            defer { waiters = [] }
            return waiters
        }
        for waiter in waiters { waiter.resume() }
    }

    private func reply(
        _ outcome: Result<[UInt8], RPCError>, to requestID: [UInt8], on exchange: Exchange
    ) {
        var response = RPCV1.Response(requestID: requestID)
        switch outcome {
        case .success(let payload):
            response.payload = payload
        case .failure(let failure):
            let error = failure.referring(to: requestID)
            response.statusCode = error.code
            response.message = error.message
            response.details = error.details
        }
        if send(response, on: exchange) { return }
        // An answer over the limit, memory that ran out, or a handler's text with a NUL: the caller must still be
        // answered.
        let refusal =
            response.payload.count + Self.envelopeBytes > limits.messageBytesMax
            ? RPCError(
                .resourceExhausted, .rpc(.tooLarge), arguments: ["max": "\(limits.messageBytesMax)"]
            )
            : .internal
        let fallback = RPCV1.Response(
            statusCode: refusal.code, details: refusal.details, requestID: requestID)
        _ = send(fallback, on: exchange)
    }

    /// More than an answer's envelope takes beside its payload.
    private static let envelopeBytes = 64

    /// Whether the answer was taken; it is not where it is too large.
    private func send(_ response: RPCV1.Response, on exchange: Exchange) -> Bool {
        guard let message = try? Message(encoding: response) else { return false }
        return exchange.reply(message)
    }
}
