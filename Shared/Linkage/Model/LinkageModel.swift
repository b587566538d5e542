internal import Glibc

/// What has been learnt of a list: how often each level occurs among matches and among strangers.
///
/// Fellegi and Sunter (1969), "A Theory for Record Linkage": the weight of a level is the logarithm of
/// the ratio of both shares, and the weights of independent fields add up. Strangers' fields are not
/// independent (a postcode follows the suburb), so their joint shares follow the tree of Chow and Liu
/// (1968), "Approximating discrete probability distributions with dependence trees": two fields joined
/// by the tree lose, where both agree, what strangers agree in both above chance.
///
/// Relatives are a class of their own beside matches and strangers: they share family names, parents,
/// places and telephones as matches do, and given names, births and documents as strangers do. Without
/// it a brother with all that families share would outweigh his own given name.
public struct LinkageModel: Sendable {
    /// Two parts that strangers agree in together more often than by chance.
    struct Dependence: Sendable, Equatable {
        let first: Int
        let second: Int
        /// Bits to take off where both agree.
        let bits: Double
    }

    /// Most that either share may be.
    static let prevalenceMax = 0.3

    let parts: [ComparisonPart]
    /// Share of each level among matches, by part.
    var matches: [[Double]]
    /// Share of each level among strangers, by part.
    var strangers: [[Double]]
    /// Share of each level among relatives, for the parts that they share.
    var relatives: [[Double]]
    var dependences: [Dependence] = []
    /// Share of matches among all pairs that could be formed.
    var prevalence: Double
    /// Share of relatives among them.
    var relativesPrevalence: Double
    /// Pairs that could be formed, a record, in the list that both shares are of.
    let pairsPerRecord: Double
    /// Which version it is, where versions are counted: what it scored says so.
    public var number: UInt32 = 0
    /// Bits to add to every score, as ``ScoreCalibration`` or ``DecisionCalibration`` found.
    var shift = 0.0
    let configuration: LinkageConfiguration
    private let rarityShares: [[Double]]

    /// The model before a list is seen.
    init(
        parts: [ComparisonPart], configuration: LinkageConfiguration, prevalence: Double,
        relativesPrevalence: Double, pairsPerRecord: Double
    ) {
        self.parts = parts
        self.configuration = configuration
        let levels = parts.map { configuration.levels(of: $0.kind) }
        matches = levels.map { Self.normalised($0.map(\.matches)) }
        strangers = levels.map { Self.normalised($0.map(\.strangers)) }
        relatives = zip(matches, strangers).map {
            Self.relatives(matches: $0, strangers: $1, share: configuration.relativesShare)
        }
        rarityShares = levels.map { $0.map(\.rarityShare) }
        self.prevalence = prevalence
        self.relativesPrevalence = relativesPrevalence
        self.pairsPerRecord = pairsPerRecord
    }

    /// What a configuration assumes of lists that are still to come.
    init(parts: [ComparisonPart], configuration: LinkageConfiguration) {
        // Of a list of so many records; scoring says of how many it is.
        let pairsPerRecord = 50_000.0
        self.init(
            parts: parts, configuration: configuration,
            prevalence: configuration.repeatsPerRecord / pairsPerRecord,
            relativesPrevalence: configuration.relativesPerRecord / pairsPerRecord,
            pairsPerRecord: pairsPerRecord)
    }

    /// Bits that a level says for a match, for a value of average rarity.
    func bits(_ part: Int, _ level: Int) -> Double {
        guard level < matches[part].count else { return 0 }
        return log2(matches[part][level] / strangers[part][level])
    }

    /// The tables that scoring reads.
    ///
    /// - Parameter pairsPerRecord: of the list to score, where it is another: a record has as many repeats and
    ///   relatives in a longer list, among more strangers.
    func weights(pairsPerRecord: Double? = nil) -> WeightTable {
        let dilution = self.pairsPerRecord / (pairsPerRecord ?? self.pairsPerRecord)
        let prevalence = min(self.prevalence * dilution, Self.prevalenceMax)
        let relativesPrevalence = min(self.relativesPrevalence * dilution, Self.prevalenceMax)
        let others = 1 - prevalence - relativesPrevalence
        var weights = WeightTable(
            base: log2(prevalence / others) + shift,
            relativesBase: log2(relativesPrevalence / others),
            parts: parts.count)
        for (part, scale) in parts.enumerated() {
            for level in matches[part].indices {
                let bits = bits(part, level)
                // What the rarity of the value replaces: the average rarity.
                let average = rarityShares[part][level] * log2(strangers[part][0])
                let relatives =
                    scale.isShared
                    ? log2(relatives[part][level] / strangers[part][level]) + average : 0
                weights.set(
                    part, level, bits: bits, constant: bits + average, relatives: relatives)
            }
        }
        weights.dependences = dependences.map {
            ($0, parts[$0.first].isShared && parts[$0.second].isShared)
        }
        return weights
    }

