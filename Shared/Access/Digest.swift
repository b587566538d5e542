import CSodium

/// BLAKE2b digests (RFC 7693).
public enum Digest {
    /// A 16-byte digest: for short ids, where nobody gains from making two inputs collide.
    public static func blake2b128(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
        blake2b(bytes, byteCount: 16)
    }

    /// A 16-byte digest: for short ids, where nobody gains from making two inputs collide.
    public static func blake2b128(_ bytes: [UInt8]) -> [UInt8] {
        bytes.withUnsafeBytes { blake2b($0, byteCount: 16) }
    }

    /// A 16-byte keyed digest: whoever lacks the key cannot tell what it is of, not by trying either.
    ///
    /// - Parameter key: 16 to 64 bytes.
    public static func blake2b128(_ bytes: [UInt8], key: [UInt8]) -> [UInt8] {
        bytes.withUnsafeBytes { blake2b($0, byteCount: 16, key: key) }
    }

    /// A 32-byte digest, collision-resistant.
    public static func blake2b256(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
        blake2b(bytes, byteCount: 32)
    }

    /// A 32-byte digest, collision-resistant.
    public static func blake2b256(_ bytes: [UInt8]) -> [UInt8] {
        bytes.withUnsafeBytes { blake2b($0, byteCount: 32) }
    }

    static func blake2b(
        _ bytes: UnsafeRawBufferPointer, byteCount: Int, key: [UInt8] = []
    ) -> [UInt8] {
        Sodium.start()
        var digest = [UInt8](repeating: 0, count: byteCount)
        // SAFETY: input and key are valid for their counts; libsodium accepts nil for length 0.
        let status = crypto_generichash(
            &digest, byteCount, bytes.bindMemory(to: UInt8.self).baseAddress,
            UInt64(bytes.count), key, key.count)
        precondition(status == 0, "BLAKE2b was asked for a length or a key it does not have")
        return digest
    }
}
