internal import Glibc

/// Learns a model from a list, without labels.
///
/// The shares of matches come from the EM algorithm (Dempster, Laird, Rubin, 1977; for linkage Winkler,
/// 1988, "Using the EM Algorithm for Weight Computation in the Fellegi–Sunter Model"; Enamorado,
/// Fifield, Imai, 2019, "Using a Probabilistic Model to Assist Merging of Large-Scale Administrative
/// Records"), over the candidates that blocking found, with the prevalence stated over *all* pairs, so
/// that what blocking selects does not bias it. Three things keep it from going astray: shares of
/// strangers come from pairs drawn at random, not from the mixture; Dirichlet priors that grow with the
/// matches found, with a bound on how often what stays with a person differs; and levels whose weights may only
/// fall from best to worst, which the pooling of adjacent violators restores.
struct ModelFitting: Sendable {
    private static let roundsMax = 3
    private static let stepsMax = 12
    private static let changeMin = 1e-4
    /// Candidates that are less probable teach nothing.
    private static let probabilityMin = 1e-4
    /// Fewest bits for which a dependence is kept.
    private static let dependenceMin = 0.3
    /// Pairs that are added to those seen and those expected, where one is more or less than the other: what is seldom is not
    /// taken for rarer or commoner by a few pairs (DuMouchel, 1999, "Bayesian Data Mining in Large Frequency Tables").
    private static let excessPrior = 3.0
    /// Pairs that are counted by one processor at a time; the sums are the same for however many processors.
    private static let chunk = 16_384
    /// Probability of a match from which a pair of one place does not count among neighbours: they are so few that the doubtful
    /// repeats would pass for what neighbours share.
    private static let doubtfulMin = 0.01

    let configuration: LinkageConfiguration
    let candidates: [Comparison]
    /// How many candidates each one stands for, where not all are given.
    let candidateShare: Double
    /// Pairs drawn at random.
    let strangers: [Comparison]
    /// Pairs drawn at random among those of one place.
    let neighbours: [Comparison]
    let records: Int
    /// Pairs that could be formed.
    let pairs: Double

    /// The fitted model.
    func fit(_ parts: [ComparisonPart]) async -> LinkageModel {
        var model = LinkageModel(
            parts: parts, configuration: configuration,
            prevalence: prevalence(0, assumed: configuration.repeatsPerRecord),
            relativesPrevalence: prevalence(0, assumed: configuration.relativesPerRecord),
            pairsPerRecord: pairs / Double(max(1, records)))
        await learnStrangers(&model, isFirst: true)
        for _ in 0..<Self.roundsMax {
            var steps = 0
            var change = Double.infinity
            while change > Self.changeMin, steps < Self.stepsMax {
                steps += 1
                change = await learnMatches(&model)
            }
            await learnStrangers(&model, isFirst: false)
        }
        return model
    }

    /// A share of all pairs, of what was found and of what is assumed before the list is seen.
    private func prevalence(_ found: Double, assumed perRecord: Double) -> Double {
        let strength = configuration.repeatsStrength
        let count = Double(max(1, records))
        let expected = (found + perRecord * strength) * count / (count + strength)
        return min(max(expected / max(1, pairs), 1e-12), LinkageModel.prevalenceMax)
    }

    /// One step of EM; gives the largest change of a share.
    private func learnMatches(_ model: inout LinkageModel) async -> Double {
        let (counts, relativesCounts) = await expected(
            model.weights(), none: LevelCounts(parts: model.parts.count))
        model.prevalence = prevalence(
            counts.total * candidateShare, assumed: configuration.repeatsPerRecord)
        model.relativesPrevalence = prevalence(
            relativesCounts.total * candidateShare, assumed: configuration.relativesPerRecord)
        var change = 0.0
        for (part, scale) in model.parts.enumerated() {
            let levels = configuration.levels(of: scale.kind)
            let strangers = model.strangers[part]
            let prior = Self.neutralised(levels.map(\.matches), levels, strangers)
            let learnt = bounded(
                shares(
                    counts[part], prior: prior,
                    // How families are registered again, each list tells by itself.
                    share: scale.kind == .household ? 0 : configuration.matchesShare),
                prior: prior, scale.kind)
            let monotone = Self.monotone(learnt, over: strangers)
            for level in prior.indices {
                change = max(change, abs(monotone[level] - model.matches[part][level]))
            }
            model.matches[part] = monotone
            guard scale.isShared else { continue }
            let relatives = shares(
                relativesCounts[part],
                prior: LinkageModel.relatives(
                    matches: prior, strangers: LinkageModel.normalised(levels.map(\.strangers)),
                    share: configuration.relativesShare),
                share: configuration.matchesShare)
            // In two households who are relatives are each found to be another's.
            model.relatives[part] =
                scale.kind == .household ? relatives : Self.monotone(relatives, over: strangers)
        }
        return change
    }

