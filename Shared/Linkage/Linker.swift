/// Links the records of one list or of two, without labels.
///
/// ```swift
/// var table = LinkageTable(mapping: mapping)
/// for row in rows { table.append(row, plan: plan) }
/// let result = await Linker().link(table)
/// for pair in result.pairs { … }
/// ```
public struct Linker: Sendable {
    private static let chunk = 16_384
    private static let seed: UInt64 = 0x6A61_7469_6769

    private let configuration: LinkageConfiguration

    /// A linker that assumes what a configuration says.
    public init(configuration: LinkageConfiguration = .standard) {
        self.configuration = configuration
    }

    /// Finds the records of one person.
    ///
    /// Works on all processors. The result is the same in every run.
    ///
    /// - Parameter progress: is told how much is done, from 0 to 100.
    public func link(
        _ table: LinkageTable, progress: @Sendable (Int) -> Void = { _ in }
    ) async -> LinkageResult {
        let comparer = RecordComparer(table, configuration)
        progress(5)
        var pairs = CandidatePairs.find(in: table, mayLink: comparer.mayLink)
        progress(30)
        var candidates = await Self.compare(pairs, comparer)
        progress(55)
        let strangerPairs = Self.strangers(of: table, comparer.mayLink)
        var strangers = await Self.compare(strangerPairs, comparer)
        progress(65)
        var model = fit(candidates, strangers, comparer.parts, of: table)
        var families = Families(table)
        if let place = comparer.householdPart, !families.isEmpty {
            for pass in 1...Families.passes {
                families.assign(Self.scored(pairs, candidates, model))
                let added = Set(families.pairs(mayLink: comparer.mayLink)).subtracting(pairs)
                    .sorted()
                pairs += added
                candidates += await Self.compare(added, comparer)
                families.setLevels(of: &candidates, pairs, place)
                families.setLevels(of: &strangers, strangerPairs, place)
                model = fit(candidates, strangers, comparer.parts, of: table)
                progress(65 + 15 * pass)
            }
        }
        let decider = Decider(
            comparer: comparer, weights: model.weights(), table: table, families: families,
            pairs: Self.scored(pairs, candidates, model))
        let result = LinkageResult(
            table: table, configuration: configuration, model: model, decider: decider)
        progress(100)
        return result
    }

    private func fit(
        _ candidates: [Comparison], _ strangers: [Comparison], _ parts: [ComparisonPart],
        of table: LinkageTable
    ) -> LinkageModel {
        let most = LinkageLimits.fittedMax
        let step = max(1, (candidates.count + most - 1) / most)
        let fitted =
            step == 1
            ? candidates : stride(from: 0, to: candidates.count, by: step).map { candidates[$0] }
        let fitting = ModelFitting(
            configuration: configuration, candidates: fitted, candidateShare: Double(step),
            strangers: strangers, records: table.count, pairs: Self.pairCount(table))
        return fitting.fit(parts)
    }

    private static func scored(
        _ pairs: [RecordPair], _ candidates: [Comparison], _ model: LinkageModel
    ) -> [ScoredPair] {
        let weights = model.weights()
        return zip(pairs, candidates).map { pair, comparison in
            ScoredPair(left: pair.left, right: pair.right, bits: weights.bits(comparison))
        }
    }

    /// Pairs that could be formed.
    private static func pairCount(_ table: LinkageTable) -> Double {
        let count = Double(table.count)
        let first = Double(table.firstCount)
        return table.hasTwoLists ? first * (count - first) : count * (count - 1) / 2
    }

    private static func compare(
        _ pairs: [RecordPair], _ comparer: RecordComparer
    ) async -> [Comparison] {
        let starts = stride(from: 0, to: pairs.count, by: chunk)
        return await withTaskGroup(of: (Int, [Comparison]).self) { group in
            for start in starts {
                group.addTask {
                    let range = start..<min(start + chunk, pairs.count)
                    return (start, pairs[range].map { comparer.compare($0.left, $0.right) })
                }
            }
            var comparisons = [Comparison](repeating: Comparison(), count: pairs.count)
            for await (start, part) in group {
                comparisons.replaceSubrange(start..<start + part.count, with: part)
            }
            return comparisons
        }
    }

    /// Pairs drawn at random; all of them where there are few.
    static func strangers(
        of table: LinkageTable, _ mayLink: (Int, Int) -> Bool
    ) -> [RecordPair] {
        var pairs: [RecordPair] = []
        if pairCount(table) <= Double(LinkageLimits.strangersMax) {
            for left in 0..<table.firstCount {
                let next = table.hasTwoLists ? table.firstCount : left + 1
                for right in next..<table.count where mayLink(left, right) {
                    pairs.append(RecordPair(left, right))
                }
            }
            return pairs
        }
        var random = SeededRandom(seed: seed)
        for _ in 0..<LinkageLimits.strangersMax {
            let second = table.hasTwoLists ? table.firstCount..<table.count : 0..<table.count
            let left = Int.random(in: 0..<table.firstCount, using: &random)
            let right = Int.random(in: second, using: &random)
            if left != right, mayLink(left, right) { pairs.append(RecordPair(left, right)) }
        }
        return pairs
    }
}
