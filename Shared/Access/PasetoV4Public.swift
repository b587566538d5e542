/// PASETO v4.public: signed, readable tokens (paseto-spec, Version4.md, sections Sign and Verify).
struct PasetoV4Public: Sendable {
    static let header = "v4.public."

    /// The signed bytes. Not to be believed before `isSigned(by:implicitAssertion:)`.
    let payload: [UInt8]
    /// Readable, signed bytes beside the payload; names the key.
    let footer: [UInt8]
    private let signature: [UInt8]

    /// Splits token text. Throws `malformedToken` for any text that is not canonical.
    init(parsing token: UnsafeRawBufferPointer) throws(AccessError) {
        guard token.count <= AccessLimits.tokenBytesMax else {
            throw AccessError(
                .malformedToken,
                "the token has \(token.count) bytes; \(AccessLimits.tokenBytesMax) allowed")
        }
        guard token.starts(with: Self.header.utf8) else {
            throw AccessError(.malformedToken, "the token is not of the kind v4.public")
        }
        let parts = token.dropFirst(Self.header.utf8.count)
            .split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count <= 2, let body = Self.decode(parts[0]),
            body.count >= SigningKey.signatureByteCount
        else {
            throw AccessError(.malformedToken, "the token's body is not canonical")
        }
        guard parts.count == 1 || !parts[1].isEmpty,
            let footer = parts.count == 2 ? Self.decode(parts[1]) : []
        else {
            throw AccessError(.malformedToken, "the token's footer is not canonical")
        }
        self.footer = footer
        payload = Array(body.dropLast(SigningKey.signatureByteCount))
        signature = Array(body.suffix(SigningKey.signatureByteCount))
    }

    /// Whether the key signed exactly this payload and footer, with this implicit assertion.
    func isSigned(by key: VerificationKey, implicitAssertion: [UInt8]) -> Bool {
        key.isValidSignature(
            signature,
            of: Self.message(
                payload: payload, footer: footer, implicitAssertion: implicitAssertion))
    }

    /// Token text for a payload.
    static func sign(
        payload: [UInt8], footer: [UInt8], implicitAssertion: [UInt8], key: SigningKey
    ) -> String {
        let signature = key.signature(
            of: message(payload: payload, footer: footer, implicitAssertion: implicitAssertion))
        let body = header + Sodium.base64URL(payload + signature)
        return footer.isEmpty ? body : body + "." + Sodium.base64URL(footer)
    }

    private static func message(
        payload: [UInt8], footer: [UInt8], implicitAssertion: [UInt8]
    ) -> [UInt8] {
        PreAuthenticationEncoding.encode([Array(header.utf8), payload, footer, implicitAssertion])
    }

    private static func decode(_ part: Slice<UnsafeRawBufferPointer>) -> [UInt8]? {
        Sodium.bytes(base64URL: UnsafeRawBufferPointer(rebasing: part))
    }
}
