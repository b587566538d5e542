/// Links the records of one list or of two, without labels.
///
/// ```swift
/// var table = LinkageTable(mapping: mapping)
/// for row in rows { table.append(row, plan: plan) }
/// let result = await Linker().link(table)
/// await result.forEachPairs { pairs in … } collect: { … }
/// ```
///
/// A list has too many candidates to keep: they are made in parts and compared twice, first a sample
/// that the model is fitted to, then all, of which the probable ones stay.
public struct Linker: Sendable {
    private static let seed: UInt64 = 0x6A61_7469_6769
    /// Bits below which a pair is not kept, one in a million: no family makes up for that.
    private static let keptBitsMin = -20.0
    /// Bits from which two records are one person's when it is counted how many people hold a value: 99 in a hundred.
    private static let sureBits = WeightTable.bits(0.99)
    private static let chunk = 16_384
    /// Records of one place from which they are neighbours: of fewer, most pairs are of one person or one family.
    private static let neighboursMin = 50

    private let configuration: LinkageConfiguration

    /// A linker that assumes what a configuration says.
    public init(configuration: LinkageConfiguration = .standard) {
        self.configuration = configuration
    }

    /// Finds the records of one person.
    ///
    /// Works on all processors. The result is the same in every run.
    ///
    /// - Parameters:
    ///   - table: made with the same configuration. A caller who gives away its only copy spares the memory of another.
    ///   - progress: is told how much is done, from 0 to 100.
    public func link(
        _ table: consuming LinkageTable, progress: @Sendable (Int) -> Void = { _ in }
    ) async -> LinkageResult {
        var table = table
        table.exchangeNames()
        let witnesses = table.witnesses()
        var comparer = RecordComparer(table, configuration, witnesses: witnesses)
        let mayLink = Linkable(table)
        progress(5)
        let blocked = await CandidatePairs(in: table, mayLink: mayLink)
        progress(35)
        let share = UInt64(max(1, blocked.count / LinkageLimits.fittedMax))
        var fitted = FittedPairs(
            sample: await Self.compare(blocked, comparer, oneIn: share, keep: { _ in true }).pairs,
            share: share,
            strangers: await Self.compare(
                Self.strangers(of: table, among: witnesses, mayLink.callAsFunction), comparer),
            neighbours: await Self.compare(
                Self.neighbours(of: table, among: witnesses, comparer, mayLink.callAsFunction),
                comparer))
        progress(45)
        var model = await fit(fitted, comparer.parts, of: table)
        progress(55)
        let weights = model.weights()
        let compared = await Self.compare(blocked, comparer) {
            weights.bits($0) >= Self.keptBitsMin
        }
        var kept = compared.pairs
        var candidateCount = compared.count
        progress(75)
        // Now that repeats are known, what one person's records hold is no longer common for it.
        comparer = RecordComparer(
            table, configuration, witnesses: witnesses,
            people: Self.people(kept, weights, count: table.count))
        kept = await Self.compare(kept.map(\.pair), comparer)
        await fitted.forEach { $0 = await Self.compare($0.map(\.pair), comparer) }
        progress(80)
        var families = Families(table)
        if let place = comparer.householdPart, !families.isEmpty {
            for pass in 1...Families.passes {
                families.assign(kept, FamilyEvidence(model.weights(), householdPart: place))
                let found = families.pairs(mayLink: mayLink.callAsFunction)
                let added = await Self.compare(Self.without(kept, found), comparer)
                candidateCount += added.count
                fitted.sample = Self.merged(
                    fitted.sample, added.filter { CandidatePairs.hash($0.pair) % share == 0 })
                kept = Self.merged(kept, added)
                families.setLevels(of: &kept, place)
                await fitted.forEach { families.setLevels(of: &$0, place) }
                model = await fit(fitted, comparer.parts, of: table, hasFamilies: true)
                progress(80 + 8 * pass)
            }
        } else {
            model = await fit(fitted, comparer.parts, of: table)
        }
        let unshifted = model.weights()
        model.worth = configuration.bitWorth
        model.shift =
            ScoreCalibration(
                kept.lazy.map { unshifted.bits($0.comparison) }, worth: model.worth
            ).shift / model.worth
        let decider = Decider(
            comparer: comparer, weights: model.weights(), table: table, families: families,
            mayLink: mayLink, pairs: Self.scored(kept, model, least: Self.keptBitsMin))
        let result = await LinkageResult(
            table: table, configuration: configuration, model: model, decider: decider,
            blocked: blocked, candidateCount: candidateCount)
        progress(100)
        return result
    }

