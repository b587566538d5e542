import Glibc

/// Remembers tokens that were verified, so that a repeated one costs a hash and a comparison.
///
/// Bounded by two generations: when the younger is full the older is dropped; a hit in the older
/// moves it up. Tokens in use stay, at O(1) a lookup.
struct TokenCache: Sendable {
    /// SipHash-1-3 (Aumasson, Bernstein 2012), the standard library's, with secret random bytes
    /// before the token. Outsiders can neither aim at a slot nor learn from the comparison's timing:
    /// they reach it only with the token itself, or by guessing 64 unknown bits.
    struct Hasher: Sendable {
        private let secret = secureRandomBytes(16)

        func hash(_ token: UnsafeRawBufferPointer) -> UInt64 {
            var hasher = Swift.Hasher()
            secret.withUnsafeBytes { hasher.combine(bytes: $0) }
            hasher.combine(bytes: token)
            return UInt64(bitPattern: Int64(hasher.finalize()))
        }
    }

    private struct Entry: Sendable {
        let token: [UInt8]
        let claims: Claims

        func matches(_ other: UnsafeRawBufferPointer) -> Bool {
            token.withUnsafeBytes { own in
                guard own.count == other.count, let left = own.baseAddress,
                    let right = other.baseAddress
                else { return false }
                // SAFETY: both buffers hold `own.count` bytes.
                return memcmp(left, right, own.count) == 0
            }
        }
    }

    private var younger: [UInt64: Entry] = [:]
    private var older: [UInt64: Entry] = [:]
    private let generationMax: Int

    /// Makes a cache of at most `countMax` tokens, two or more.
    init(countMax: Int) {
        precondition(countMax >= 2)
        generationMax = countMax / 2
    }

    var count: Int { younger.count + older.count }

    /// The claims of a token that was inserted, and whether it is in the older generation, from which
    /// `keep` must move it up. The hash finds it, the whole token proves it.
    func claims(
        of token: UnsafeRawBufferPointer, hash: UInt64
    ) -> (claims: Claims, isOld: Bool)? {
        if let entry = younger[hash] { return entry.matches(token) ? (entry.claims, false) : nil }
        guard let entry = older[hash], entry.matches(token) else { return nil }
        return (entry.claims, true)
    }

    /// Moves a token that is in use to the younger generation, where it is still in the older.
    mutating func keep(hash: UInt64) {
        guard let entry = older.removeValue(forKey: hash) else { return }
        insert(entry, hash: hash)
    }

    /// Remembers a token that was verified just now.
    mutating func insert(_ claims: Claims, token: UnsafeRawBufferPointer, hash: UInt64) {
        older[hash] = nil
        insert(Entry(token: Array(token), claims: claims), hash: hash)
    }

    mutating func remove(hash: UInt64) {
        younger[hash] = nil
        older[hash] = nil
    }

    mutating func removeAll() {
        younger = [:]
        older = [:]
    }

    private mutating func insert(_ entry: Entry, hash: UInt64) {
        if younger[hash] == nil, younger.count >= generationMax {
            older = younger
            younger = [:]
        }
        younger[hash] = entry
    }
}
