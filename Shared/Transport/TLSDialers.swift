import CNNG
import Synchronization

/// The dialers of one socket that use TLS, so that they can be given a renewed identity.
final class TLSDialers: Sendable {
    private struct Dialer {
        let dialer: nng_dialer
        /// What nng was given, the current one last; see `Listener.configurations`.
        var configurations: [TLSConfiguration]
    }

    private let dialers = Mutex<[Dialer]>([])

    /// Notes a dialer, which is never closed before its socket.
    func add(_ dialer: nng_dialer, _ configuration: TLSConfiguration) {
        dialers.withLock { $0.append(Dialer(dialer: dialer, configurations: [configuration])) }
    }

    /// Gives every dialer the identity, for the next connection that it makes.
    func renew(_ identity: TLSIdentity) throws(TransportError) {
        try dialers.withLock { dialers throws(TransportError) in
            for index in dialers.indices {
                guard let serverName = dialers[index].configurations.last?.serverName else {
                    continue
                }
                let configuration = try TLSConfiguration.client(identity, serverName: serverName)
                dialers[index].configurations.append(configuration)
                try configuration.set(on: dialers[index].dialer)
            }
        }
    }
}
