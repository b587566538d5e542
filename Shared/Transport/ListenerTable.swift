import CNNG
import Glibc
import Synchronization

/// The listeners of one socket. One caller at a time restarts one listener; no lock is held while
/// nng works.
final class ListenerTable: Sendable {
    /// A closed TCP listener's port may stay taken for a moment, until nng's reaper has closed the
    /// descriptor: 100 tries of 20 ms are two seconds.
    private static let reopenAttemptsMax = 100
    private static let reopenPauseMicroseconds: UInt32 = 20_000

    private let socket: nng_socket
    private let gate: ConnectionGate
    private let listeners = Mutex<[Listener]>([])

    init(socket: nng_socket, gate: ConnectionGate) {
        self.socket = socket
        self.gate = gate
    }

    var boundEndpoints: [Endpoint] { listeners.withLock { $0.map(\.bound) } }

    func bound(_ endpoint: Endpoint) -> Endpoint {
        listeners.withLock { $0.first { $0.answers(to: endpoint) }?.bound ?? endpoint }
    }

    /// An event that is true when the listener next hands over a connection; `nil` when it is not
    /// open.
    func arrival(at endpoint: Endpoint) -> OneShot<Bool>? {
        let entry = listeners.withLock { $0.first { $0.answers(to: endpoint) } }
        guard case .listening(let listener, _)? = entry?.state else { return nil }
        return gate.arrival(through: listener)
    }

    func add(_ endpoint: Endpoint, tls: TLSIdentity?) throws(TransportError) {
        guard endpoint.scheme != .tcp || !gate.restrictsPeers else {
            throw TransportError(
                code: .insecureEndpoint,
                message: "a list of allowed users cannot be checked over tcp; use ipc or TLS")
        }
        let (listener, bound) = try Listener.open(endpoint, tls: tls, on: socket, gate: gate)
        let entry = Listener(
            requested: endpoint, tls: tls, state: .listening(listener, bound: bound))
        listeners.withLock { $0.append(entry) }
    }

    func restart(_ endpoint: Endpoint) throws(TransportError) {
        let (entry, old) = try beginRestart(of: endpoint)
        if let old {
            nng_listener_close(old)
            gate.forgetListener(old)
        }
        do throws(TransportError) {
            let listener = try reopen(entry)
            endRestart(of: entry, as: .listening(listener, bound: entry.bound))
        } catch {
            endRestart(of: entry, as: .down(bound: entry.bound))
            throw error
        }
    }

    private func beginRestart(
        of endpoint: Endpoint
    ) throws(TransportError) -> (Listener, nng_listener?) {
        let found = listeners.withLock { listeners -> (Listener, nng_listener?)? in
            guard let index = listeners.firstIndex(where: { $0.answers(to: endpoint) }) else {
                return nil
            }
            let entry = listeners[index]
            let handle: nng_listener?
            switch entry.state {
            case .restarting: return nil
            case .down: handle = nil
            case .listening(let listener, _): handle = listener
            }
            listeners[index].state = .restarting(bound: entry.bound)
            return (entry, handle)
        }
        guard let found else {
            throw TransportError(
                code: .unknownListener, message: "no such listener, or it is being restarted")
        }
        return found
    }

    private func endRestart(of entry: Listener, as state: Listener.State) {
        listeners.withLock { listeners in
            guard let index = listeners.firstIndex(where: { $0.bound == entry.bound }) else {
                return
            }
            listeners[index].state = state
        }
    }

    private func reopen(_ entry: Listener) throws(TransportError) -> nng_listener {
        var attempt = 1
        while true {
            do throws(TransportError) {
                return try Listener.open(entry.bound, tls: entry.tls, on: socket, gate: gate).0
            } catch {
                guard error.code == .addressInUse, attempt < Self.reopenAttemptsMax else {
                    throw error
                }
            }
            attempt += 1
            usleep(Self.reopenPauseMicroseconds)
        }
    }
}