    /// The levels of matches and of relatives that a model expects among the candidates.
    private func expected(
        _ weights: WeightTable, none: LevelCounts
    ) async -> (matches: LevelCounts, relatives: LevelCounts) {
        var counts = (matches: none, relatives: none)
        await InParallel.chunks(of: candidates.count, size: Self.chunk) { range in
            var counts = (matches: none, relatives: none)
            for candidate in candidates[range] {
                let odds = weights.odds(candidate)
                let probability = WeightTable.probability(odds.bits)
                if probability > Self.probabilityMin { counts.matches.add(candidate, probability) }
                let relatives = odds.relativesProbability
                if relatives > Self.probabilityMin { counts.relatives.add(candidate, relatives) }
            }
            return counts
        } collect: {
            counts.matches.add($0.matches)
            counts.relatives.add($0.relatives)
        }
        return counts
    }

    /// Shares that are assumed, with those of strangers for neutral levels.
    static func neutralised(
        _ shares: [Double], _ levels: [LinkageConfiguration.Level], _ strangers: [Double]
    ) -> [Double] {
        let places = levels.indices
        let neutral = places.reduce(0) { $0 + (levels[$1].isNeutral ? strangers[$1] : 0) }
        let others = places.reduce(0) { $0 + (levels[$1].isNeutral ? 0 : shares[$1]) }
        return places.map {
            levels[$0].isNeutral ? strangers[$0] : shares[$0] / others * (1 - neutral)
        }
    }

    /// The shares of levels that were counted, with the prior's weight.
    ///
    /// - Parameter share: What the prior counts for beside its pairs, for each that was counted.
    private func shares(
        _ counts: ArraySlice<Double>, prior: [Double], share: Double
    ) -> [Double] {
        let seen = counts.prefix(prior.count).reduce(0, +)
        let strength = configuration.matchesStrength + share * seen
        return zip(counts, prior).map { ($0 + strength * $1) / (seen + strength) }
    }

    /// Shares that differ no more than people do. How alike the names of one person are written only the list can
    /// tell, but another name, birth or sex is seldom the same person's in any. Where nothing else holds namesakes and
    /// brothers apart, matches and they would else become one class. Winkler (1993), "Improved Decision Rules in the
    /// Fellegi–Sunter Model of Record Linkage", bounds shares to the same end.
    private func bounded(
        _ shares: [Double], prior: [Double], _ kind: ComparisonKind
    ) -> [Double] {
        guard kind.isPersonal, let last = shares.last, let assumed = prior.last else {
            return shares
        }
        let most = min(last, assumed * configuration.differingMax)
        return shares.dropLast().map { $0 * (1 - most) / (1 - last) } + [most]
    }

    /// The shares of strangers, and among them of neighbours.
    private func learnStrangers(_ model: inout LinkageModel, isFirst: Bool) async {
        let weights = model.weights()
        let assumed = model.parts.map {
            LinkageModel.normalised(configuration.levels(of: $0.kind).map(\.strangers))
        }
        let drawn = await counted(strangers, weights, model, isNear: false, isFirst: isFirst)
        let all = shares(drawn.levels, prior: assumed)
        let apart = shares(drawn.apart, among: all, model)
        // How rare a value is among all is counted, whatever place it is of; of a distance nothing else is known.
        model.strangers = all.indices.map {
            model.parts[$0].kind == .position ? apart[$0] : all[$0]
        }
        model.dependences = isFirst ? [] : drawn.tree
        if isFirst || neighbours.isEmpty {
            // Among few records of one place many are one person's: that must be known before they are counted.
            model.neighbours = all
            model.neighbourDependences = model.dependences
        } else {
            let neighbours = await counted(neighbours, weights, model, isNear: true, isFirst: false)
            model.neighbours = shares(neighbours.levels, among: all, model)
            model.neighbourDependences = neighbours.tree
        }
        for part in model.parts.indices {
            model.matches[part] = Self.monotone(model.matches[part], over: model.strangers[part])
        }
    }

