/// Remembers which pairs of spellings are close, since the same names meet again and again.
///
/// Direct-mapped: a new pair replaces the one in its place. The result never depends on it.
struct SimilarityCache {
    /// 16,384 pairs in 128 KiB: most of the meetings of a region's names, within a core's cache.
    private static let size = 1 << 14

    /// The two serials, the lower in the high half; the top bit of the low half tells if they are close.
    private var slots = [UInt64](repeating: 0, count: size)
    private static let closeBit: UInt64 = 1 << 31

    mutating func areClose(
        _ left: NameTable.Entry, _ right: NameTable.Entry, similarityMin: Double
    ) -> Bool {
        let low = UInt64(min(left.serial, right.serial))
        let high = UInt64(max(left.serial, right.serial))
        // A serial that reaches the flag's bit is not remembered, only computed.
        guard high < Self.closeBit else { return Self.compute(left, right, similarityMin) }
        let pair = low << 32 | high
        let place = Int((pair &* 0x9E37_79B9_7F4A_7C15) >> 50)
        if slots[place] & ~Self.closeBit == pair { return slots[place] & Self.closeBit != 0 }
        let isClose = Self.compute(left, right, similarityMin)
        slots[place] = pair | (isClose ? Self.closeBit : 0)
        return isClose
    }

    /// Spellings or sounds are close; with three letters or fewer each one tells names apart, and
    /// in a place code each digit does (ML0501 and ML0505 are two cercles).
    private static func compute(
        _ left: NameTable.Entry, _ right: NameTable.Entry, _ similarityMin: Double
    ) -> Bool {
        guard min(left.spelling.count, right.spelling.count) > 3,
            !holdsDigit(left.spelling), !holdsDigit(right.spelling)
        else { return false }
        if JaroWinkler.similarity(left.spelling, right.spelling) >= similarityMin { return true }
        guard min(left.key.count, right.key.count) > 3 else { return false }
        return JaroWinkler.similarity(left.key, right.key) >= similarityMin
    }

    private static func holdsDigit(_ spelling: [UInt8]) -> Bool {
        spelling.contains { (0x30...0x39).contains($0) }
    }
}
