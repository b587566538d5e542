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

/// How rare the values are that agree in each field, in quarters of a bit, six bits each: exact enough for what fields say
/// in common.
struct FieldRarities: Sendable {
    private static let width: UInt64 = 6
    private static let most: UInt64 = 1 << width - 1
    private static let unit: Float = 0.25

    private var bits: UInt64 = 0

    /// Bits of rarity of a field whose level counts it.
    subscript(field: Int) -> Double {
        Double(bits >> (Self.width * UInt64(field)) & Self.most) * Double(Self.unit)
    }

    /// Sets what was 0.
    mutating func set(_ rarity: Float, of field: Int) {
        let units = min(Self.most, UInt64(max(0, (rarity / Self.unit).rounded())))
        bits |= units << (Self.width * UInt64(field))
    }
}

/// What a comparison of two records found.
struct Comparison: Sendable {
    var pattern = LevelPattern()
    /// Bits of rarity by field.
    var rarities = FieldRarities()
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
