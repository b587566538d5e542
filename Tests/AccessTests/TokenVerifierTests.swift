import Testing

@testable import Access

@Suite struct TokenVerifierTests {
    private let clock = ManualClock()
    private let key = SigningKey.generate()

    private var issuer: TokenIssuer {
        TokenIssuer(key: key, clock: { [clock] in clock.now })
    }

    private func verifier(revocations: Revocations = .none) -> TokenVerifier {
        TokenVerifier(
            keys: [key.verificationKey], revocations: revocations, clock: { [clock] in clock.now })
    }

    private func refused(_ verifier: TokenVerifier, _ token: String) -> AccessError.Code? {
        refusal { () throws(AccessError) in _ = try verifier.verify(token) }
    }

    @Test("what is issued verifies with its claims, also from the cache", arguments: Role.allCases)
    func issued(role: Role) throws {
        let verifier = verifier()
        let issued = try issuer.issue(subject: "desk-1", role: role, regions: ["ML19"])
        #expect(issued.claims.role == role)
        for _ in 0..<3 { #expect(try verifier.verify(issued.token) == issued.claims) }
        let bytes = Array(issued.token.utf8)
        #expect(
            try bytes.withUnsafeBufferPointer { try verifier.verify(utf8: $0) } == issued.claims)
        #expect(verifier.cachedTokenCount == 1)
        #expect(issued.token.utf8.count <= AccessLimits.tokenBytesMax)
    }

    @Test("a token dies at its expiry without grace, cached or not")
    func expired() throws {
        let cached = verifier()
        let issued = try issuer.issue(subject: "desk-1", role: .viewer, regions: ["*"])
        clock.set(issued.claims.expiresMilliseconds - 1)
        _ = try cached.verify(issued.token)
        clock.set(issued.claims.expiresMilliseconds)
        #expect(refused(cached, issued.token) == .expired)
        #expect(cached.cachedTokenCount == 0)
        #expect(refused(verifier(), issued.token) == .expired)
    }

    @Test("a token from the future has 60 seconds of grace, cached or not")
    func notYetValid() throws {
        let verifier = verifier()
        let issued = try issuer.issue(subject: "desk-1", role: .viewer, regions: ["*"])
        clock.set(testNow - 60_001)
        #expect(refused(verifier, issued.token) == .notYetValid)
        clock.set(testNow - 60_000)
        #expect(try verifier.verify(issued.token) == issued.claims)
        clock.set(testNow - 60_001)
        #expect(refused(verifier, issued.token) == .notYetValid)
    }

    @Test("nbf later than iat counts")
    func notBefore() throws {
        let template = try issuer.issue(subject: "desk-1", role: .viewer, regions: ["*"]).claims
        let claims = try Claims(
            tokenID: template.tokenID, subject: "desk-1", role: .viewer, regions: ["*"],
            issuedAtMilliseconds: testNow, notBeforeMilliseconds: testNow + 600_000,
            expiresMilliseconds: testNow + 3_600_000)
        let token = try issuer.token(for: claims)
        #expect(refused(verifier(), token) == .notYetValid)
        clock.set(testNow + 540_000)
        #expect(try verifier().verify(token) == claims)
    }

    @Test("an untrusted key is unknown, and keys rotate by reload")
    func rotation() throws {
        let verifier = verifier()
        let next = SigningKey.generate()
        let nextIssuer = TokenIssuer(key: next, clock: { [clock] in clock.now })
        let old = try issuer.issue(subject: "desk-1", role: .viewer, regions: ["*"])
        let new = try nextIssuer.issue(subject: "desk-1", role: .viewer, regions: ["*"])
        #expect(refused(verifier, new.token) == .unknownKey)
        verifier.reload(keys: [key.verificationKey, next.verificationKey])
        #expect(try verifier.verify(old.token) == old.claims)
        #expect(try verifier.verify(new.token) == new.claims)
        verifier.reload(keys: [next.verificationKey])
        #expect(refused(verifier, old.token) == .unknownKey)
        #expect(try verifier.verify(new.token) == new.claims)
    }

