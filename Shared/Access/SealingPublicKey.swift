import CSodium

/// A region's X25519 public key (RFC 7748): devices seal their spool to it.
///
/// The text form is `jatigi.seal.public.…`; it may be known to all, but devices must get it from
/// a trusted hand.
public struct SealingPublicKey: Hashable, Sendable, CustomStringConvertible {
    static let prefix = "jatigi.seal.public."
    static let byteCount = 32

    /// The 32 bytes of the key.
    public let bytes: [UInt8]

    /// Makes a key from its 32 bytes. Throws `invalidKey` for another length.
    public init(bytes: [UInt8]) throws(AccessError) {
        guard bytes.count == Self.byteCount else {
            throw AccessError(
                .invalidKey, "a sealing key has \(Self.byteCount) bytes, not \(bytes.count)")
        }
        self.bytes = bytes
    }

    /// Reads the text form. Throws `invalidKey`.
    public init(text: String) throws(AccessError) {
        try self.init(
            bytes: KeyText.bytes(
                text, prefix: Self.prefix, count: Self.byteCount, name: "sealing public key"))
    }

    /// Reads a key file of one line, which nobody but its owner may be able to write.
    public static func load(path: String) throws(AccessError) -> SealingPublicKey {
        let bytes = try TrustedFile.read(path: path, byteCountMax: AccessLimits.keyFileBytesMax)
        do {
            return try SealingPublicKey(text: String(decoding: bytes, as: UTF8.self))
        } catch {
            throw error.naming(path)
        }
    }

    /// The text form.
    public var text: String { KeyText.text(prefix: Self.prefix, bytes: bytes) }

    /// The text form.
    public var description: String { text }

    // Names the recipient in a box; nobody gains from a collision, as opening needs the secret.
    var id: [UInt8] { Digest.blake2b128(bytes) }

    /// crypto_box_seal's output, or nil when the key is of low order and would hide nothing.
    func seal(_ plain: [UInt8]) -> [UInt8]? {
        Sodium.start()
        var sealed = [UInt8](repeating: 0, count: plain.count + crypto_box_sealbytes())
        // SAFETY: the output has room for the plain bytes and the overhead; the key has 32 bytes.
        let status = crypto_box_seal(&sealed, plain, UInt64(plain.count), bytes)
        return status == 0 ? sealed : nil
    }
}
