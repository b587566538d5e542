import CNNG
import Synchronization

/// One nng context: sends a request, waits for its reply, and is then free for the next.
///
/// The request is sent by an operation without a callback, and the reply received by one that is
/// started at once: nng sends what it can right away, and a callback would cost a change of thread
/// for each request only to say so. The receiving alone has a timeout and can be canceled; either
/// takes the request out of nng's queue, too. What nng 1.5.2 then does with a sending that still
/// waited is not safe to build on, so a context whose request failed is closed and not used again.
///
/// Invariant: from `start` until the completion, nng's operations and the callback alone touch
/// `completion`; before and after, whoever took the context out of the pool does. Canceling touches
/// `turns` only, under its lock.
// SAFETY: the pool's lock and nng's locks order every access to `completion`; the operations are set
// in `init` alone, and the rest is constant. So the run time need not check for overlaps.
final class RequestContext: @unchecked Sendable {
    /// Which use of the context is the current one. A late `cancel` of an earlier request must
    /// never end a later one.
    private struct Turns {
        var current: UInt64 = 0
        var isUnderWay = false
    }

    private let core: RequestCore
    private let context: nng_ctx
    @exclusivity(unchecked) private var sendOperation: OpaquePointer?
    @exclusivity(unchecked) private var receiveOperation: OpaquePointer?
    private let turns = Mutex(Turns())
    @exclusivity(unchecked) private var completion: RequestSocket.Completion?

    init(core: RequestCore) throws(TransportError) {
        var context = nng_ctx()
        try TransportError.check(nng_ctx_open(&context, core.socket), "request context")
        self.core = core
        self.context = context
        // Said again for each context: not every version hands the socket's value down.
        var result = nng_ctx_set_ms(context, NNG_OPT_REQ_RESENDTIME, NNG_DURATION_INFINITE)
        if result == 0 { result = nng_aio_alloc(&sendOperation, nil, nil) }
        if result == 0 {
            // SAFETY: not retained; the core keeps the context until `stop` has returned, or until
            // its last callback has given it up.
            let this = Unmanaged.passUnretained(self).toOpaque()
            result = nng_aio_alloc(&receiveOperation, RequestContext.finished, this)
        }
        guard result == 0 else {
            nng_ctx_close(context)
            throw TransportError(result: result, during: "request operation")
        }
        nng_aio_set_timeout(sendOperation, NNG_DURATION_INFINITE)
    }

    deinit {
        if let sendOperation {
            // A failed send leaves the message with us.
            if let unsent = nng_aio_get_msg(sendOperation) { nng_msg_free(unsent) }
            nng_aio_reap(sendOperation)
        }
        // The last reference can go inside the callback, where freeing would wait for itself.
        if let receiveOperation { nng_aio_reap(receiveOperation) }
    }

    /// Sends `request`; the caller took the context out of the pool. Returns the turn's number.
    func start(
        _ request: consuming Message, timeout: Duration,
        completion: @escaping RequestSocket.Completion
    ) -> UInt64 {
        let turn = turns.withLock { turns -> UInt64 in
            turns = Turns(current: turns.current + 1, isUnderWay: true)
            return turns.current
        }
        self.completion = completion
        // The reply to the last request can come before nng has let go of its sending.
        nng_aio_wait(sendOperation)
        nng_aio_set_msg(sendOperation, request.release())
        nng_aio_set_timeout(receiveOperation, timeout.nngMilliseconds)
        nng_ctx_send(context, sendOperation)
        nng_ctx_recv(context, receiveOperation)
        return turn
    }

    /// Gives up the request of `turn`, when it is still the one under way.
    func cancel(turn: UInt64) {
        turns.withLock { turns in
            guard turns.current == turn, turns.isUnderWay else { return }
            // Under the lock, so that the turn cannot end and another begin in between: canceling
            // neither waits nor calls back on this thread.
            nng_aio_cancel(receiveOperation)
        }
    }

    /// Closes the context for good; ends the sending, too, where it still waits.
    func close() {
        nng_ctx_close(context)
    }

    /// Waits for the callback to end; never called on a thread of nng's. The socket is closed, and
    /// no sending waits any more.
    func stop() {
        nng_aio_stop(receiveOperation)
        nng_aio_stop(sendOperation)
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
        let result = nng_aio_result(receiveOperation)
        let reply = nng_aio_get_msg(receiveOperation)
        nng_aio_set_msg(receiveOperation, nil)
        turns.withLock { $0.isUnderWay = false }
        let completion = self.completion
        self.completion = nil
        // Before the completion, so that it can send again within the limit.
        if result == 0, let reply {
            core.giveBack(self)
            completion?(.success(Message(adopting: reply)))
        } else {
            let error = failure(result)
            core.giveUp(self) { completion?(.failure(error)) }
        }
    }

    private func failure(_ result: Int32) -> TransportError {
        // While the socket closes, its connections go first; the reason is still the close.
        guard !core.isClosing else {
            return TransportError(code: .closed, message: "the request socket is closed")
        }
        // Nothing to receive: the sending failed at once, and knows why.
        let sendResult = nng_aio_result(sendOperation)
        return sendResult != 0
            ? TransportError(result: sendResult, during: "send")
            : TransportError(result: result, during: "reply")
    }
}