    /// Levels of pairs drawn at random, each counting as far as it is no match and no relatives, those of the pairs of two
    /// places, and the dependences.
    private func counted(
        _ pairs: [Comparison], _ weights: WeightTable, _ model: LinkageModel, isNear: Bool,
        isFirst: Bool
    ) async -> (levels: LevelCounts, apart: LevelCounts, tree: [LinkageModel.Dependence]) {
        let none = DrawnCounts(parts: model.parts.count)
        var drawn = none
        await InParallel.chunks(of: pairs.count, size: Self.chunk) { range in
            var counts = none
            for pair in pairs[range] {
                count(pair, weights, model, isNear: isNear, isFirst: isFirst, in: &counts)
            }
            return counts
        } collect: {
            drawn.add($0)
        }
        return (
            drawn.levels, drawn.apart,
            drawn.joint.tree(prior: Self.excessPrior, bitsMin: Self.dependenceMin)
        )
    }

    /// Counts one of the pairs drawn at random.
    private func count(
        _ pair: Comparison, _ weights: WeightTable, _ model: LinkageModel, isNear: Bool,
        isFirst: Bool, in counts: inout DrawnCounts
    ) {
        let odds = weights.odds(pair)
        let weight = isFirst ? 1 : Self.strangeness(odds, isNear: isNear)
        if isNear {
            // By what all others say: else those who agree in a part by chance would not count, and it would seem rare.
            for part in model.parts.indices {
                let others = weights.odds(odds, of: pair.pattern, without: part)
                counts.levels.add(part, pair.pattern[part], Self.strangeness(others, isNear: true))
            }
        } else {
            counts.levels.add(pair, weight)
            if !model.isNear(pair.pattern) { counts.apart.add(pair, weight) }
        }
        var agreeing: UInt32 = 0
        for part in model.parts.indices
        where (!isNear || model.parts[part].isLocal && part != model.placePart)
            && weights.agrees(part, pair.pattern[part], isNear: isNear)
        {
            agreeing |= 1 << UInt32(part)
        }
        counts.joint.add(agreeing, weight)
    }

    /// How far a pair is neither a match nor relatives.
    private static func strangeness(_ odds: WeightTable.Odds, isNear: Bool) -> Double {
        let match = WeightTable.probability(odds.bits)
        if isNear, match > doubtfulMin { return 0 }
        return max(0, 1 - match - odds.relativesProbability)
    }

    /// The shares of levels that were counted among pairs drawn at random, with the prior's weight.
    private func shares(_ counts: LevelCounts, prior: [[Double]]) -> [[Double]] {
        prior.enumerated().map { part, prior in
            let counted = counts[part].prefix(prior.count)
            let strength = configuration.strangersStrength
            // Half a pair a level, after Jeffreys, so that nothing is impossible.
            let total = counted.reduce(0, +) + strength + 0.5 * Double(prior.count)
            return zip(counted, prior).map { ($0 + strength * $1 + 0.5) / total }
        }
    }

    /// The shares of levels among the strangers of one place, or of two: those of all, more or less by how many pairs were
    /// seen at each level than expected. Of the place itself all say it.
    private func shares(
        _ counts: LevelCounts, among strangers: [[Double]], _ model: LinkageModel
    ) -> [[Double]] {
        strangers.enumerated().map { part, shares in
            guard model.parts[part].isLocal, part != model.placePart else { return shares }
            let counted = counts[part].prefix(shares.count)
            let total = counted.reduce(0, +)
            return LinkageModel.normalised(
                zip(counted, shares).map { seen, share in
                    share * (seen + Self.excessPrior) / (share * total + Self.excessPrior)
                })
        }
    }

