import CSodium

/// Starts libsodium once and holds the few conversions that all of the module needs.
enum Sodium {
    private static let isReady = sodium_init() >= 0

    /// Must run before any other libsodium call; cheap after the first time, from any thread.
    static func start() {
        // Without a random source or a working library nothing here can be secure.
        precondition(isReady, "libsodium cannot start")
    }

    /// The length of unpadded base64url text for a number of bytes (RFC 4648 section 5).
    static func base64URLLength(byteCount: Int) -> Int { (byteCount * 4 + 2) / 3 }

    /// Writes unpadded base64url text and a NUL; `output` must hold
    /// `base64URLLength(byteCount:) + 1` bytes.
    static func encodeBase64URL(
        _ bytes: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) {
        start()
        precondition(output.count > base64URLLength(byteCount: bytes.count))
        // SAFETY: both pointers are valid for the lengths given and are only used in the call.
        _ = sodium_bin2base64(
            UnsafeMutableRawPointer(output.octets).assumingMemoryBound(to: CChar.self),
            output.count, bytes.bindMemory(to: UInt8.self).baseAddress, bytes.count,
            Int32(sodium_base64_VARIANT_URLSAFE_NO_PADDING))
    }

    /// Unpadded base64url text.
    static func base64URL(_ bytes: [UInt8]) -> String {
        var output = [UInt8](repeating: 0, count: base64URLLength(byteCount: bytes.count) + 1)
        bytes.withUnsafeBytes { input in
            output.withUnsafeMutableBytes { encodeBase64URL(input, into: $0) }
        }
        return String(decoding: output.dropLast(), as: UTF8.self)
    }

    /// Reads unpadded base64url text strictly: no other character, no padding, no stray last bits.
    /// Returns the number of bytes written, or nil when the text is not canonical or too long.
    static func decodeBase64URL(
        _ text: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) -> Int? {
        start()
        guard text.count > 0 else { return 0 }
        var length = 0
        // SAFETY: both pointers are valid for the lengths given and are only used in the call.
        let status = sodium_base642bin(
            output.octets, output.count,
            text.bindMemory(to: CChar.self).baseAddress, text.count,
            nil, &length, nil, Int32(sodium_base64_VARIANT_URLSAFE_NO_PADDING))
        return status == 0 ? length : nil
    }

    /// Bytes from unpadded base64url text, or nil when the text is not canonical.
    static func bytes(base64URL text: UnsafeRawBufferPointer) -> [UInt8]? {
        let capacity = text.count / 4 * 3 + 3
        var isCanonical = true
        let bytes = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
            // SAFETY: `decodeBase64URL` reports how much of the buffer it has initialised.
            let written = decodeBase64URL(text, into: UnsafeMutableRawBufferPointer(buffer))
            isCanonical = written != nil
            count = written ?? 0
        }
        return isCanonical ? bytes : nil
    }
}
