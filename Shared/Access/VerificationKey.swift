import CSodium

/// An Ed25519 public key (RFC 8032) that checks tokens and sealed boxes.
///
/// The text form is PASERK `k4.public.…`, the id PASERK `k4.pid.…`
/// (github.com/paseto-standard/paserk). A key file holds one key a line; `#` starts a comment.
public struct VerificationKey: Hashable, Sendable, CustomStringConvertible {
    static let prefix = "k4.public."
    static let byteCount = 32

    /// The 32 bytes of the key.
    public let bytes: [UInt8]

    /// The key's PASERK id (`k4.pid.…`, 51 characters): what tokens name in their footer.
    public let keyID: String

    /// Makes a key from its 32 bytes. Throws `invalidKey` for another length.
    public init(bytes: [UInt8]) throws(AccessError) {
        guard bytes.count == Self.byteCount else {
            throw AccessError(
                .invalidKey, "a verification key has \(Self.byteCount) bytes, not \(bytes.count)")
        }
        self.bytes = bytes
        // PASERK operations/ID: h || base64url(BLAKE2b-264(h || paserk)).
        let header = "k4.pid."
        let input = Array((header + KeyText.text(prefix: Self.prefix, bytes: bytes)).utf8)
        keyID =
            header + Sodium.base64URL(input.withUnsafeBytes { Digest.blake2b($0, byteCount: 33) })
    }

    /// Reads the text form `k4.public.…`. Throws `invalidKey`.
    public init(text: String) throws(AccessError) {
        try self.init(
            bytes: KeyText.bytes(
                text, prefix: Self.prefix, count: Self.byteCount, name: "verification key"))
    }

    /// The text form `k4.public.…`.
    public var text: String { KeyText.text(prefix: Self.prefix, bytes: bytes) }

    /// The key's id.
    public var description: String { keyID }

    /// Whether `signature` (64 bytes) was made over `message` by the matching signing key.
    public func isValidSignature(_ signature: [UInt8], of message: [UInt8]) -> Bool {
        guard signature.count == SigningKey.signatureByteCount else { return false }
        Sodium.start()
        // SAFETY: libsodium reads 64 bytes of signature and 32 of key, the lengths checked above
        // and in `init`.
        return crypto_sign_verify_detached(signature, message, UInt64(message.count), bytes) == 0
    }

    /// Reads the keys of a list, one a line. Throws `invalidKey` with the line's number.
    public static func keys(parsing text: String) throws(AccessError) -> [VerificationKey] {
        try keys(parsing: text, count: 1...AccessLimits.verificationKeysMax)
    }

    private static func keys(
        parsing text: String, count: ClosedRange<Int>
    ) throws(AccessError) -> [VerificationKey] {
        var keys: [VerificationKey] = []
        for line in KeyText.lines(of: text) {
            do throws(AccessError) {
                keys.append(try VerificationKey(text: String(line.text)))
            } catch {
                throw AccessError(error.code, "line \(line.number): \(error.message)")
            }
        }
        guard count.contains(keys.count) else {
            throw AccessError(
                .invalidKey,
                "\(keys.count) verification keys; \(count.lowerBound) to \(count.upperBound) allowed"
            )
        }
        return keys
    }

    /// Reads a key file, which nobody but its owner may be able to write.
    public static func load(path: String) throws(AccessError) -> [VerificationKey] {
        let bytes = try TrustedFile.read(path: path, byteCountMax: AccessLimits.keyFileBytesMax)
        return try keys(of: path, bytes, count: 1...AccessLimits.verificationKeysMax)
    }

    /// Reads the file of the devices that a region knows, which may be none: a region begins with
    /// none, and the last one may be struck off.
    public static func loadDevices(path: String) throws(AccessError) -> [VerificationKey] {
        let bytes = try TrustedFile.read(
            path: path, byteCountMax: AccessLimits.deviceKeyFileBytesMax)
        return try keys(of: path, bytes, count: 0...AccessLimits.deviceKeysMax)
    }

    private static func keys(
        of path: String, _ bytes: [UInt8], count: ClosedRange<Int>
    ) throws(AccessError) -> [VerificationKey] {
        do {
            return try keys(parsing: String(decoding: bytes, as: UTF8.self), count: count)
        } catch {
            throw error.naming(path)
        }
    }
}
