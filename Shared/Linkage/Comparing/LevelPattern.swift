/// The levels of all parts of a comparison, three bits each.
struct LevelPattern: Hashable, Sendable {
    /// What stands for a part that cannot be compared.
    static let missing = 7
    /// Levels that a part may have, with that one.
    static let levels = 8
    /// Parts that fit.
    static let partsMax = 21

    private(set) var bits = UInt64.max

    subscript(part: Int) -> Int {
        get { Int(truncatingIfNeeded: bits >> UInt64(3 * part)) & 7 }
        set {
            let shift = UInt64(3 * part)
            bits = bits & ~(7 << shift) | UInt64(newValue) << shift
        }
    }
}

/// What a comparison of two records found.
struct Comparison: Sendable {
    var pattern = LevelPattern()
    /// Bits of the rarity of the values that agree, as far as their levels count it.
    var rarity: Float = 0
    /// The part of it that relatives share.
    var sharedRarity: Float = 0
}

/// Two records with their comparison.
struct ComparedPair: Sendable {
    let pair: RecordPair
    var comparison: Comparison
}
