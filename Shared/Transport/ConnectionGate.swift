import CNNG
import Synchronization

/// Decides which connections a socket takes, and knows which it has.
///
/// nng calls it from its own threads through `nng_pipe_notify`: before a connection joins the
/// socket, when it has joined, and when it is gone.
final class ConnectionGate: Sendable {
    private struct State {
        var isAccepting = true
        var connections: Set<UInt32> = []
        var localListeners: Set<UInt32> = []
        var waiting: [OneShot<Bool>] = []
        /// Who waits for the next connection that comes in through a listener, by its id.
        var arrivals: [UInt32: [OneShot<Bool>]] = [:]
    }

    private let connectionsMax: Int
    private let allowedPeerUserIDs: Set<UInt32>?
    private let state = Mutex(State())

    init(connectionsMax: Int, allowedPeerUserIDs: Set<UInt32>?) {
        self.connectionsMax = connectionsMax
        self.allowedPeerUserIDs = allowedPeerUserIDs
    }

    /// Connections that were let in and are still there.
    var connectionCount: Int { state.withLock { $0.connections.count } }

    var restrictsPeers: Bool { allowedPeerUserIDs != nil }

    /// Refuses every connection from now on; those that exist go on.
    func stopAccepting() {
        state.withLock { $0.isAccepting = false }
    }

    /// Names a listener whose peers the kernel vouches for; called before it starts.
    func registerLocalListener(_ listener: nng_listener) {
        state.withLock { _ = $0.localListeners.insert(listener.id) }
    }

    func forgetListener(_ listener: nng_listener) {
        let arrivals = state.withLock { state in
            state.localListeners.remove(listener.id)
            return state.arrivals.removeValue(forKey: listener.id)
        }
        for event in arrivals ?? [] { event.resolve(false) }
    }

    /// An event that is true once there is a connection, false once waiting is pointless.
    func connection() -> OneShot<Bool> {
        let event = OneShot<Bool>()
        let isThere = state.withLock { state -> Bool in
            guard state.connections.isEmpty else { return true }
            state.waiting.append(event)
            return false
        }
        if isThere { event.resolve(true) }
        return event
    }

    /// An event that is true when the listener next hands a connection over, let in or not.
    func arrival(through listener: nng_listener) -> OneShot<Bool> {
        let event = OneShot<Bool>()
        state.withLock { $0.arrivals[listener.id, default: []].append(event) }
        return event
    }

    /// Ends what waits for a connection.
    func giveUpWaiting() {
        resolveWaiting(false)
    }

    private func resolveArrivals(through listener: nng_listener) {
        let arrivals = state.withLock { $0.arrivals.removeValue(forKey: listener.id) }
        for event in arrivals ?? [] { event.resolve(true) }
    }

    private func resolveWaiting(_ isConnected: Bool) {
        let waiting = state.withLock { state -> [OneShot<Bool>] in
            defer { state.waiting = [] }
            return state.waiting
        }
        for event in waiting { event.resolve(isConnected) }
    }

    /// Asks nng to tell this gate of every connection of `socket`.
    ///
    /// Ownership: the socket's owner keeps the gate alive until `nng_close` has returned, which
    /// waits until every connection is gone.
    func watch(_ socket: nng_socket) throws(TransportError) {
        // SAFETY: not retained; see the ownership above.
        let this = Unmanaged.passUnretained(self).toOpaque()
        for event in [NNG_PIPE_EV_ADD_PRE, NNG_PIPE_EV_ADD_POST, NNG_PIPE_EV_REM_POST] {
            try TransportError.check(
                nng_pipe_notify(socket, event, ConnectionGate.notify, this),
                "connection notification")
        }
    }

    private static let notify:
        @convention(c) (nng_pipe, nng_pipe_ev, UnsafeMutableRawPointer?) -> Void = {
            pipe, event, argument in
            guard let argument else { return }
            // SAFETY: `watch` passed a gate that outlives every connection of its socket.
            let gate = Unmanaged<ConnectionGate>.fromOpaque(argument).takeUnretainedValue()
            switch event {
            case NNG_PIPE_EV_ADD_PRE: gate.decide(on: pipe)
            case NNG_PIPE_EV_ADD_POST: gate.resolveWaiting(true)
            default: gate.remove(pipe)
            }
        }

    private func decide(on pipe: nng_pipe) {
        resolveArrivals(through: nng_pipe_listener(pipe))
        let isKnownPeer = isAllowedPeer(pipe)
        let isAdmitted = state.withLock { state -> Bool in
            guard isKnownPeer, state.isAccepting, state.connections.count < connectionsMax else {
                return false
            }
            return state.connections.insert(pipe.id).inserted
        }
        // Closing here, before the connection joins the socket, means that no message is read.
        if !isAdmitted { nng_pipe_close(pipe) }
    }

    private func remove(_ pipe: nng_pipe) {
        state.withLock { _ = $0.connections.remove(pipe.id) }
    }

    /// Peers of other listeners prove themselves by certificate, or are this process.
    private func isAllowedPeer(_ pipe: nng_pipe) -> Bool {
        guard let allowedPeerUserIDs else { return true }
        let listener = nng_pipe_listener(pipe)
        guard state.withLock({ $0.localListeners.contains(listener.id) }) else { return true }
        guard let userID = Self.peerUserID(of: pipe) else { return false }
        return allowedPeerUserIDs.contains(userID)
    }

    /// The user id that the kernel reports for the peer of a Unix domain socket.
    static func peerUserID(of pipe: nng_pipe) -> UInt32? {
        var userID: UInt64 = 0
        guard nng_pipe_get_uint64(pipe, NNG_OPT_IPC_PEER_UID, &userID) == 0 else { return nil }
        return UInt32(exactly: userID)
    }
}
