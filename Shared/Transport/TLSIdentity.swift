/// What one side of a TLS connection proves itself with and checks the other against.
///
/// The three texts are PEM, held in memory; the caller reads them from files whose permissions it
/// has checked. Use ECDSA P-256: the mbedTLS that Debian links refuses Ed25519 certificates. A
/// certificate needs a DNS name (an IP address in it is not matched).
///
/// TLS proves membership of the authority here, not who the peer is: nng 1.5 cannot tell the peer's
/// name, so a signed token does that one layer up.
public struct TLSIdentity: Sendable, Hashable {
    /// The certificates that sign every member's certificate, in PEM.
    public let authority: String
    /// This side's certificate, with intermediate ones after it, in PEM.
    public let certificate: String
    /// The private key of `certificate`, in PEM, not encrypted.
    public let privateKey: String

    /// Holds the texts as they are; they are parsed when a socket listens or dials.
    public init(authority: String, certificate: String, privateKey: String) {
        self.authority = authority
        self.certificate = certificate
        self.privateKey = privateKey
    }
}

extension TLSIdentity: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// A fixed text: a private key must not reach a log through interpolation.
    public var description: String { "TLSIdentity(redacted)" }
    /// The same fixed text.
    public var debugDescription: String { description }
    /// No children, so that `dump` shows no key.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