    /// Pairs that a model is fitted to.
    private struct FittedPairs {
        /// Of the candidates.
        var sample: [ComparedPair]
        /// How many candidates each of the sample stands for.
        let share: UInt64
        var strangers: [ComparedPair]
        var neighbours: [ComparedPair]

        mutating func forEach(_ body: (inout [ComparedPair]) async -> Void) async {
            await body(&sample)
            await body(&strangers)
            await body(&neighbours)
        }
    }

    private func fit(
        _ pairs: FittedPairs, _ parts: [ComparisonPart], of table: LinkageTable,
        hasFamilies: Bool = false
    ) async -> LinkageModel {
        var configuration = configuration
        if hasFamilies { configuration.matchesShare = configuration.familiesMatchesShare }
        let fitting = ModelFitting(
            configuration: configuration, candidates: pairs.sample.map(\.comparison),
            candidateShare: Double(pairs.share), strangers: pairs.strangers.map(\.comparison),
            neighbours: pairs.neighbours.map(\.comparison), records: table.count,
            pairs: Self.pairCount(table))
        return await fitting.fit(parts)
    }

    /// The person of each record, as far as pairs are sure.
    private static func people(
        _ pairs: [ComparedPair], _ weights: WeightTable, count: Int
    ) -> [UInt32] {
        var people = DisjointSets(count: count)
        for pair in pairs where weights.bits(pair.comparison) >= sureBits {
            people.join(pair.pair.left, pair.pair.right, sizeMax: LinkageLimits.groupMax)
        }
        return (0..<count).map { UInt32(people.root($0)) }
    }

    private static func scored(
        _ pairs: [ComparedPair], _ model: LinkageModel, least: Double
    ) -> [ScoredPair] {
        let weights = model.weights()
        return pairs.compactMap { pair in
            let bits = weights.bits(pair.comparison)
            return bits >= least ? ScoredPair(pair.pair, bits: bits) : nil
        }
    }

    /// Pairs that could be formed.
    private static func pairCount(_ table: LinkageTable) -> Double {
        let count = Double(table.count)
        let first = Double(table.firstCount)
        return table.hasTwoLists ? first * (count - first) : count * (count - 1) / 2
    }
}

// MARK: Comparing on all processors

extension Linker {
    /// Compares the candidates, or a sample of them, and keeps what is asked for, in order.
    private static func compare(
        _ blocked: CandidatePairs, _ comparer: RecordComparer, oneIn share: UInt64 = 1,
        keep: @escaping @Sendable (Comparison) -> Bool
    ) async -> (pairs: [ComparedPair], count: Int) {
        var kept: [ComparedPair] = []
        var count = 0
        await InParallel.each(blocked.parts.count) { part in
            blocked.parts[part]
        } work: { lefts in
            let pairs = blocked.pairs(of: lefts, oneIn: share)
            return (compare(pairs[...], comparer, keep), pairs.count)
        } collect: { _, found in
            kept += found.0
            count += found.1
        }
        return (kept, count)
    }

    private static func compare(
        _ pairs: [RecordPair], _ comparer: RecordComparer
    ) async -> [ComparedPair] {
        var compared: [ComparedPair] = []
        compared.reserveCapacity(pairs.count)
        await InParallel.chunks(of: pairs.count, size: chunk) { range in
            compare(pairs[range], comparer) { _ in true }
        } collect: {
            compared += $0
        }
        return compared
    }

