/// The levels of pairs of values that were compared lately, by the numbers of the values.
///
/// Candidates come in order of their records, and few names make most of them. So few are kept that they stay in the
/// cache of a processor: to compare again what fell out costs less than to wait for the memory.
struct LevelCache {
    private static let bits = 14
    /// Values have smaller numbers: 4 million records of 10 fields of 4 values.
    private static let idBits = 30

    /// Both numbers, with one more than the level in the lowest bits; 0 is free.
    private var slots = [UInt64](repeating: 0, count: 1 << bits)

    /// The level of a pair; nil where it is not kept.
    ///
    /// This and ``keep(_:_:_:)`` are two, and both mutating: a closure that finds the level captures the comparer
    /// which holds this, and a copy that is read owns the slots, too. Either makes each new level a copy of all.
    @inline(__always)
    mutating func level(_ left: UInt32, _ right: UInt32) -> Int? {
        let pair = Self.pair(left, right)
        let kept = slots.withUnsafeMutableBufferPointer { $0[Self.slot(pair)] }
        return kept != 0 && kept & ~15 == pair ? Int(kept & 15) - 1 : nil
    }

    mutating func keep(_ level: Int, _ left: UInt32, _ right: UInt32) {
        let pair = Self.pair(left, right)
        slots[Self.slot(pair)] = pair | UInt64(level + 1)
    }

    private static func pair(_ left: UInt32, _ right: UInt32) -> UInt64 {
        UInt64(min(left, right)) << (4 + UInt64(idBits)) | UInt64(max(left, right)) << 4
    }

    private static func slot(_ pair: UInt64) -> Int {
        Int((pair &* 0x9E37_79B9_7F4A_7C15) >> UInt64(64 - bits))
    }
}

/// The caches of one comparer: names, and values of other fields.
struct LevelCaches {
    var names = LevelCache()
    var values = LevelCache()
}
