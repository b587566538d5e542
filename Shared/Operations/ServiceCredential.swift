import Access
import Synchronization

/// The token that a program calls others with, which its operator may renew while it runs.
final class ServiceCredential: Sendable {
    /// A token that was verified. Its text is a secret.
    struct Token: Sendable {
        let text: String
        /// When it stops being valid, UTC milliseconds.
        let expiresMilliseconds: Int64
    }

    private let path: String
    private let role: Role
    private let current: Mutex<Token>

    /// Reads the token; see ``reload(verifier:)``.
    init(path: String, role: Role, verifier: TokenVerifier) throws(AccessError) {
        self.path = path
        self.role = role
        current = Mutex(try Self.read(path: path, role: role, verifier: verifier))
    }

    /// What calls carry now.
    var token: Token { current.withLock { $0 } }

    /// Reads the token again; the former one stays where this throws.
    ///
    /// - Throws: `AccessError` of the file and of the token; `invalidClaims` where it is for another role.
    func reload(verifier: TokenVerifier) throws(AccessError) {
        let renewed = try Self.read(path: path, role: role, verifier: verifier)
        current.withLock { $0 = renewed }
    }

    private static func read(
        path: String, role: Role, verifier: TokenVerifier
    ) throws(AccessError) -> Token {
        let secret = try SecretFile.read(path: path, allowGroupRead: true)
        let text = secret.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }.trimmingSpaces()
        let claims = try verifier.verify(text)
        guard claims.role == role else {
            throw AccessError(
                .invalidClaims,
                "\(path) has a token of role \(claims.role.rawValue); role \(role.rawValue) is needed"
            )
        }
        return Token(text: text, expiresMilliseconds: claims.expiresMilliseconds)
    }
}
