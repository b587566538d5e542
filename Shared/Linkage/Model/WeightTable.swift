internal import Glibc

/// The weights of all levels, laid out for scoring: against strangers, and after them against neighbours.
struct WeightTable: Sendable {
    /// The odds of a comparison, as binary logarithms.
    struct Odds {
        /// Of a match against strangers.
        let match: Double
        /// Of relatives against strangers.
        let relatives: Double

        /// Of a match against all others.
        var bits: Double {
            // log2(1 + 2^x), without overflow.
            let others = max(0, relatives) + log2(1 + exp2(-abs(relatives)))
            return match - others
        }

        /// The probability of relatives.
        var relativesProbability: Double {
            1 / (1 + exp2(min(match - relatives, 200)) + exp2(min(-relatives, 200)))
        }
    }

    /// What two parts say twice.
    struct Overlap {
        let dependence: LinkageModel.Dependence
        /// Whether relatives share both parts.
        let isShared: Bool
    }

    private let base: Double
    private let relativesBase: Double
    /// What a bit is worth.
    private let worth: Double
    private let partCount: Int
    /// The field of each part.
    private let fields: [Int]
    /// The part that says who are neighbours, with the level of those who are not.
    private let place: (part: Int, differs: Int)?
    private var constants: [Double]
    private var relatives: [Double]
    private var averages: [Double]
    /// Of strangers and of neighbours.
    var dependences: [[Overlap]] = []

    init(
        base: Double, relativesBase: Double, worth: Double, fields: [Int],
        place: (part: Int, differs: Int)?
    ) {
        self.base = base
        self.relativesBase = relativesBase
        self.worth = worth
        self.place = place
        self.fields = fields
        partCount = fields.count
        constants = [Double](repeating: 0, count: 2 * fields.count * 8)
        relatives = constants
        averages = constants
    }

    mutating func set(
        _ part: Int, _ level: Int, isNear: Bool, bits: Double, constant: Double, relatives: Double
    ) {
        let place = (isNear ? partCount + part : part) * 8 + level
        constants[place] = constant
        averages[place] = bits
        self.relatives[place] = relatives
    }

    /// 1 where both records are of one place, else 0.
    private func side(_ pattern: LevelPattern) -> Int {
        guard let place else { return 0 }
        return pattern[place.part] < place.differs ? 1 : 0
    }

    func odds(_ comparison: Comparison) -> Odds {
        let pattern = comparison.pattern
        let side = side(pattern)
        var match = base + Double(comparison.rarity)
        var relative = relativesBase + Double(comparison.sharedRarity)
        for part in 0..<partCount {
            let place = (side * partCount + part) * 8 + pattern[part]
            match += constants[place]
            relative += relatives[place]
        }
        for overlap in dependences[side] {
            let loss = loss(overlap.dependence, comparison, side)
            match -= loss
            if overlap.isShared { relative -= loss }
        }
        return Odds(match: match, relatives: relative)
    }

    /// The odds without what one part says, its values taken to be as rare as most.
    func odds(_ odds: Odds, of pattern: LevelPattern, without part: Int) -> Odds {
        let place = (side(pattern) * partCount + part) * 8 + pattern[part]
        // What relatives do not share is neither for nor against them.
        let replaced = relatives[place] == 0 ? 0 : constants[place] - averages[place]
        return Odds(
            match: odds.match - averages[place],
            relatives: odds.relatives - (relatives[place] - replaced))
    }

    /// Whether the odds of a match against all others may reach so many bits: they are no more than those against
    /// strangers alone, which most pairs fall short of.
    func mayReach(_ bits: Double, _ comparison: Comparison) -> Bool {
        let pattern = comparison.pattern
        let side = side(pattern)
        var match = base + Double(comparison.rarity)
        for part in 0..<partCount {
            match += constants[(side * partCount + part) * 8 + pattern[part]]
        }
        return worth * match >= bits
    }

    /// What each part adds to the bits of a match, with the rarity of the values at hand.
    ///
    /// With ``prior``, ``overlap(_:)`` and ``relatives(_:)`` these add up to ``bits(_:)``.
    func contribution(_ part: Int, of comparison: Comparison, rarity: Float) -> Double {
        let pattern = comparison.pattern
        let constant = constants[(side(pattern) * partCount + part) * 8 + pattern[part]]
        return worth * (constant + Double(rarity))
    }

    /// What is known before anything is compared.
    var prior: Double { worth * base }

    /// What is taken off because strangers agree in two parts together more often than by chance.
    func overlap(_ comparison: Comparison) -> Double {
        let side = side(comparison.pattern)
        return dependences[side].reduce(0) { $0 - worth * loss($1.dependence, comparison, side) }
    }

    /// What is taken off because relatives share it, too.
    func relatives(_ comparison: Comparison) -> Double {
        let odds = odds(comparison)
        return worth * (odds.bits - odds.match)
    }

    /// What strangers agree in both parts above chance; no more than either says with the values at hand, for where all bear
    /// one name nothing of it is said twice.
    private func loss(
        _ dependence: LinkageModel.Dependence, _ comparison: Comparison, _ side: Int
    ) -> Double {
        let first = said(dependence.first, comparison, side)
        let second = said(dependence.second, comparison, side)
        return max(0, min(dependence.bits, first, second))
    }

    /// What a part says of a match, with the rarity of the values at hand.
    private func said(_ part: Int, _ comparison: Comparison, _ side: Int) -> Double {
        let place = (side * partCount + part) * 8 + comparison.pattern[part]
        let average = averages[place]
        let constant = constants[place]
        // A level that rarity does not count for says what it says on average, whatever another part of the field counts.
        return constant == average ? average : constant + comparison.rarities[fields[part]]
    }

    /// Bits for a match: the binary logarithm of the odds.
    func bits(_ comparison: Comparison) -> Double { worth * odds(comparison).bits }

    /// Whether a level speaks for a match clearly.
    ///
    /// - Parameter isNear: Against neighbours.
    func agrees(_ part: Int, _ level: Int, isNear: Bool = false) -> Bool {
        averages[(isNear ? partCount + part : part) * 8 + level] > 1
    }

    /// The probability that bits mean.
    static func probability(_ bits: Double) -> Double {
        1 / (1 + exp2(-min(max(bits, -200), 200)))
    }

    /// The bits that a probability means.
    static func bits(_ probability: Double) -> Double {
        log2(probability / (1 - probability))
    }
}
