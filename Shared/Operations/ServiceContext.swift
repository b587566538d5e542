import Access
public import Basics
public import Logging
public import RPC
import Status
import Transport

/// What every service is given at start.
public struct ServiceContext: Sendable {
    /// Which program this is.
    public let service: ServiceName
    /// The region's configuration.
    public let configuration: RegionConfiguration
    /// Writes to standard error.
    public let logger: Logger
    /// Makes record ids.
    public let ids: RecordIDGenerator

    /// Verifies tokens.
    let verifier: TokenVerifier
    /// The token that this program calls others with; nil where it calls nobody.
    let credential: ServiceCredential?
    /// This machine's side of TLS; nil where the program has no endpoint with TLS.
    let identity: ServiceIdentity?

    /// Path of this service's database.
    public var databasePath: String { configuration.databasePath(of: service) }

    /// A client of another service of the region, with this program's own token.
    ///
    /// - Precondition: the program has a role, see ``ServiceName/role``.
    public func client(of other: ServiceName) throws -> RPCClient {
        guard let credential else { preconditionFailure("\(service) has no role") }
        return try client(
            other.rawValue, configuration.connect[other] ?? [],
            authorization: { credential.token.text })
    }

    /// A client of another region's gateway, for calls that carry their callers' tokens.
    public func clientOfGateway(of region: String) throws -> RPCClient {
        try client(
            ServiceName.gateway.rawValue, configuration.regions[region] ?? [], authorization: { "" }
        )
    }

    /// A client of the program that compares fingerprints; nil where none is configured. No token goes there: it is no
    /// program of the suite, and a token of this one reads every record.
    public func clientOfMatcher() throws -> RPCClient? {
        guard !configuration.matcher.isEmpty else { return nil }
        return try client("matcher", configuration.matcher, authorization: { "" })
    }

    private func client(
        _ serviceName: String, _ endpoints: [Endpoint],
        authorization: @escaping @Sendable () -> String
    ) throws -> RPCClient {
        let client = try RPCClient(
            serviceName: serviceName, endpoints: endpoints, tls: identity?.current.identity,
            authorization: authorization)
        identity?.add(client)
        return client
    }
}

extension ServiceContext {
    /// Reads the files that a program needs and checks them; opens no socket and no database.
    init(
        _ service: ServiceName, _ configuration: RegionConfiguration, logger: Logger
    ) throws {
        let verifier = TokenVerifier(
            keys: try configuration.loadVerificationKeys(),
            revocations: try configuration.loadRevocations(),
            clock: { Timestamp.now().millisecondsSinceEpoch })
        var identity: ServiceIdentity?
        if let files = configuration.tls, configuration.usesTLS(service) {
            let listens = configuration.listen[service] ?? []
            identity = try ServiceIdentity(
                files, listens: listens.contains { $0.scheme == .tls })
        }
        self.init(
            service: service, configuration: configuration, logger: logger,
            ids: RecordIDGenerator(), verifier: verifier,
            credential: try service.role.map { role in
                try ServiceCredential(
                    path: configuration.tokenFile(of: service), role: role, verifier: verifier)
            },
            identity: identity)
    }
}

extension RegionConfiguration {
    /// - Throws: `AccessError`, also where there are more keys than a verifier takes.
    func loadVerificationKeys() throws(AccessError) -> [VerificationKey] {
        var keys: [VerificationKey] = []
        for path in verificationKeyFiles { keys += try VerificationKey.load(path: path) }
        guard keys.count <= AccessLimits.verificationKeysMax else {
            throw AccessError(
                .invalidKey,
                "access.verification_keys hold \(keys.count) keys; "
                    + "\(AccessLimits.verificationKeysMax) are allowed")
        }
        return keys
    }

    func loadRevocations() throws(AccessError) -> Revocations {
        revocationsFile.isEmpty ? .none : try Revocations.load(path: revocationsFile)
    }
}
