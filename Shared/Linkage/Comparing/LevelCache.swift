/// The levels of pairs of values that were compared lately, by the numbers of the values.
///
/// Candidates come in order of their records, and few names make most of them.
struct LevelCache {
    private static let bits = 14
    /// Values have smaller numbers: 4 million records of 10 fields of 4 values.
    private static let idBits = 30

    /// Both numbers, with one more than the level in the lowest bits; 0 is free.
    private var slots = [UInt64](repeating: 0, count: 1 << bits)

    mutating func level(_ left: UInt32, _ right: UInt32, _ compare: () -> Int) -> Int {
        let pair =
            UInt64(min(left, right)) << (4 + UInt64(Self.idBits)) | UInt64(max(left, right)) << 4
        let slot = Int((pair &* 0x9E37_79B9_7F4A_7C15) >> UInt64(64 - Self.bits))
        if slots[slot] != 0, slots[slot] & ~15 == pair { return Int(slots[slot] & 15) - 1 }
        let level = compare()
        slots[slot] = pair | UInt64(level + 1)
        return level
    }
}

/// The caches of one comparer: names, and values of other fields.
struct LevelCaches {
    var names = LevelCache()
    var values = LevelCache()
}
