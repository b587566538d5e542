import CSodium

/// A region's X25519 secret key (RFC 7748): opens what devices sealed.
///
/// Lives in guarded memory, wiped on release; it is never printed. The text form is
/// `jatigi.seal.secret.…` in a one-line file of mode 0600.
public final class SealingKey: SecretKey {
    static let prefix = "jatigi.seal.secret."
    private static let byteCount = 32

    private let secret: SecretBytes

    /// The public half: hand this to devices.
    public let publicKey: SealingPublicKey

    private init(secret: SecretBytes) throws(AccessError) {
        Sodium.start()
        var publicBytes = [UInt8](repeating: 0, count: SealingPublicKey.byteCount)
        secret.withUnsafeBytes { bytes in
            // SAFETY: both sides have the 32 bytes that are read and written.
            _ = crypto_scalarmult_base(
                &publicBytes, bytes.octets)
        }
        self.secret = secret
        publicKey = try SealingPublicKey(bytes: publicBytes)
    }

    /// Makes a new random key.
    public static func generate() -> SealingKey {
        let secret = SecretBytes.random(count: byteCount)
        guard let key = try? SealingKey(secret: secret) else {
            preconditionFailure("a secret of the right length makes a key")
        }
        return key
    }

    /// Reads the text form. Throws `invalidKey`.
    public convenience init(text: SecretBytes) throws(AccessError) {
        try self.init(
            secret: KeyText.secretBytes(
                text, prefix: Self.prefix, count: Self.byteCount, name: "sealing key"))
    }

    /// The text form, in guarded memory.
    public func text() -> SecretBytes { KeyText.secretText(prefix: Self.prefix, bytes: secret) }

    /// Opens crypto_box_seal's output, or nil when it was altered or sealed for another.
    func unseal(_ sealed: ArraySlice<UInt8>) -> [UInt8]? {
        let overhead = crypto_box_sealbytes()
        guard sealed.count >= overhead else { return nil }
        var plain = [UInt8](repeating: 0, count: sealed.count - overhead)
        let status = sealed.withUnsafeBufferPointer { input in
            secret.withUnsafeBytes { key in
                // SAFETY: `plain` has room for the input less the overhead; the key has 32 bytes.
                crypto_box_seal_open(
                    &plain, UnsafeRawBufferPointer(input).octets, UInt64(input.count),
                    publicKey.bytes, key.octets)
            }
        }
        return status == 0 ? plain : nil
    }
}
