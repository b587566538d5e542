import CSodium

/// An Ed25519 secret key (RFC 8032) that signs tokens and sealed boxes.
///
/// Lives in guarded memory, wiped on release; it is never printed. The text form is PASERK
/// `k4.secret.…` in a one-line file of mode 0600.
public final class SigningKey: SecretKey {
    static let prefix = "k4.secret."
    static let signatureByteCount = 64
    private static let secretByteCount = 64
    private static let seedByteCount = 32

    // Seed and public key, libsodium's and PASERK's order.
    private let secret: SecretBytes

    /// The public half: hand this out.
    public let verificationKey: VerificationKey

    /// The PASERK id of the public half.
    public var keyID: String { verificationKey.keyID }

    private init(secret: SecretBytes) throws(AccessError) {
        self.secret = secret
        let publicBytes = secret.withUnsafeBytes { Array($0[Self.seedByteCount...]) }
        verificationKey = try VerificationKey(bytes: publicBytes)
    }

    /// Makes a new random key.
    public static func generate() -> SigningKey {
        var seed = secureRandomBytes(seedByteCount)
        defer { sodium_memzero(&seed, seed.count) }
        guard let key = try? SigningKey(seed: seed) else {
            preconditionFailure("a seed of the right length makes a key")
        }
        return key
    }

    /// Derives the key from a 32-byte seed; wiping the seed is the caller's task.
    convenience init(seed: [UInt8]) throws(AccessError) {
        guard seed.count == Self.seedByteCount else {
            throw AccessError(.invalidKey, "a seed has \(Self.seedByteCount) bytes")
        }
        try self.init(secret: seed.withUnsafeBytes { Self.expand(seed: $0) })
    }

    /// Reads the text form `k4.secret.…`. Throws `invalidKey`, also when its halves do not match.
    public convenience init(text: SecretBytes) throws(AccessError) {
        let secret = try KeyText.secretBytes(
            text, prefix: Self.prefix, count: Self.secretByteCount, name: "signing key")
        let derived = secret.withUnsafeBytes {
            Self.expand(seed: UnsafeRawBufferPointer(rebasing: $0[..<Self.seedByteCount]))
        }
        // A public half that is not the seed's own leaks the secret through signatures.
        let halvesMatch = secret.withUnsafeBytes { given in
            derived.withUnsafeBytes { own in
                // SAFETY: both buffers hold `secretByteCount` bytes.
                sodium_memcmp(given.baseAddress, own.baseAddress, Self.secretByteCount) == 0
            }
        }
        guard halvesMatch else {
            throw AccessError(.invalidKey, "the public half of the signing key is not its own")
        }
        try self.init(secret: secret)
    }

    /// The text form `k4.secret.…`, in guarded memory.
    public func text() -> SecretBytes { KeyText.secretText(prefix: Self.prefix, bytes: secret) }

    /// The 64-byte signature of a message. Deterministic.
    public func signature(of message: [UInt8]) -> [UInt8] {
        var signature = [UInt8](repeating: 0, count: Self.signatureByteCount)
        let status = secret.withUnsafeBytes { key in
            // SAFETY: `key` holds the 64 bytes that libsodium reads, `signature` has room for 64.
            crypto_sign_detached(
                &signature, nil, message, UInt64(message.count),
                key.octets)
        }
        precondition(status == 0, "Ed25519 signing fails for no input")
        return signature
    }

    private static func expand(seed: UnsafeRawBufferPointer) -> SecretBytes {
        Sodium.start()
        var publicBytes = [UInt8](repeating: 0, count: VerificationKey.byteCount)
        return SecretBytes(capacity: secretByteCount) { buffer in
            // SAFETY: `seed` has 32 bytes, the outputs have room for 32 and 64.
            _ = crypto_sign_seed_keypair(
                &publicBytes, buffer.octets, seed.octets)
            return secretByteCount
        }
    }
}
