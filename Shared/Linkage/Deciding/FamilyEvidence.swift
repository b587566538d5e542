internal import Glibc

/// Which members of two households are the same people, by what their records say together.
///
/// Each of ten records of a family may be too little by itself, written as they are by another hand, and all ten leave no
/// doubt. So two households are compared as wholes: that they are one family, some of whose members are in both,
/// against that they are not. What relatives share, such as a family name and a village, counts once. What tells a person from
/// relatives counts for each who is found, less what it is worth that so many of both can be paired in many
/// ways: the prior of Sadinle (2017), "Bayesian Estimation of Bipartite Matchings for Record Linkage".
///
/// Only the records themselves are asked, never what other members said before: of two who alone are in both
/// households, each would find the other in turns and be given up itself.
struct FamilyEvidence {
    private let weights: WeightTable
    /// The odds before anything is compared.
    private let prior: WeightTable.Odds
    /// The part of the households.
    private let part: Int

    init(_ weights: WeightTable, householdPart part: Int) {
        self.weights = weights
        self.part = part
        prior = weights.odds(Comparison())
    }

    /// What two records say by themselves, whatever their households do.
    func odds(_ comparison: Comparison) -> WeightTable.Odds {
        var own = comparison
        own.pattern[part] = LevelPattern.missing
        return weights.odds(own)
    }

    /// Bits by which two records are of one person rather than of two relatives.
    func bitsAmongRelatives(_ odds: WeightTable.Odds) -> Double {
        (odds.match - prior.match) - (odds.relatives - prior.relatives)
    }

    /// The members who are the same people, each with one other: those that make the families one, or, where they do
    /// not, those whose records are likelier one person's than not.
    ///
    /// - Parameters:
    ///   - pairs: Of a member of the one and of the other household.
    ///   - sizes: Members of each household.
    ///   - side: What the records of one household have in common.
    func assigned(
        _ pairs: [(pair: RecordPair, odds: WeightTable.Odds)], sizes: (Int, Int),
        side: (Int) -> UInt32
    ) -> [RecordPair] {
        let found = family(pairs, sizes: sizes, side: side)
        guard found.isEmpty else { return found }
        let likely = pairs.filter { $0.odds.bits >= 0 }
        return Assignment.chosen(
            likely.map { ScoredPair($0.pair, bits: $0.odds.bits) }, least: 0, side: side)
    }

    /// The members that make the households one family; none where they do not.
    private func family(
        _ pairs: [(pair: RecordPair, odds: WeightTable.Odds)], sizes: (Int, Int),
        side: (Int) -> UInt32
    ) -> [RecordPair] {
        let telling = pairs.filter { bitsAmongRelatives($0.odds) > 0 }
        guard telling.count > 1 else { return [] }
        let oddsOf = Dictionary(telling.map { ($0.pair, $0.odds) }) { first, _ in first }
        let chosen = Assignment.chosen(
            telling.map { ScoredPair($0.pair, bits: bitsAmongRelatives($0.odds)) }, least: 0,
            side: side
        )
        .compactMap { pair in oddsOf[pair].map { (pair: pair, odds: $0) } }
        .sorted {
            (bitsAmongRelatives($1.odds), $0.pair) < (bitsAmongRelatives($0.odds), $1.pair)
        }
        var own = 0.0
        var best = (bits: 0.0, count: 0)
        for (place, pair) in chosen.enumerated() {
            // Ways to pair one more of both.
            let ways = Double((sizes.0 - place) * (sizes.1 - place)) / Double(place + 1)
            own += bitsAmongRelatives(pair.odds) - log2(max(1, ways))
            if own > best.bits { best = (own, place + 1) }
        }
        let found = chosen.prefix(best.count)
        guard let shared = found.map({ $0.odds.relatives }).max() else { return [] }
        let together = WeightTable.Odds(
            match: shared - prior.relatives + prior.match + best.bits, relatives: shared)
        return together.bits >= 0 ? found.map(\.pair) : []
    }
}
