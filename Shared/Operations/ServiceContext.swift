public import Access
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
    /// Verifies tokens.
    public let verifier: TokenVerifier
    /// The token that this program calls others with, and when it expires (UTC milliseconds).
    public let serviceToken: ServiceToken
    /// Makes record ids.
    public let ids: RecordIDGenerator

    /// This machine's side of TLS; nil where none is configured.
    let identity: TLSIdentity?
    /// The certificate of `identity`.
    let certificate: Certificate?

    /// Path of this service's database.
    public var databasePath: String { configuration.databasePath(of: service) }

    /// A client of another service of the region, with this program's own token.
    public func client(of other: ServiceName) throws -> RPCClient {
        try RPCClient(
            serviceName: other.rawValue, endpoints: configuration.connect[other] ?? [],
            tls: identity, requestIDs: ids,
            authorization: { [serviceToken] in serviceToken.text })
    }

    /// A client of another region's gateway, for calls that carry their callers' tokens.
    public func clientOfGateway(of region: String) throws -> RPCClient {
        try RPCClient(
            serviceName: ServiceName.gateway.rawValue,
            endpoints: configuration.regions[region] ?? [], tls: identity, requestIDs: ids)
    }
}

/// The token that programs call each other with. Its text is a secret.
public struct ServiceToken: Sendable {
    let text: String
    /// When it stops being valid, UTC milliseconds.
    public let expiresMilliseconds: Int64

    static func load(path: String, verifier: TokenVerifier) throws(AccessError) -> ServiceToken {
        let secret = try SecretFile.read(path: path, allowGroupRead: true)
        let text = secret.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }.trimmingSpaces()
        return ServiceToken(
            text: text, expiresMilliseconds: try verifier.verify(text).expiresMilliseconds)
    }
}
