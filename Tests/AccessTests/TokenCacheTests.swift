import Testing

@testable import Access

@Suite struct TokenCacheTests {
    private func claims(_ number: Int) throws -> Claims {
        try Claims(
            tokenID: try #require(TokenID(bytes: [UInt8](repeating: UInt8(number), count: 16))),
            subject: "s\(number)", role: .viewer, regions: ["*"], issuedAtMilliseconds: testNow,
            expiresMilliseconds: testNow + 1)
    }

    private func find(_ cache: inout TokenCache, _ token: String, hash: UInt64) -> Claims? {
        let found = Array(token.utf8).withUnsafeBytes { cache.claims(of: $0, hash: hash) }
        if found?.isOld == true { cache.keep(hash: hash) }
        return found?.claims
    }

    private func insert(_ cache: inout TokenCache, _ number: Int, hash: UInt64) throws {
        let claims = try claims(number)
        Array("token-\(number)".utf8).withUnsafeBytes {
            cache.insert(claims, token: $0, hash: hash)
        }
    }

    @Test("another token with the same hash does not get the claims")
    func collision() throws {
        var cache = TokenCache(countMax: 4)
        try insert(&cache, 1, hash: 7)
        #expect(find(&cache, "token-1", hash: 7)?.subject == "s1")
        #expect(find(&cache, "token-2", hash: 7) == nil)
        #expect(find(&cache, "token-", hash: 7) == nil)
        #expect(find(&cache, "", hash: 7) == nil)
        try insert(&cache, 2, hash: 7)
        #expect(find(&cache, "token-1", hash: 7) == nil)
        #expect(find(&cache, "token-2", hash: 7)?.subject == "s2")
    }

    @Test("it never holds more than its limit, and what is used stays")
    func bound() throws {
        var cache = TokenCache(countMax: 8)
        try insert(&cache, 0, hash: 0)
        for number in 1...100 {
            try insert(&cache, number, hash: UInt64(number))
            #expect(cache.count <= 8)
            #expect(find(&cache, "token-0", hash: 0)?.subject == "s0")
        }
        #expect(find(&cache, "token-1", hash: 1) == nil)
        #expect(find(&cache, "token-100", hash: 100)?.subject == "s100")
    }

    @Test("hashes of one process differ from another's for the same token")
    func keyedHash() {
        let token = Array("v4.public.x".utf8)
        let first = TokenCache.Hasher()
        let hashes = token.withUnsafeBytes {
            [first.hash($0), first.hash($0), TokenCache.Hasher().hash($0)]
        }
        #expect(hashes[0] == hashes[1])
        #expect(hashes[0] != hashes[2])
    }
}
