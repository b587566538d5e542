internal import Glibc

/// How the distance of two filters is read, by what both records have.
///
/// With `draws` flips in each filter and a share of them in common, `2 · (draws − common)` flips are left where
/// they differ, and of `bits` bits a half of `1 − e^(−2 · flips / bits)` is expected to differ. So the common
/// draws follow from the bits that differ, and those of the parts that both have are the weighted Dice
/// coefficient of their tokens. What one of them lacks is known and does not count against them.
struct FilterScale {
    /// What the difference of a part counts, of what its agreement counts for.
    static let difference = 0.5
    /// Standard deviations by which two filters must be nearer than chance makes them.
    private static let chance = 2.0

    /// The weight of the parts that both have.
    private let weight: Double
    /// The draws that are in common where these parts agree in all.
    private let draws: Double

    /// The scale for two records.
    ///
    /// - Parameter weights: of all parts, by the bits of `left` and `right` that say who has them.
    init(_ left: UInt64, _ right: UInt64, weights: [Int]) {
        func sum(_ parts: UInt64) -> Int {
            weights.indices.reduce(0) { parts >> UInt64($1) & 1 == 1 ? $0 + weights[$1] : $0 }
        }
        weight = Double(sum(left & right))
        draws = Double(EncodingScheme.draws) * weight / Double(max(sum(left), sum(right), 1))
    }

    /// The weighted Dice coefficient of the tokens of the parts that both have, from 0 to 1.
    func similarity(distance: Int) -> Double {
        guard draws > 0 else { return 0 }
        let bits = Double(EncodingScheme.bits)
        let agreement = max(1 - 2 * Double(distance) / bits, 1e-9)
        let common = Double(EncodingScheme.draws) + bits / 4 * log(agreement)
        return min(max(common / draws, 0), 1)
    }

    /// What the comparison says for one person: the weight in common, less a part of the rest.
    func score(similarity: Double) -> Double {
        weight * (similarity - Self.difference * (1 - similarity))
    }

    /// The greatest distance of a pair with a score, or -1 where no pair has it.
    func distanceMax(score: Double) -> Int {
        guard weight > 0 else { return -1 }
        let similarity = max(0, (score / weight + Self.difference) / (1 + Self.difference))
        guard similarity <= 1 else { return -1 }
        let bits = Double(EncodingScheme.bits)
        let apart = Double(EncodingScheme.draws) - similarity * draws
        let distance = bits / 2 * (1 - exp(-4 * apart / bits))
        return Int(min(distance, bits / 2 - Self.chance * bits.squareRoot() / 2))
    }
}
