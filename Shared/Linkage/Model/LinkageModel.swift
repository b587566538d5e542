internal import Glibc

/// What has been learnt of a list: how often each level occurs among matches and among strangers.
///
/// Fellegi and Sunter (1969), "A Theory for Record Linkage": the weight of a level is the logarithm of
/// the ratio of both shares, and the weights of independent fields add up. Strangers' fields are not
/// independent (a postcode follows the suburb), so their joint shares follow the tree of Chow and Liu
/// (1968), "Approximating discrete probability distributions with dependence trees": two fields joined
/// by the tree lose, where both agree, what strangers agree in both above chance.
///
/// Neighbours are the strangers of one place. They share more than a tree knows: people of one village have the names
/// of one people, few families, one chief's telephone. And where a list grows by other places, as a region does, what
/// neighbours share stays while what strangers share becomes less. So two records that agree in the first field that is a
/// place are compared with what neighbours share, which is counted among pairs of one place, with a tree of their own.
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
    /// Share of each level among strangers, by part; of positions, among those of two places: else how near all of one village
    /// are would hide who comes from the next.
    var strangers: [[Double]]
    /// Share of each level among strangers of one place, by part.
    var neighbours: [[Double]]
    /// Share of each level among relatives, for the parts that they share.
    var relatives: [[Double]]
    var dependences: [Dependence] = []
    /// Those of neighbours.
    var neighbourDependences: [Dependence] = []
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
    /// What a bit of a score is worth, with the shift in it.
    var worth = 1.0
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
        neighbours = strangers
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

    /// The part that says who are neighbours.
    var placePart: Int? { Self.placePart(of: parts) }

    /// The part that says who are neighbours: the first place.
    static func placePart(of parts: [ComparisonPart]) -> Int? {
        parts.firstIndex { $0.kind == .place }
    }

    /// Bits that a level says for a match, for a value of average rarity.
    ///
    /// - Parameter others: Shares among those who are no match.
    func bits(_ part: Int, _ level: Int, against others: [[Double]]) -> Double {
        guard level < matches[part].count else { return 0 }
        return log2(matches[part][level] / others[part][level])
    }

    /// Whether two records are of one place.
    func isNear(_ pattern: LevelPattern) -> Bool {
        placePart.map { pattern[$0] < parts[$0].levelCount - 1 } ?? false
    }

    /// The tables that scoring reads.
    ///
    /// - Parameter pairsPerRecord: of the list to score, where it is another: a record has as many repeats and
    ///   relatives in a longer list, among more strangers.
    /// - Parameter placeDependences: of the first place and others, as they were counted in that list; they take the place of
    ///   what was learnt.
    func weights(
        pairsPerRecord: Double? = nil, placeDependences: [Dependence] = []
    ) -> WeightTable {
        let dilution = self.pairsPerRecord / (pairsPerRecord ?? self.pairsPerRecord)
        let prevalence = min(self.prevalence * dilution, Self.prevalenceMax)
        let relativesPrevalence = min(self.relativesPrevalence * dilution, Self.prevalenceMax)
        let others = 1 - prevalence - relativesPrevalence
        let growth = configuration.chanceGrowth * min(0, log2(dilution))
        var weights = WeightTable(
            base: log2(prevalence / others) + shift + growth,
            relativesBase: log2(relativesPrevalence / others),
            worth: worth, fields: parts.map(\.field),
            place: placePart.map { ($0, parts[$0].levelCount - 1) })
        for (part, scale) in parts.enumerated() {
            for level in matches[part].indices {
                for isNear in [false, true] {
                    let others = isNear && part != placePart ? neighbours : strangers
                    let bits = bits(part, level, against: others)
                    // What the rarity of the value replaces: the average rarity.
                    let average = rarityShares[part][level] * log2(strangers[part][0])
                    let relatives =
                        scale.isShared
                        ? log2(relatives[part][level] / others[part][level]) + average : 0
                    weights.set(
                        part, level, isNear: isNear, bits: bits, constant: bits + average,
                        relatives: relatives)
                }
            }
        }
        weights.dependences = [dependences, neighbourDependences].map { learnt in
            let kept = placeDependences.isEmpty ? learnt : learnt.filter { !joinsPlaces($0) }
            return kept.map {
                WeightTable.Overlap(
                    dependence: $0, isShared: parts[$0.first].isShared && parts[$0.second].isShared)
            }
                + placeDependences.map {
                    WeightTable.Overlap(
                        dependence: Dependence(
                            first: $0.first, second: $0.second,
                            bits: $0.bits - bitsNear($0.second)),
                        isShared: true)
                }
        }
        return weights
    }

    /// Bits that places say twice in what the model was learnt from.
    var placeDependence: Double { dependences.first(where: joinsPlaces)?.bits ?? 0 }

    private func joinsPlaces(_ dependence: Dependence) -> Bool {
        parts[dependence.first].kind == .place && parts[dependence.second].kind == .place
    }

    /// Bits by which neighbours agree in a part more often than strangers: so much of a dependence the shares say already.
    private func bitsNear(_ part: Int) -> Double {
        log2((1 - (neighbours[part].last ?? 0)) / (1 - (strangers[part].last ?? 0)))
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
