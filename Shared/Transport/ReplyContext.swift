import CNNG
import Synchronization

/// One nng context: takes a request, waits for its reply, sends it, and takes the next.
///
/// Invariant: one party at a time has the turn. While an operation is under way it is nng's, then
/// the callback's; the handler's `Exchange` gets it with the request and gives it back, once, by a
/// reply or by going away. Whoever has the turn alone touches `phase` and starts an operation.
///
/// A reply is sent by an operation without a callback. nng takes it at once unless the connection is
/// busy, and a callback would cost a change of thread for each reply only to say so. A context whose
/// reply has to wait is put by, and the core looks at it again after the next replies.
// SAFETY: after `init` only `phase`, `replyPipe` and `nextWaiting` change, and the turn, passed on
// through nng's locks, the exchange's atomic flag and the core's list, orders every access to them; so
// the run time need not check that none overlap.
final class ReplyContext: @unchecked Sendable {
    private enum Phase {
        case receiving
        case handling
        /// After an error nobody expects, a pause keeps a lasting one from spinning.
        case pausing
    }

    private static let pauseMilliseconds: nng_duration = 100

    private let core: ReplyCore
    private let context: nng_ctx
    /// Receives, and pauses.
    @exclusivity(unchecked) private var operation: OpaquePointer?
    /// Sends; it has no callback.
    @exclusivity(unchecked) private var sendOperation: OpaquePointer?
    @exclusivity(unchecked) private var phase = Phase.handling
    /// Where the reply under way goes.
    @exclusivity(unchecked) private var replyPipe = nng_pipe()
    /// The address of the next context in the core's list of those whose replies wait, or 0. The list's.
    @exclusivity(unchecked) var nextWaiting: UInt = 0

    init(core: ReplyCore) throws(TransportError) {
        var context = nng_ctx()
        try TransportError.check(nng_ctx_open(&context, core.socket), "reply context")
        self.core = core
        self.context = context
        // SAFETY: not retained; the core keeps the context until `stop` has returned, and an
        // exchange keeps it for as long as it can start an operation.
        let this = Unmanaged.passUnretained(self).toOpaque()
        var result = nng_aio_alloc(&operation, ReplyContext.finished, this)
        if result == 0 { result = nng_aio_alloc(&sendOperation, nil, nil) }
        guard result == 0 else {
            nng_ctx_close(context)
            throw TransportError(result: result, during: "reply operation")
        }
    }

    deinit {
        // A reply that lost the race with closing never started; its message is still here.
        if let sendOperation {
            if let unsent = nng_aio_get_msg(sendOperation) { nng_msg_free(unsent) }
            nng_aio_reap(sendOperation)
        }
        // The last reference can go inside the callback, where freeing would wait for itself.
        if let operation { nng_aio_reap(operation) }
    }

    /// Begins to wait for a request. The caller has the turn.
    func receive() {
        guard let operation, !core.isClosing else { return }
        phase = .receiving
        nng_aio_set_timeout(operation, NNG_DURATION_INFINITE)
        // SAFETY: the callback releases it. It comes in any case, and after `stop` where closing has
        // begun since it was asked for.
        _ = Unmanaged.passRetained(self)
        nng_ctx_recv(context, operation)
    }

    /// Sends the reply to the request at hand. The caller has the turn.
    func send(_ message: consuming Message, to pipe: nng_pipe) {
        guard let sendOperation, !core.isClosing else { return }
        core.unsentReplies.add(1, ordering: .relaxed)
        nng_aio_set_timeout(sendOperation, core.sendTimeout)
        nng_aio_set_msg(sendOperation, message.release())
        nng_ctx_send(context, sendOperation)
        replyPipe = pipe
        if !goOnAfterReply() { core.putBy(self) }
        core.lookAtWaiting()
    }

    /// Receives the next request when nng has taken the reply or given it up; false while the reply
    /// waits for its connection. The caller has the turn.
    func goOnAfterReply() -> Bool {
        guard let sendOperation else { return true }
        if nng_aio_get_msg(sendOperation) != nil, nng_aio_result(sendOperation) == 0 {
            return false
        }
        // Over, but perhaps not yet out of nng's hands; that takes no more than a few instructions.
        nng_aio_wait(sendOperation)
        core.unsentReplies.subtract(1, ordering: .relaxed)
        if let unsent = nng_aio_get_msg(sendOperation) {
            // A failed send leaves the message with us.
            nng_aio_set_msg(sendOperation, nil)
            nng_msg_free(unsent)
            nng_pipe_close(replyPipe)
        }
        receive()
        return true
    }

    var messageBytesMax: Int { core.limits.messageBytesMax }

    /// Ends what is under way and waits for it; never called on a thread of nng's.
    func stop() {
        if let operation { nng_aio_stop(operation) }
        if let sendOperation { nng_aio_stop(sendOperation) }
    }

    private static let finished: @convention(c) (UnsafeMutableRawPointer?) -> Void = { argument in
        guard let argument else { return }
        // SAFETY: `init` passed the context, which outlives its operation; see there.
        Unmanaged<ReplyContext>.fromOpaque(argument).takeUnretainedValue().operationFinished()
    }

    private func operationFinished() {
        guard let operation else { return }
        let result = nng_aio_result(operation)
        let isHeld = phase == .receiving
        // SAFETY: `receive` retained it.
        defer { if isHeld { Unmanaged.passUnretained(self).release() } }
        switch phase {
        case .receiving:
            guard result == 0, let pointer = nng_aio_get_msg(operation) else {
                return recover(from: result)
            }
            nng_aio_set_msg(operation, nil)
            phase = .handling
            handle(Message(adopting: pointer))
        case .pausing, .handling:
            receive()
        }
    }

    private func handle(_ message: consuming Message) {
        let pipe = nng_pipe(id: message.pipeID)
        guard message.byteCount <= core.limits.messageBytesMax else {
            // Only inproc gets here: the other transports hold the limit as they read.
            nng_pipe_close(pipe)
            return receive()
        }
        core.handler(message, Exchange(context: self, pipe: pipe))
    }

    private func recover(from result: Int32) {
        let code = TransportError.Code(result: result)
        guard let operation, !core.isClosing, code != .closed else { return }
        phase = .pausing
        nng_sleep_aio(Self.pauseMilliseconds, operation)
    }
}
