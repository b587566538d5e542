import CNNG
import Synchronization

/// One request that awaits its one reply.
///
/// It may be kept and answered later, from any thread. Letting it go unanswered drops the request:
/// the client waits until its timeout, the server takes the next one.
public final class Exchange: Sendable {
    private let context: ReplyContext
    private let pipe: nng_pipe
    private let isAnswered = Atomic<Bool>(false)

    init(context: ReplyContext, pipe: nng_pipe) {
        self.context = context
        self.pipe = pipe
    }

    deinit {
        if !isAnswered.load(ordering: .acquiring) { context.receive() }
    }

    /// A number for the connection that the request came in on; not used twice at one time.
    public var connectionID: UInt32 { pipe.id }

    /// The system user of the program at the other end, as the kernel reports it for `ipc`.
    ///
    /// `nil` for other transports, and once the connection is gone. Costs a lookup each time.
    public var peerUserID: UInt32? { ConnectionGate.peerUserID(of: pipe) }

    /// Sends the reply, without waiting; a peer that is gone or does not read loses it.
    ///
    /// The first call counts, so that a handler and a deadline may race.
    ///
    /// - Returns: false when it was answered before, or when the message is larger than the
    ///   socket's limit; after the latter a smaller reply may follow.
    @discardableResult
    public func reply(_ message: consuming Message) -> Bool {
        guard message.byteCount <= context.messageBytesMax,
            !isAnswered.exchange(true, ordering: .acquiringAndReleasing)
        else { return false }
        context.send(message, to: pipe)
        return true
    }
}
