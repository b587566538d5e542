import CSodium

/// A secret of 32 bytes that turns texts into unpredictable bytes, the same for all who hold it.
///
/// Lives in guarded memory, wiped on release; it is never printed. The text form is
/// `jatigi.hash.secret.…` in a one-line file of mode 0600.
public final class HashingKey: SecretKey {
    static let prefix = "jatigi.hash.secret."
    private static let byteCount = 32

    private let secret: SecretBytes

    private init(secret: SecretBytes) {
        self.secret = secret
    }

    /// Makes a new random key.
    public static func generate() -> HashingKey {
        HashingKey(secret: .random(count: byteCount))
    }

    /// Reads the text form. Throws `invalidKey`.
    public convenience init(text: SecretBytes) throws(AccessError) {
        self.init(
            secret: try KeyText.secretBytes(
                text, prefix: Self.prefix, count: Self.byteCount, name: "hashing key"))
    }

    /// The text form, in guarded memory.
    public func text() -> SecretBytes { KeyText.secretText(prefix: Self.prefix, bytes: secret) }

    /// HMAC-SHA-256 (RFC 2104, FIPS 180-4) of a message: 32 bytes.
    public func code(of message: [UInt8]) -> [UInt8] {
        Sodium.start()
        var code = [UInt8](repeating: 0, count: crypto_auth_hmacsha256_bytes())
        var state = crypto_auth_hmacsha256_state()
        defer { sodium_memzero(&state, MemoryLayout.size(ofValue: state)) }
        secret.withUnsafeBytes { key in
            // SAFETY: the key has the length that is told; `code` has room for 32 bytes.
            _ = crypto_auth_hmacsha256_init(&state, key.octets, key.count)
        }
        // SAFETY: the message is valid for its count; the state was initialised above.
        _ = crypto_auth_hmacsha256_update(&state, message, UInt64(message.count))
        _ = crypto_auth_hmacsha256_final(&state, &code)
        return code
    }

    /// As many bytes as asked for, which nobody can tell from random ones without the key: ChaCha20
    /// (RFC 8439) under the message's ``code(of:)``. Fewer bytes are the beginning of more.
    public func bytes(for message: [UInt8], count: Int) -> [UInt8] {
        var seed = code(of: message)
        defer { sodium_memzero(&seed, seed.count) }
        return [UInt8](unsafeUninitializedCapacity: count) { buffer, initializedCount in
            // SAFETY: the buffer has room for `count` bytes; the seed has the 32 that are read.
            if let base = buffer.baseAddress { randombytes_buf_deterministic(base, count, seed) }
            initializedCount = count
        }
    }
}
