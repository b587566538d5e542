import CSodium

/// A payload that a device signed and sealed, for its spool: who steals the device reads nothing,
/// not even with the device's own key, and the region knows which device wrote it.
///
/// Format 1, in bytes:
/// ```
/// 4   "JSB" and the version, 1
/// 16  recipient: BLAKE2b-128 of the region's public key
/// …   crypto_box_seal (X25519, XSalsa20-Poly1305) of
///       32  the device's Ed25519 public key
///       64  its signature over PAE("jatigi.sealed-box.v1", region's key, device's key, payload)
///       …   payload
/// ```
/// The signature covers the region's key, so that a region cannot pass a box on as if the device
/// had sealed it for another (D. Davis, "Defective Sign & Encrypt", 2001). A box holds no
/// time or counter: what it carries must be safe to receive twice.
public enum SealedBox {
    /// What was in a box.
    public struct Contents: Sendable {
        /// The payload, as the device sealed it.
        public let payload: [UInt8]
        /// The device that signed it.
        public let device: VerificationKey
    }

    static let version: UInt8 = 1
    private static let magic = Array("JSB".utf8)
    private static let context = Array("jatigi.sealed-box.v1".utf8)
    private static let recipientByteCount = 16
    private static let headerByteCount = magic.count + 1 + recipientByteCount
    private static let innerByteCount =
        VerificationKey.byteCount + SigningKey.signatureByteCount

    /// How many bytes a box has more than its payload.
    public static var overheadByteCount: Int {
        headerByteCount + crypto_box_sealbytes() + innerByteCount
    }

    /// Signs and seals. Throws `payloadTooLarge` above `AccessLimits.sealedPayloadBytesMax`.
    public static func seal(
        _ payload: [UInt8], from device: SigningKey, to region: SealingPublicKey
    ) throws(AccessError) -> [UInt8] {
        guard payload.count <= AccessLimits.sealedPayloadBytesMax else {
            throw AccessError(
                .payloadTooLarge,
                "\(payload.count) bytes to seal; \(AccessLimits.sealedPayloadBytesMax) allowed")
        }
        let deviceKey = device.verificationKey
        // Copies of the payload would otherwise stay in freed memory; the caller's own is his.
        var signed = message(payload: payload, device: deviceKey, region: region)
        defer { sodium_memzero(&signed, signed.count) }
        var inner = deviceKey.bytes + device.signature(of: signed) + payload
        defer { sodium_memzero(&inner, inner.count) }
        guard let sealed = region.seal(inner) else {
            throw AccessError(.invalidKey, "nothing can be sealed to this sealing public key")
        }
        return magic + [version] + region.id + sealed
    }

    /// Opens a box and checks that one of `devices` signed it for this region.
    ///
    /// Throws `malformedBox` (cut short, too long, other version), `wrongRecipient`,
    /// `tamperedBox`, `unknownDevice` or `forgedBox`.
    public static func open(
        _ box: [UInt8], with key: SealingKey, from devices: [VerificationKey]
    ) throws(AccessError) -> Contents {
        try checkForm(box)
        guard box[(magic.count + 1)..<headerByteCount].elementsEqual(key.publicKey.id) else {
            throw AccessError(.wrongRecipient, "the box was sealed to another region's key")
        }
        guard let inner = key.unseal(box[headerByteCount...]) else {
            throw AccessError(.tamperedBox, "the box was altered or cut after it was sealed")
        }
        let sender = inner.prefix(VerificationKey.byteCount)
        guard let device = devices.first(where: { sender.elementsEqual($0.bytes) }) else {
            throw AccessError(.unknownDevice, "the box comes from a device not accepted here")
        }
        let payload = Array(inner.dropFirst(innerByteCount))
        let signature = Array(inner[VerificationKey.byteCount..<innerByteCount])
        let signed = message(payload: payload, device: device, region: key.publicKey)
        guard device.isValidSignature(signature, of: signed) else {
            throw AccessError(.forgedBox, "the box names a device that did not sign it")
        }
        return Contents(payload: payload, device: device)
    }

    private static func checkForm(_ box: [UInt8]) throws(AccessError) {
        guard box.count >= overheadByteCount else {
            throw AccessError(
                .malformedBox,
                "the box has \(box.count) bytes; the shortest has \(overheadByteCount)")
        }
        guard box.starts(with: magic) else {
            throw AccessError(.malformedBox, "not a sealed box")
        }
        guard box[magic.count] == version else {
            throw AccessError(
                .malformedBox, "box version \(box[magic.count]); version \(version) is known")
        }
        let byteCountMax = AccessLimits.sealedPayloadBytesMax + overheadByteCount
        guard box.count <= byteCountMax else {
            throw AccessError(
                .malformedBox, "the box has \(box.count) bytes; \(byteCountMax) allowed")
        }
    }

    private static func message(
        payload: [UInt8], device: VerificationKey, region: SealingPublicKey
    ) -> [UInt8] {
        PreAuthenticationEncoding.encode([context, region.bytes, device.bytes, payload])
    }
}
