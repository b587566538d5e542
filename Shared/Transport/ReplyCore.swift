import CNNG
import Dispatch
import Glibc
import Synchronization

/// What the handle, the exchanges and nng's threads share of one reply socket.
///
/// Lifetime: the contexts refer to the core and the core to them, until closing has stopped every
/// operation and breaks the circle.
final class ReplyCore: Sendable {
    /// REQ puts a 4-byte id before the body (SP request/reply mapping); it counts on the wire.
    static let headerBytes = 4

    /// How long a reply that waits is left alone where no other reply follows.
    private static let lookInterval = DispatchTimeInterval.milliseconds(30)

    let socket: nng_socket
    let limits: ReplySocket.Limits
    let handler: ReplySocket.Handler
    let gate: ConnectionGate
    let listeners: ListenerTable
    /// Replies that nng has not taken yet.
    let unsentReplies = Atomic<Int>(0)
    let closed = OneShot<Bool>()
    private let waiting = WaitingReplies()
    private let willLook = Atomic<Bool>(false)
    private let usualSendTimeout: nng_duration
    private let congestedSendTimeout: nng_duration
    private let closing = Atomic<Bool>(false)
    private let contexts = Mutex<[ReplyContext]>([])

    init(
        limits: ReplySocket.Limits, allowedPeerUserIDs: Set<UInt32>?,
        handler: @escaping ReplySocket.Handler
    ) throws(TransportError) {
        precondition(limits.messageBytesMax > 0 && limits.connectionsMax > 0)
        precondition(limits.exchangesMax > 0)
        var socket = nng_socket()
        try TransportError.check(nng_rep0_open(&socket), "reply socket")
        let gate = ConnectionGate(
            connectionsMax: limits.connectionsMax, allowedPeerUserIDs: allowedPeerUserIDs)
        do throws(TransportError) {
            try TransportError.check(
                nng_socket_set_size(
                    socket, NNG_OPT_RECVMAXSZ, limits.messageBytesMax + Self.headerBytes),
                "receive limit")
            try gate.watch(socket)
        } catch {
            nng_close(socket)
            throw error
        }
        self.socket = socket
        self.limits = limits
        self.handler = handler
        self.gate = gate
        usualSendTimeout = limits.sendTimeout.nngMilliseconds
        congestedSendTimeout = min(limits.congestedSendTimeout, limits.sendTimeout).nngMilliseconds
        listeners = ListenerTable(socket: socket, gate: gate)
    }

    var isClosing: Bool { closing.load(ordering: .acquiring) }

    /// Opens the contexts; each begins to wait for a request.
    func startExchanges() throws(TransportError) {
        do throws(TransportError) {
            for _ in 0..<limits.exchangesMax {
                let context = try ReplyContext(core: self)
                contexts.withLock { $0.append(context) }
                context.receive()
            }
        } catch {
            beginClosing()
            throw error
        }
    }

    /// How long the next reply may wait for its peer, in nng's milliseconds.
    var sendTimeout: nng_duration {
        let isCongested = unsentReplies.load(ordering: .relaxed) * 2 > limits.exchangesMax
        return isCongested ? congestedSendTimeout : usualSendTimeout
    }

    /// Keeps a context whose reply waits for a busy connection, with its turn.
    func putBy(_ context: ReplyContext) {
        waiting.add(context)
        lookLater()
    }

    /// Looks at the replies that have waited: connections that were busy then are free by now.
    func lookAtWaiting() {
        if waiting.goOn() { lookLater() }
    }

    /// Sees to it that they are looked at even if no reply follows.
    ///
    /// Not by a timer of nng's: 1.5.2 spins for the whole millisecond in which an operation's time is
    /// over, and holds a lock meanwhile that half of all operations need. Nor by a task, which long
    /// handlers could hold up.
    private func lookLater() {
        guard !isClosing else { return waiting.empty() }
        guard !willLook.exchange(true, ordering: .acquiringAndReleasing) else { return }
        DispatchQueue.global().asyncAfter(deadline: .now() + Self.lookInterval) { [self] in
            // First: who puts a context by from now on has it looked at later.
            _ = willLook.exchange(false, ordering: .acquiringAndReleasing)
            lookAtWaiting()
        }
    }

    /// Starts closing, once; `closed` tells when it is done.
    func beginClosing() {
        guard !closing.exchange(true, ordering: .acquiringAndReleasing) else { return }
        gate.stopAccepting()
        // Without a thread `closed` stays unresolved, and the caller's deadline reports it.
        _ = DetachedThread.start { self.finishClosing() }
    }

    private func finishClosing() {
        nng_close(socket)
        waiting.empty()
        let contexts = contexts.withLock { contexts -> [ReplyContext] in
            defer { contexts = [] }
            return contexts
        }
        // Waits for handlers that are running; from then on nothing calls back.
        for context in contexts { context.stop() }
        closed.resolve(true)
    }
}