    private static func compare(
        _ pairs: ArraySlice<RecordPair>, _ comparer: RecordComparer, _ keep: (Comparison) -> Bool
    ) -> [ComparedPair] {
        comparer.withPairComparer { comparer in
            var kept: [ComparedPair] = []
            for pair in pairs {
                let comparison = comparer.compare(pair.left, pair.right)
                if keep(comparison) {
                    kept.append(ComparedPair(pair: pair, comparison: comparison))
                }
            }
            return kept
        }
    }

    /// Pairs of one ordered list that another has not.
    private static func without(
        _ known: [ComparedPair], _ pairs: [RecordPair]
    ) -> [RecordPair] {
        var place = 0
        return pairs.filter { pair in
            while place < known.count, known[place].pair < pair { place += 1 }
            return place == known.count || known[place].pair != pair
        }
    }

    /// Two ordered lists as one; of a pair in both, what the first says.
    static func merged(
        _ first: [ComparedPair], _ second: [ComparedPair]
    ) -> [ComparedPair] {
        guard !second.isEmpty else { return first }
        var merged: [ComparedPair] = []
        merged.reserveCapacity(first.count + second.count)
        var rest = first[...]
        for pair in second {
            let before = rest.prefix { $0.pair < pair.pair }
            merged += before
            rest = rest[before.endIndex...]
            if rest.first?.pair != pair.pair { merged.append(pair) }
        }
        return merged + rest
    }
}

// MARK: Strangers

extension Linker {
    /// Pairs of some records, drawn at random; all of them where there are few.
    static func strangers(
        of table: LinkageTable, among records: [Int], _ mayLink: (Int, Int) -> Bool
    ) -> [RecordPair] {
        let firstCount = records.count { $0 < table.firstCount }
        let second = table.hasTwoLists ? records[firstCount...] : records[...]
        var pairs: [RecordPair] = []
        func add(_ left: Int, _ right: Int) {
            if left != right, mayLink(left, right) { pairs.append(RecordPair(left, right)) }
        }
        let possible =
            table.hasTwoLists
            ? firstCount * second.count : firstCount * max(0, firstCount - 1) / 2
        if possible <= LinkageLimits.strangersMax {
            for place in 0..<firstCount {
                let others = table.hasTwoLists ? second : records[(place + 1)...]
                for right in others { add(records[place], right) }
            }
            return pairs
        }
        var random = SeededRandom(seed: seed)
        for _ in 0..<LinkageLimits.strangersMax {
            let left = Int.random(in: 0..<firstCount, using: &random)
            let right = Int.random(in: second.indices, using: &random)
            add(records[left], records[right])
        }
        return pairs
    }

    /// Pairs of records of one place: to records drawn at random, others of their place.
    static func neighbours(
        of table: LinkageTable, among records: [Int], _ comparer: RecordComparer,
        _ mayLink: (Int, Int) -> Bool
    ) -> [RecordPair] {
        guard let part = LinkageModel.placePart(of: comparer.parts) else { return [] }
        let field = comparer.parts[part].field
        let placed = table.withUnsafe { rows, _ in
            records.compactMap { record in
                rows[record].values(field).first.map { (place: $0, record: record) }
            }
        }
        .sorted { $0 < $1 }
        // Each record with the range of those of its place.
        var members: [(record: Int, place: Range<Int>)] = []
        var rest = placed[...]
        while let first = rest.first {
            let end = rest.firstIndex { $0.place != first.place } ?? rest.endIndex
            let place = rest.startIndex..<end
            if place.count >= neighboursMin {
                members += rest[place].map { ($0.record, place) }
            }
            rest = rest[end...]
        }
        guard !members.isEmpty else { return [] }
        var random = SeededRandom(seed: seed)
        let pairs: [UInt64] = (0..<LinkageLimits.strangersMax).compactMap { _ in
            let member = members[Int.random(in: members.indices, using: &random)]
            let other = placed[Int.random(in: member.place, using: &random)].record
            guard other != member.record, mayLink(member.record, other) else { return nil }
            return RecordPair(member.record, other).packed
        }
        return RecordPair.distinct(pairs)
    }
}
