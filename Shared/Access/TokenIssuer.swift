/// Makes tokens with a signing key.
public struct TokenIssuer: Sendable {
    private let key: SigningKey
    private let implicitAssertion: [UInt8]
    private let clock: @Sendable () -> Int64
    private let randomBytes: @Sendable (Int) -> [UInt8]

    /// Makes an issuer.
    ///
    /// - Parameters:
    ///   - key: signs the tokens; verifiers need its `verificationKey`.
    ///   - implicitAssertion: must equal the verifier's.
    ///   - clock: UTC milliseconds since 1970.
    ///   - randomBytes: unpredictable bytes for token ids.
    public init(
        key: SigningKey, implicitAssertion: [UInt8] = [], clock: @escaping @Sendable () -> Int64,
        randomBytes: @escaping @Sendable (Int) -> [UInt8] = secureRandomBytes
    ) {
        precondition(implicitAssertion.count <= AccessLimits.implicitAssertionBytesMax)
        self.key = key
        self.implicitAssertion = implicitAssertion
        self.clock = clock
        self.randomBytes = randomBytes
    }

    /// Issues a token from now on. Returns its text, which is a secret, and its claims, whose
    /// `tokenID` should be kept: it is what revokes the token.
    ///
    /// Without a lifetime it gets the role's longest. Throws `invalidClaims` when a rule of
    /// `Claims` is broken, the lifetime among them.
    public func issue(
        subject: String, role: Role, regions: [String], lifetimeMilliseconds: Int64? = nil
    ) throws(AccessError) -> (token: String, claims: Claims) {
        // Whole seconds, as other PASETO libraries write them; rounding down is harmless.
        let now = clock() / 1000 * 1000
        let lifetime =
            lifetimeMilliseconds ?? AccessLimits.tokenLifetimeMillisecondsMax(for: role)
        let (expires, overflows) = now.addingReportingOverflow(lifetime)
        guard !overflows, let tokenID = makeTokenID() else {
            throw AccessError(.invalidClaims, "exp: out of range")
        }
        let claims = try Claims(
            tokenID: tokenID, subject: subject, role: role, regions: regions,
            issuedAtMilliseconds: now, expiresMilliseconds: expires)
        return (try token(for: claims), claims)
    }

    /// Signs claims that were made elsewhere.
    public func token(for claims: Claims) throws(AccessError) -> String {
        let token = PasetoV4Public.sign(
            payload: try claims.json(), footer: TokenFooter.bytes(keyID: key.keyID),
            implicitAssertion: implicitAssertion, key: key)
        assert(token.utf8.count <= AccessLimits.tokenBytesMax)
        return token
    }

    private func makeTokenID() -> TokenID? {
        var bytes = randomBytes(16)
        guard bytes.count == 16 else { return nil }
        // RFC 9562 section 5.4: version 4, variant 10.
        bytes[6] = bytes[6] & 0x0f | 0x40
        bytes[8] = bytes[8] & 0x3f | 0x80
        return TokenID(bytes: bytes)
    }
}
