import Glibc

/// Remembers tokens that were verified, so that a repeated one costs a hash and a comparison.
///
/// Bounded by two generations: when the younger is full the older is dropped; a hit in the older
/// moves it up. Tokens in use stay, at O(1) a lookup.
struct TokenCache: Sendable {
    /// A fast keyed hash, which need not be a strong one: only tokens that were verified are kept, and
    /// whoever finds one must still match it byte by byte. The secret keeps outsiders from bringing
    /// about a comparison whose time would tell how much of a token they have guessed.
    ///
    /// Each word of 8 bytes is folded in by a multiplication of 64 by 64 bits whose halves are
    /// combined (the step of wyhash, Wang Yi).
    struct Hasher: Sendable {
        private let start: UInt64
        private let factor: UInt64

        init() {
            (start, factor) = secureRandomBytes(16).withUnsafeBytes {
                ($0.load(as: UInt64.self), $0.load(fromByteOffset: 8, as: UInt64.self) | 1)
            }
        }

        func hash(_ token: UnsafeRawBufferPointer) -> UInt64 {
            var hash = fold(start, UInt64(token.count))
            var index = 0
            while index + 8 <= token.count {
                // SAFETY: eight bytes lie from `index` on.
                hash = fold(hash, token.loadUnaligned(fromByteOffset: index, as: UInt64.self))
                index += 8
            }
            var rest: UInt64 = 0
            for byte in token[index...] { rest = rest << 8 | UInt64(byte) }
            return fold(hash, rest)
        }

        private func fold(_ hash: UInt64, _ word: UInt64) -> UInt64 {
            let product = (hash ^ word).multipliedFullWidth(by: factor)
            return product.high ^ product.low &+ word
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