    @Test("another key's signature under a trusted key's id is forged")
    func forgedKeyID() throws {
        let claims = try issuer.issue(subject: "desk-1", role: .viewer, regions: ["*"]).claims
        let token = PasetoV4Public.sign(
            payload: try claims.json(), footer: TokenFooter.bytes(keyID: key.keyID),
            implicitAssertion: [], key: .generate())
        #expect(refused(verifier(), token) == .forgedToken)
    }

    @Test("no single altered character of a token passes, also beside the cached original")
    func altering() throws {
        let verifier = verifier()
        let token = try issuer.issue(subject: "desk-1", role: .admin, regions: ["*"]).token
        _ = try verifier.verify(token)
        let expected: Set<AccessError.Code> = [.malformedToken, .unknownKey, .forgedToken]
        for offset in 0..<token.utf8.count {
            let code = refused(verifier, altered(token, at: offset))
            #expect(code.map(expected.contains) == true, "character \(offset)")
        }
        #expect(verifier.cachedTokenCount == 1)
    }

    @Test("no truncated token passes")
    func truncating() throws {
        let verifier = verifier()
        let token = try issuer.issue(subject: "desk-1", role: .admin, regions: ["*"]).token
        for count in 0..<token.utf8.count {
            #expect(refused(verifier, String(token.prefix(count))) != nil, "length \(count)")
        }
    }

    @Test("an implicit assertion keeps deployments apart")
    func implicitAssertion() throws {
        let keys = [key.verificationKey]
        let issuer = TokenIssuer(
            key: key, implicitAssertion: Array("site-a".utf8), clock: { [clock] in clock.now })
        let issued = try issuer.issue(subject: "desk-1", role: .viewer, regions: ["*"])
        let own = TokenVerifier(
            keys: keys, implicitAssertion: Array("site-a".utf8), clock: { [clock] in clock.now })
        #expect(try own.verify(issued.token) == issued.claims)
        #expect(refused(verifier(), issued.token) == .forgedToken)
    }

    @Test("well signed claims that break a rule are invalid")
    func invalidClaims() throws {
        let token = PasetoV4Public.sign(
            payload: Array(#"{"sub":"desk-1"}"#.utf8),
            footer: TokenFooter.bytes(keyID: key.keyID), implicitAssertion: [], key: key)
        #expect(refused(verifier(), token) == .invalidClaims)
    }

    @Test("a footer that does not name a key, or is long, is malformed")
    func footers() throws {
        let long = #"{"kid":"\#(key.keyID)","x":"\#(String(repeating: "x", count: 128))"}"#
        for footer in ["", "kid", "[]", #"{"kid":1}"#, long] {
            let token = PasetoV4Public.sign(
                payload: Array("{}".utf8), footer: Array(footer.utf8), implicitAssertion: [],
                key: key)
            #expect(refused(verifier(), token) == .malformedToken)
        }
    }

    @Test("a token over the size limit is malformed before anything else")
    func tooLong() {
        let token = "v4.public." + String(repeating: "A", count: 2039)
        #expect(refused(verifier(), token) == .malformedToken)
    }

    @Test("a revoked token and a revoked subject are refused from the next call on")
    func revocation() throws {
        let verifier = verifier()
        let first = try issuer.issue(subject: "desk-1", role: .viewer, regions: ["*"])
        let second = try issuer.issue(subject: "desk-2", role: .viewer, regions: ["*"])
        _ = try verifier.verify(first.token)
        _ = try verifier.verify(second.token)
        verifier.reload(revocations: Revocations(tokenIDs: [first.claims.tokenID]))
        #expect(refused(verifier, first.token) == .revoked)
        #expect(try verifier.verify(second.token) == second.claims)
        verifier.reload(revocations: Revocations(subjects: ["desk-2"]))
        #expect(try verifier.verify(first.token) == first.claims)
        #expect(refused(verifier, second.token) == .revoked)
    }

    @Test("once a reload returns, nobody passes, however many were verifying meanwhile")
    func revocationRace() async throws {
        let verifier = verifier()
        let issued = try issuer.issue(subject: "desk-1", role: .viewer, regions: ["*"])
        for _ in 0..<20 {
            verifier.reload(revocations: .none)
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<4 {
                    group.addTask { for _ in 0..<20 { _ = try? verifier.verify(issued.token) } }
                }
                group.addTask {
                    verifier.reload(revocations: Revocations(subjects: ["desk-1"]))
                    for _ in 0..<20 {
                        let code = refusal { () throws(AccessError) in
                            _ = try verifier.verify(issued.token)
                        }
                        #expect(code == .revoked)
                    }
                }
            }
        }
    }

