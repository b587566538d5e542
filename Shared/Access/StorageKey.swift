import CSodium

/// A key that a service seals with what it stores, so that who copies its database or a backup reads nothing.
///
/// Format 1, in bytes:
/// ```
/// 4   "JSK" and the version, 1
/// 16  the key's id: BLAKE2b-128 with the key over "jatigi.storage-key.v1"
/// 24  nonce, random
/// …   XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha-03) of the plain bytes, with its tag of 16
/// ```
/// The context is authenticated and not stored: what was sealed for one row opens in no other.
///
/// Lives in guarded memory, wiped on release; it is never printed. The text form is `jatigi.storage.secret.…` in a
/// one-line file of mode 0600.
public final class StorageKey: SecretKey {
    /// Bytes that something sealed has more than what was sealed.
    public static let overheadByteCount = headerByteCount + 16

    static let prefix = "jatigi.storage.secret."
    private static let byteCount = 32
    private static let nonceByteCount = 24
    private static let magic = Array("JSK".utf8) + [1]
    private static let headerByteCount = magic.count + idByteCount + nonceByteCount
    private static let idByteCount = 16
    private static let idContext = Array("jatigi.storage-key.v1".utf8)

    private let secret: SecretBytes

    /// Tells keys apart, 16 bytes; nothing about the key follows from it.
    public let id: [UInt8]

    private init(secret: SecretBytes) {
        Sodium.start()
        var id = [UInt8](repeating: 0, count: Self.idByteCount)
        let status = secret.withUnsafeBytes { key in
            // SAFETY: the id has the length that is named, and the key is valid for its own.
            crypto_generichash(
                &id, Self.idByteCount, Self.idContext, UInt64(Self.idContext.count), key.octets,
                key.count)
        }
        precondition(status == 0, "BLAKE2b was asked for a length it does not have")
        self.secret = secret
        self.id = id
    }

    /// Makes a new random key.
    public static func generate() -> StorageKey {
        StorageKey(secret: .random(count: byteCount))
    }

    /// Reads the text form. Throws `invalidKey`.
    public convenience init(text: SecretBytes) throws(AccessError) {
        self.init(
            secret: try KeyText.secretBytes(
                text, prefix: Self.prefix, count: Self.byteCount, name: "storage key"))
    }

    /// The text form, in guarded memory.
    public func text() -> SecretBytes { KeyText.secretText(prefix: Self.prefix, bytes: secret) }

    /// Seals bytes for one place.
    ///
    /// - Parameter context: what names the place; needed again to open.
    public func seal(_ plain: [UInt8], context: [UInt8]) -> [UInt8] {
        let nonce = secureRandomBytes(Self.nonceByteCount)
        var sealed = [UInt8](repeating: 0, count: plain.count + 16)
        let status = secret.withUnsafeBytes { key in
            // SAFETY: `sealed` has room for the plain bytes and the tag; nonce and key have their fixed lengths.
            crypto_aead_xchacha20poly1305_ietf_encrypt(
                &sealed, nil, plain, UInt64(plain.count), context, UInt64(context.count), nil,
                nonce, key.octets)
        }
        precondition(status == 0, "sealing never fails")
        return Self.magic + id + nonce + sealed
    }

    /// The id of the key that bytes were sealed with. Throws `malformedBox` where they are nothing sealed.
    public static func keyID(of sealed: [UInt8]) throws(AccessError) -> [UInt8] {
        guard sealed.count >= overheadByteCount, sealed.starts(with: magic) else {
            throw AccessError(.malformedBox, "not sealed by a storage key of a known version")
        }
        return Array(sealed[magic.count..<magic.count + idByteCount])
    }

    /// Opens what was sealed for the same place.
    ///
    /// Throws `malformedBox`, `wrongRecipient` (another key) or `tamperedBox` (altered, or sealed for another place).
    public func open(_ sealed: [UInt8], context: [UInt8]) throws(AccessError) -> [UInt8] {
        guard try Self.keyID(of: sealed) == id else {
            throw AccessError(.wrongRecipient, "sealed with another storage key")
        }
        let nonce = Array(
            sealed[(Self.headerByteCount - Self.nonceByteCount)..<Self.headerByteCount])
        let body = Array(sealed[Self.headerByteCount...])
        var plain = [UInt8](repeating: 0, count: body.count - 16)
        let status = secret.withUnsafeBytes { key in
            // SAFETY: `plain` has room for the body less its tag; nonce and key have their fixed lengths.
            crypto_aead_xchacha20poly1305_ietf_decrypt(
                &plain, nil, nil, body, UInt64(body.count), context, UInt64(context.count), nonce,
                key.octets)
        }
        guard status == 0 else {
            throw AccessError(.tamperedBox, "altered, or sealed for another place")
        }
        return plain
    }
}

/// The storage keys of a service: the first seals, and all open, so that a key can be changed while the service runs.
public struct StorageKeyring: Sendable {
    private let keys: [StorageKey]

    /// - Precondition: there is a key.
    public init(_ keys: [StorageKey]) {
        precondition(!keys.isEmpty, "a keyring without a key")
        self.keys = keys
    }

    /// Reads key files, the newest first; nil where none is named. Throws as `StorageKey.load`.
    public static func load(paths: [String]) throws(AccessError) -> StorageKeyring? {
        var keys: [StorageKey] = []
        for path in paths { keys.append(try StorageKey.load(path: path)) }
        return keys.isEmpty ? nil : StorageKeyring(keys)
    }

    /// The id of the key that seals.
    public var sealingID: [UInt8] { keys[0].id }

    /// Whether one of the keys has an id.
    public func holds(_ keyID: [UInt8]) -> Bool { keys.contains { $0.id == keyID } }

    /// Seals with the first key.
    public func seal(_ plain: [UInt8], context: [UInt8]) -> [UInt8] {
        keys[0].seal(plain, context: context)
    }

    /// Opens with the key that it was sealed with. Throws as `StorageKey.open`; `wrongRecipient` where no key is that one.
    public func open(_ sealed: [UInt8], context: [UInt8]) throws(AccessError) -> [UInt8] {
        let id = try StorageKey.keyID(of: sealed)
        guard let key = keys.first(where: { $0.id == id }) else {
            throw AccessError(.wrongRecipient, "sealed with a storage key that is not there")
        }
        return try key.open(sealed, context: context)
    }
}
