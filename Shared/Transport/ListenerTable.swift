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
        let (listener, bound, configuration) = try Listener.open(
            endpoint, tls: tls, on: socket, gate: gate)
        let entry = Listener(
            requested: endpoint, tls: tls, state: .listening(listener, bound: bound),
            configurations: [configuration].compactMap { $0 })
        listeners.withLock { $0.append(entry) }
    }

    /// Gives every TLS listener a renewed identity; none is closed, and no connection is.
    ///
    /// The next connection of each may still be made with the former identity: nng has taken it to
    /// the accepting that is under way. The watchdog's own connection is mostly the one.
    ///
    /// - Throws: `notAuthenticated` where it cannot be parsed; then nothing has changed.
    func renew(_ identity: TLSIdentity) throws(TransportError) {
        let configuration = try TLSConfiguration.server(identity)
        let open = listeners.withLock { listeners -> [nng_listener] in
            var open: [nng_listener] = []
            for index in listeners.indices where listeners[index].tls != nil {
                listeners[index].tls = identity
                listeners[index].configurations.append(configuration)
                if case .listening(let listener, _) = listeners[index].state {
                    open.append(listener)
                }
            }
            return open
        }
        for listener in open { try configuration.set(on: listener) }
    }

    func restart(_ endpoint: Endpoint) throws(TransportError) {
        let (entry, old) = try beginRestart(of: endpoint)
        if let old {
            nng_listener_close(old)
            gate.forgetListener(old)
        }
        do throws(TransportError) {
            let (listener, configuration) = try reopen(entry)
            try endRestart(
                of: entry, as: .listening(listener, bound: entry.bound), configuration)?
                .set(on: listener)
        } catch {
            _ = endRestart(of: entry, as: .down(bound: entry.bound), nil)
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

    /// - Returns: what the listener was renewed with since the restart began, which it was not opened
    ///   with.
    private func endRestart(
        of entry: Listener, as state: Listener.State, _ configuration: TLSConfiguration?
    ) -> TLSConfiguration? {
        listeners.withLock { listeners in
            guard let index = listeners.firstIndex(where: { $0.bound == entry.bound }) else {
                return nil
            }
            let renewed = listeners[index].configurations.dropFirst(entry.configurations.count)
            listeners[index].state = state
            listeners[index].configurations = [configuration].compactMap { $0 } + renewed
            return renewed.last
        }
    }

    private func reopen(
        _ entry: Listener
    ) throws(TransportError) -> (nng_listener, TLSConfiguration?) {
        var attempt = 1
        while true {
            do throws(TransportError) {
                let (listener, _, configuration) = try Listener.open(
                    entry.bound, tls: entry.tls, on: socket, gate: gate)
                return (listener, configuration)
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