    /// What relatives are assumed to share.
    static func relatives(matches: [Double], strangers: [Double], share: Double) -> [Double] {
        normalised(zip(matches, strangers).map { share * $0 + (1 - share) * $1 })
    }

    static func normalised(_ shares: [Double]) -> [Double] {
        let total = shares.reduce(0, +)
        return shares.map { $0 / total }
    }
}

/// The weights of all levels, laid out for scoring.
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

    private let base: Double
    private let relativesBase: Double
    private let partCount: Int
    private var constants: [Double]
    private var relatives: [Double]
    private var averages: [Double]
    /// Each with whether relatives share both parts.
    fileprivate(set) var dependences: [(LinkageModel.Dependence, isShared: Bool)] = []

    init(base: Double, relativesBase: Double, parts: Int) {
        self.base = base
        self.relativesBase = relativesBase
        partCount = parts
        constants = [Double](repeating: 0, count: parts * 8)
        relatives = constants
        averages = constants
    }

    mutating func set(
        _ part: Int, _ level: Int, bits: Double, constant: Double, relatives: Double
    ) {
        constants[part * 8 + level] = constant
        averages[part * 8 + level] = bits
        self.relatives[part * 8 + level] = relatives
    }

    func odds(_ comparison: Comparison) -> Odds {
        let pattern = comparison.pattern
        var match = base + Double(comparison.rarity)
        var relative = relativesBase + Double(comparison.sharedRarity)
        for part in 0..<partCount {
            let place = part * 8 + pattern[part]
            match += constants[place]
            relative += relatives[place]
        }
        for (dependence, isShared) in dependences {
            let loss = loss(dependence, pattern)
            match -= loss
            if isShared { relative -= loss }
        }
        return Odds(match: match, relatives: relative)
    }

    /// Whether the odds of a match against all others may reach so many bits: they are no more than those against
    /// strangers alone, which most pairs fall short of.
    func mayReach(_ bits: Double, _ comparison: Comparison) -> Bool {
        let pattern = comparison.pattern
        var match = base + Double(comparison.rarity)
        for part in 0..<partCount { match += constants[part * 8 + pattern[part]] }
        return match >= bits
    }

    /// What each part adds to the odds of a match, with the rarity of the values at hand.
    func contribution(_ part: Int, of comparison: Comparison, rarity: Float) -> Double {
        constants[part * 8 + comparison.pattern[part]] + Double(rarity)
    }

    /// The odds before anything is compared.
    var prior: Double { base }

    /// What is taken off because strangers agree in two parts together more often than by chance.
    func overlap(_ comparison: Comparison) -> Double {
        dependences.reduce(0) { $0 - loss($1.0, comparison.pattern) }
    }

    private func loss(_ dependence: LinkageModel.Dependence, _ pattern: LevelPattern) -> Double {
        let first = averages[dependence.first * 8 + pattern[dependence.first]]
        let second = averages[dependence.second * 8 + pattern[dependence.second]]
        return max(0, min(dependence.bits, first, second))
    }

    /// Bits for a match: the binary logarithm of the odds.
    func bits(_ comparison: Comparison) -> Double { odds(comparison).bits }

    /// Whether a level speaks for a match clearly.
    func agrees(_ part: Int, _ level: Int) -> Bool { averages[part * 8 + level] > 1 }

    /// The probability that bits mean.
    static func probability(_ bits: Double) -> Double {
        1 / (1 + exp2(-min(max(bits, -200), 200)))
    }

    /// The bits that a probability means.
    static func bits(_ probability: Double) -> Double {
        log2(probability / (1 - probability))
    }
}
