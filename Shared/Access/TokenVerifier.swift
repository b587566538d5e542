/// Decides whether a token is genuine, in time and not revoked, and says what it claims.
///
/// Tokens are PASETO v4.public; the footer names the key, so that keys can rotate: load the new
/// one beside the old, issue with the new, drop the old when its last token has expired.
/// Safe from any thread. A repeated token is answered from a bounded cache, and still checked
/// against the clock; reloading keys or revocations takes effect for the next call.
public final class TokenVerifier: Sendable {
    private struct State: Sendable {
        var keys: [String: VerificationKey]
        var revocations: Revocations
        var cache: TokenCache
    }

    private let state: ReadMostly<State>
    private let hasher: TokenCache.Hasher
    private let implicitAssertion: [UInt8]
    private let clock: @Sendable () -> Int64

    /// Makes a verifier.
    ///
    /// - Parameters:
    ///   - keys: the trusted keys, at most `AccessLimits.verificationKeysMax`; none refuses all.
    ///   - implicitAssertion: bytes that issuer and verifier share outside the token, such as the
    ///     deployment's name; at most `AccessLimits.implicitAssertionBytesMax`.
    ///   - clock: UTC milliseconds since 1970.
    public init(
        keys: [VerificationKey], revocations: Revocations = .none,
        implicitAssertion: [UInt8] = [], clock: @escaping @Sendable () -> Int64
    ) {
        Sodium.start()
        precondition(keys.count <= AccessLimits.verificationKeysMax)
        precondition(implicitAssertion.count <= AccessLimits.implicitAssertionBytesMax)
        state = ReadMostly(
            State(
                keys: Self.index(keys), revocations: revocations,
                cache: TokenCache(countMax: AccessLimits.cachedTokensMax)))
        hasher = TokenCache.Hasher()
        self.implicitAssertion = implicitAssertion
        self.clock = clock
    }

    /// Verifies token text. See `verify(utf8:)`.
    public func verify(_ token: String) throws(AccessError) -> Claims {
        var token = token
        let outcome = token.withUTF8 { utf8 -> Result<Claims, AccessError> in
            do throws(AccessError) {
                return .success(try verify(utf8: utf8))
            } catch {
                return .failure(error)
            }
        }
        return try outcome.get()
    }

    /// Verifies token text given as UTF-8, which is only read during the call.
    ///
    /// Throws `malformedToken`, `unknownKey`, `forgedToken`, `invalidClaims`, `notYetValid`,
    /// `expired` or `revoked`; to a stranger all of them should read "unauthenticated".
    public func verify(utf8: UnsafeBufferPointer<UInt8>) throws(AccessError) -> Claims {
        // SAFETY: the caller's buffer is valid for the call; the cache keeps a copy, no pointer.
        let token = UnsafeRawBufferPointer(utf8)
        // Before the hash: its cost, too, must be bounded.
        guard token.count <= AccessLimits.tokenBytesMax else {
            throw AccessError(
                .malformedToken,
                "the token has \(token.count) bytes; \(AccessLimits.tokenBytesMax) allowed")
        }
        let hash = hasher.hash(token)
        guard let known = state.read({ $0.cache.claims(of: token, hash: hash) }) else {
            return try verifyUncached(token, hash: hash)
        }
        do throws(AccessError) {
            try checkTimes(of: known.claims)
        } catch {
            state.change { $0.cache.remove(hash: hash) }
            throw error
        }
        if known.isOld { state.change { $0.cache.keep(hash: hash) } }
        return known.claims
    }

    /// Replaces the revocations, all at once.
    public func reload(revocations: Revocations) {
        state.change {
            $0.revocations = revocations
            $0.cache.removeAll()
        }
    }

    /// Replaces the revocations by those of a file; keeps the old ones and throws when the file
    /// is malformed, missing or writable by others.
    public func reload(revocationsPath path: String) throws(AccessError) {
        reload(revocations: try Revocations.load(path: path))
    }

    /// Replaces the trusted keys, all at once. At most `AccessLimits.verificationKeysMax`.
    public func reload(keys: [VerificationKey]) {
        precondition(keys.count <= AccessLimits.verificationKeysMax)
        let index = Self.index(keys)
        state.change {
            $0.keys = index
            $0.cache.removeAll()
        }
    }

    /// How many tokens the cache holds; for metrics.
    public var cachedTokenCount: Int { state.read { $0.cache.count } }

    private func verifyUncached(
        _ text: UnsafeRawBufferPointer, hash: UInt64
    ) throws(AccessError) -> Claims {
        let token = try PasetoV4Public(parsing: text)
        let keyID = try TokenFooter.keyID(parsing: token.footer)
        guard let key = state.read({ $0.keys[keyID] }) else {
            throw AccessError(.unknownKey, "the token's key is not trusted here")
        }
        // Outside the lock: this is the slow part, and threads should share it.
        guard token.isSigned(by: key, implicitAssertion: implicitAssertion) else {
            throw AccessError(.forgedToken, "the token's signature does not match")
        }
        let claims = try Claims(json: token.payload)
        try checkTimes(of: claims)
        let refusal = state.change { state -> AccessError? in
            // Keys and revocations may have been reloaded meanwhile; the cache was emptied then,
            // so what enters it must hold under the new ones.
            guard state.keys[keyID] == key else {
                return AccessError(.unknownKey, "the token's key is not trusted here")
            }
            guard !state.revocations.contains(claims) else {
                return AccessError(.revoked, "the token or its subject is revoked")
            }
            state.cache.insert(claims, token: text, hash: hash)
            return nil
        }
        if let refusal { throw refusal }
        return claims
    }

    private func checkTimes(of claims: Claims) throws(AccessError) {
        let now = clock()
        guard now < claims.expiresMilliseconds else {
            throw AccessError(.expired, "the token has expired")
        }
        let start = max(claims.issuedAtMilliseconds, claims.notBeforeMilliseconds ?? 0)
        guard start - AccessLimits.clockSkewMillisecondsMax <= now else {
            throw AccessError(
                .notYetValid,
                "the token is not valid yet; clocks may differ by"
                    + " \(AccessLimits.clockSkewMillisecondsMax / 1000) s")
        }
    }

    private static func index(_ keys: [VerificationKey]) -> [String: VerificationKey] {
        Dictionary(keys.map { ($0.keyID, $0) }, uniquingKeysWith: { first, _ in first })
    }
}
