import Basics
import RPC
import Synchronization
import Transport

/// This machine's side of TLS, which its operator may renew while the program runs.
final class ServiceIdentity: Sendable {
    /// What connections are made with.
    struct Pair: Sendable {
        let identity: TLSIdentity
        /// The certificate of `identity`.
        let certificate: Certificate
    }

    private let files: TLSFiles
    /// Whether a listener shows the certificate, which then needs a DNS name.
    private let listens: Bool
    private let pair: Mutex<Pair>
    private let clients = Mutex<[RPCClient]>([])

    /// Reads the files. Whether what they hold fits together is for ``verify()`` to say: a program starts without it,
    /// since its other listeners serve all the same.
    init(_ files: TLSFiles, listens: Bool) throws {
        self.files = files
        self.listens = listens
        pair = Mutex(try Self.read(files, listens: listens))
    }

    /// What connections are made with now.
    var current: Pair { pair.withLock { $0 } }

    /// Notes a client, which is given what is renewed.
    func add(_ client: RPCClient) {
        clients.withLock { $0.append(client) }
    }

    /// Whether the certificate would be accepted.
    ///
    /// - Throws: ``TLSFileError`` where it has expired, or certificate, key and authority do not fit.
    func verify() async throws { try await verify(current) }

    /// Reads the files again, and gives what is new to the server and to every client. What is in use stays where this
    /// throws, and so do the connections that are there, in any case.
    ///
    /// - Returns: the new certificate; nil where the files hold what is in use.
    /// - Throws: what reading them at the start throws, and what ``verify()`` does.
    func reload(for server: RPCServer) async throws -> Certificate? {
        let renewed = try Self.read(files, listens: listens)
        guard renewed.identity != current.identity else { return nil }
        try await verify(renewed)
        try server.renew(renewed.identity)
        for client in clients.withLock({ $0 }) { try client.renew(renewed.identity) }
        pair.withLock { $0 = renewed }
        return renewed.certificate
    }

    private func verify(_ pair: Pair) async throws {
        guard pair.certificate.expires > .now() else {
            throw TLSFileError.expired(files, on: pair.certificate.expires)
        }
        // A certificate that is good for calling alone cannot be tried out here; the services that are called do that.
        guard listens || pair.certificate.isForServers, let name = pair.certificate.dnsNames.first
        else { return }
        do {
            try await pair.identity.prove(serverName: name)
        } catch {
            throw error.code == .notAuthenticated ? TLSFileError.unfit(files) : error
        }
    }

    private static func read(_ files: TLSFiles, listens: Bool) throws -> Pair {
        let identity = try files.identity(allowGroupRead: true)
        let certificate = try files.certificate(of: identity)
        guard !listens || !certificate.dnsNames.isEmpty else {
            throw TLSFileError.noServerName(files)
        }
        return Pair(identity: identity, certificate: certificate)
    }
}