    @Test("a reload in the middle of a verification counts", arguments: [true, false])
    func reloadMeanwhile(revokes: Bool) throws {
        let issued = try issuer.issue(subject: "desk-1", role: .viewer, regions: ["*"])
        let interruption = Interruption()
        // The clock is read between the signature's check and the answer.
        let verifier = TokenVerifier(keys: [key.verificationKey]) {
            interruption.run()
            return testNow
        }
        interruption.set { [weak verifier] in
            if revokes {
                verifier?.reload(revocations: Revocations(subjects: ["desk-1"]))
            } else {
                verifier?.reload(keys: [])
            }
        }
        #expect(refused(verifier, issued.token) == (revokes ? .revoked : .unknownKey))
        #expect(verifier.cachedTokenCount == 0)
    }

    @Test("a malformed or missing revocation file keeps the list that was there")
    func malformedReload() throws {
        let folder = try TemporaryFolder()
        let issued = try issuer.issue(subject: "desk-1", role: .viewer, regions: ["*"])
        let verifier = verifier()
        let good = try folder.file("good", "subject:desk-1\n", mode: 0o644)
        let bad = try folder.file("bad", "# nothing\nsubject:Desk 1\n", mode: 0o644)
        let empty = try folder.file("empty", "", mode: 0o644)
        try verifier.reload(revocationsPath: good)
        #expect(refused(verifier, issued.token) == .revoked)
        let expected: [(String, AccessError.Code)] = [
            (bad, .malformedRevocations), (empty, .fileSize), (bad + "x", .fileUnavailable),
        ]
        for (path, code) in expected {
            #expect(
                refusal { () throws(AccessError) in
                    try verifier.reload(revocationsPath: path)
                } == code)
            #expect(refused(verifier, issued.token) == .revoked)
        }
    }

    @Test("error texts hold no part of the token nor its subject")
    func errorTexts() throws {
        let issued = try issuer.issue(subject: "desk-secret", role: .viewer, regions: ["ML19"])
        let revoking = verifier(revocations: Revocations(subjects: ["desk-secret"]))
        clock.set(testNow)
        do throws(AccessError) {
            _ = try revoking.verify(issued.token)
            Issue.record("a revoked token passed")
        } catch {
            #expect(!error.description.contains("desk-secret"))
            #expect(!error.description.contains(issued.claims.tokenID.description))
            #expect(!error.description.contains(key.keyID))
        }
    }

    @Test("an issuer refuses a lifetime over the role's limit")
    func issuerLimit() {
        #expect(
            refusal { () throws(AccessError) in
                _ = try issuer.issue(
                    subject: "desk-1", role: .registrar, regions: ["ML19"],
                    lifetimeMilliseconds: 12 * 3_600_000 + 1)
            } == .invalidClaims)
    }

    @Test("token ids come from the injected bytes, as UUID version 4")
    func tokenIDs() throws {
        let issuer = TokenIssuer(
            key: key, clock: { testNow }, randomBytes: { [UInt8](repeating: 0xFF, count: $0) })
        let claims = try issuer.issue(subject: "a", role: .viewer, regions: ["*"]).claims
        #expect(claims.tokenID.description == "ffffffff-ffff-4fff-bfff-ffffffffffff")
    }
}