    /// Shares of matches whose ratio to those of strangers only falls: neighbours that break the order
    /// are pooled (Ayer and others, 1955), which keeps the sum.
    static func monotone(_ matches: [Double], over strangers: [Double]) -> [Double] {
        var pools: [(matches: Double, strangers: Double, count: Int)] = []
        for level in matches.indices {
            pools.append((matches[level], strangers[level], 1))
            while pools.count > 1, let last = pools.last,
                case let before = pools[pools.count - 2],
                last.matches * before.strangers > before.matches * last.strangers
            {
                pools.removeLast(2)
                pools.append(
                    (
                        before.matches + last.matches, before.strangers + last.strangers,
                        before.count + last.count
                    ))
            }
        }
        var result: [Double] = []
        for pool in pools {
            for _ in 0..<pool.count {
                result.append(strangers[result.count] * pool.matches / pool.strangers)
            }
        }
        return result
    }
}

/// What is counted of pairs drawn at random.
private struct DrawnCounts {
    var levels: LevelCounts
    /// Of the pairs of two places.
    var apart: LevelCounts
    var joint: JointAgreement

    init(parts: Int) {
        levels = LevelCounts(parts: parts)
        apart = levels
        joint = JointAgreement(parts: parts)
    }

    mutating func add(_ others: DrawnCounts) {
        levels.add(others.levels)
        apart.add(others.apart)
        joint.add(others.joint)
    }
}

/// Weighted counts of the levels of each part.
struct LevelCounts {
    private let parts: Int
    private var counts: [Double]
    private(set) var total = 0.0

    init(parts: Int) {
        self.parts = parts
        counts = [Double](repeating: 0, count: parts * 8)
    }

    mutating func add(_ comparison: Comparison, _ weight: Double) {
        total += weight
        for part in 0..<parts { counts[part * 8 + comparison.pattern[part]] += weight }
    }

    /// Adds what was counted elsewhere.
    mutating func add(_ others: LevelCounts) {
        total += others.total
        for place in counts.indices { counts[place] += others.counts[place] }
    }

    /// Adds to a level of one part alone.
    mutating func add(_ part: Int, _ level: Int, _ weight: Double) {
        counts[part * 8 + level] += weight
    }

    subscript(part: Int) -> ArraySlice<Double> { counts[(part * 8)..<(part * 8 + 8)] }
}

/// Counts of parts that agree together.
struct JointAgreement {
    private let parts: Int
    private var total = 0.0
    private var counts: [Double]

    init(parts: Int) {
        self.parts = parts
        counts = [Double](repeating: 0, count: parts * parts)
    }

    /// Adds a pair of records, whose agreeing parts are bits of a mask.
    mutating func add(_ agreeing: UInt32, _ weight: Double) {
        total += weight
        var rest = agreeing
        while rest != 0 {
            let first = rest.trailingZeroBitCount
            rest &= rest - 1
            counts[first * parts + first] += weight
            var others = rest
            while others != 0 {
                counts[first * parts + others.trailingZeroBitCount] += weight
                others &= others - 1
            }
        }
    }

    /// Adds what was counted elsewhere.
    mutating func add(_ others: JointAgreement) {
        total += others.total
        for place in counts.indices { counts[place] += others.counts[place] }
    }

    /// The heaviest tree of dependences, by the mutual information of agreeing together.
    func tree(prior: Double, bitsMin: Double) -> [LinkageModel.Dependence] {
        guard total > 0 else { return [] }
        var edges: [(information: Double, dependence: LinkageModel.Dependence)] = []
        for first in 0..<parts {
            for second in first + 1..<max(parts, first + 1) {
                let both = counts[first * parts + second]
                let expected =
                    counts[first * parts + first] * counts[second * parts + second] / total
                let bits = log2((both + prior) / (expected + prior))
                guard bits >= bitsMin else { continue }
                edges.append((both * bits, .init(first: first, second: second, bits: bits)))
            }
        }
        edges.sort { $0.information > $1.information }
        var groups = DisjointSets(count: parts)
        return edges.compactMap { edge in
            groups.join(edge.dependence.first, edge.dependence.second) ? edge.dependence : nil
        }
    }
}
