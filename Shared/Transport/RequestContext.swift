import CNNG
import Synchronization

/// One nng context: sends a request, waits for its reply, and is then free for the next.
///
/// Invariant: from `start` until the completion, nng's operation and its callback alone touch
/// `phase`, `completion` and `deadlineMilliseconds`; before and after, whoever took the context out
/// of the pool does. Canceling touches `turns` only, under its lock.
// SAFETY: the pool's lock and nng's locks order every access to the three properties above.
final class RequestContext: @unchecked Sendable {
    private enum Phase {
        case sending
        case receiving
    }

    /// Which use of the context is the current one. A late `cancel` of an earlier request must
    /// never end a later one.
    private struct Turns {
        var current: UInt64 = 0
        var isUnderWay = false
        var isCancelRequested = false
    }

    private let core: RequestCore
    private let context: nng_ctx
    private var operation: OpaquePointer?
    private let turns = Mutex(Turns())
    private var phase = Phase.sending
    private var completion: RequestSocket.Completion?
    private var deadlineMilliseconds: Int64 = 0

    init(core: RequestCore) throws(TransportError) {
        var context = nng_ctx()
        try TransportError.check(nng_ctx_open(&context, core.socket), "request context")
        self.core = core
        self.context = context
        // Said again for each context: not every version hands the socket's value down.
        var result = nng_ctx_set_ms(context, NNG_OPT_REQ_RESENDTIME, NNG_DURATION_INFINITE)
        if result == 0 {
            // SAFETY: not retained; the core keeps the context until `stop` has returned.
            let this = Unmanaged.passUnretained(self).toOpaque()
            result = nng_aio_alloc(&operation, RequestContext.finished, this)
        }
        guard result == 0 else {
            nng_ctx_close(context)
            throw TransportError(result: result, during: "request operation")
        }
    }

    deinit {
        guard let operation else { return }
        // The last reference can go inside the callback, where freeing would wait for itself.
        nng_aio_reap(operation)
    }

    /// Sends `request`; the caller took the context out of the pool. Returns the turn's number.
    func start(
        _ request: consuming Message, timeout: Duration,
        completion: @escaping RequestSocket.Completion
    ) -> UInt64 {
        let turn = turns.withLock { turns -> UInt64 in
            turns = Turns(current: turns.current + 1, isUnderWay: true, isCancelRequested: false)
            return turns.current
        }
        let milliseconds = timeout.nngMilliseconds
        self.completion = completion
        deadlineMilliseconds = MonotonicClock.milliseconds + Int64(milliseconds)
        phase = .sending
        nng_aio_set_timeout(operation, milliseconds)
        nng_aio_set_msg(operation, request.release())
        nng_ctx_send(context, operation)
        return turn
    }

    /// Gives up the request of `turn`, when it is still the one under way.
    func cancel(turn: UInt64) {
        turns.withLock { turns in
            guard turns.current == turn, turns.isUnderWay else { return }
            turns.isCancelRequested = true
            // Under the lock, so that the turn cannot end and another begin in between: canceling
            // neither waits nor calls back on this thread.
            nng_aio_cancel(operation)
        }
    }

    /// Gives up whatever request is under way.
    func cancelCurrent() {
        cancel(turn: turns.withLock { $0.current })
    }

    /// Waits for the callback to end; never called on a thread of nng's.
    func stop() {
        nng_aio_stop(operation)
    }

    /// How long nng waits before it sends a request again by itself, in milliseconds; -1 is never.
    var resendMilliseconds: Int32 {
        var milliseconds: nng_duration = 0
        nng_ctx_get_ms(context, NNG_OPT_REQ_RESENDTIME, &milliseconds)
        return milliseconds
    }

    private static let finished: @convention(c) (UnsafeMutableRawPointer?) -> Void = { argument in
        guard let argument else { return }
        // SAFETY: `init` passed the context, which outlives its operation; see there.
        Unmanaged<RequestContext>.fromOpaque(argument).takeUnretainedValue().operationFinished()
    }

    private func operationFinished() {
        let result = nng_aio_result(operation)
        switch phase {
        case .sending:
            guard result == 0 else {
                // A failed send leaves the message with us.
                if let unsent = nng_aio_get_msg(operation) { nng_msg_free(unsent) }
                return finish(with: result, during: "send")
            }
            receive()
        case .receiving:
            guard result == 0, let pointer = nng_aio_get_msg(operation) else {
                return finish(with: result, during: "reply")
            }
            finish(with: .success(Message(adopting: pointer)))
        }
    }

    private func receive() {
        let (turn, isCanceled) = turns.withLock { ($0.current, $0.isCancelRequested) }
        guard !isCanceled else {
            return finish(with: Int32(bitPattern: NNG_ECANCELED.rawValue), during: "reply")
        }
        phase = .receiving
        let remaining = max(1, deadlineMilliseconds - MonotonicClock.milliseconds)
        nng_aio_set_timeout(operation, nng_duration(clamping: remaining))
        nng_ctx_recv(context, operation)
        // A cancel between the two looks found nothing under way; it left the flag.
        turns.withLock { turns in
            guard turns.current == turn, turns.isUnderWay, turns.isCancelRequested else { return }
            nng_aio_cancel(operation)
        }
    }

    private func finish(with result: Int32, during operation: StaticString) {
        // While the socket closes, its connections go first; the reason is still the close.
        let error =
            core.isClosing
            ? TransportError(code: .closed, message: "the request socket is closed")
            : TransportError(result: result, during: operation)
        finish(with: .failure(error))
    }

    private func finish(with outcome: consuming Result<Message, TransportError>) {
        nng_aio_set_msg(operation, nil)
        turns.withLock { $0.isUnderWay = false }
        let completion = self.completion
        self.completion = nil
        // Before the completion, so that it can send again within the limit.
        core.giveBack(self)
        completion?(outcome)
    }
}
