/// How right a result is, where the truth is known.
public struct LinkageEvaluation: Sendable, Encodable {
    /// Pairs found at a threshold, against the truth.
    public struct Score: Sendable, Encodable {
        /// The threshold.
        public let threshold: Double
        /// Pairs of one person that were found.
        public let right: Int
        /// Pairs of two people that were taken for one.
        public let wrong: Int
        /// Pairs of one person that were not found.
        public let missed: Int

        /// Share of the found pairs that are right; 1 where none was found.
        public var precision: Double { ratio(right, right + wrong) }
        /// Share of the true pairs that were found; 1 where there are none.
        public var recall: Double { ratio(right, right + missed) }
        /// Harmonic mean of both.
        public var f1: Double { ratio(2 * right, 2 * right + wrong + missed) }

        private func ratio(_ part: Int, _ whole: Int) -> Double {
            whole == 0 ? 1 : Double(part) / Double(whole)
        }

        private enum Key: String, CodingKey {
            case threshold, right, wrong, missed, precision, recall, f1
        }

        /// With the ratios.
        public func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: Key.self)
            try container.encode(threshold, forKey: .threshold)
            try container.encode(right, forKey: .right)
            try container.encode(wrong, forKey: .wrong)
            try container.encode(missed, forKey: .missed)
            try container.encode(precision, forKey: .precision)
            try container.encode(recall, forKey: .recall)
            try container.encode(f1, forKey: .f1)
        }
    }

    /// Pairs of one person in the truth.
    public let truePairs: Int
    /// Pairs that blocking found.
    public let candidates: Int
    /// Share of the true pairs that blocking found.
    public let blockingRecall: Double
    /// At the configuration's threshold.
    public let standard: Score
    /// Pairs by their own probability at that threshold, before they are made into people.
    public let pairs: Score
    /// At others.
    public let scores: [Score]
    /// Reliability of the probabilities from 0.05 to 0.95, in bins of equal size.
    public let reliability: [Reliability.Bin]
    /// Mean difference between what was said and what was observed, over these bins; nil without pairs.
    public let calibrationError: Double?

    private static let thresholds = [0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99]

    /// Judges a result.
    ///
    /// - Parameter truth: the person of each record; nil where it is not known, and such a record is
    ///   left out.
    public init(_ result: LinkageResult, truth: [String?]) async {
        let judge = Judge(result.decider.table, truth)
        truePairs = judge.truePairs
        candidates = result.candidateCount
        let found = Self.found(result, judge)
        blockingRecall = truePairs == 0 ? 1 : Double(found) / Double(truePairs)
        standard = judge.score(result.clusters, threshold: result.threshold)
        var scores: [Score] = []
        for threshold in Self.thresholds {
            scores.append(
                judge.score(
                    await result.clusters(threshold: threshold), threshold: threshold))
        }
        self.scores = scores
        let said = result.candidates.lazy.compactMap { pair in
            judge.isTrue(pair.left, pair.right).map { (said: pair.probability, isTrue: $0) }
        }
        let likely = said.filter { $0.said >= result.threshold }
        let right = likely.count { $0.isTrue }
        pairs = Score(
            threshold: result.threshold, right: right, wrong: likely.count - right,
            missed: judge.truePairs - right)
        let reliability = Reliability(said)
        self.reliability = reliability.bins
        calibrationError = reliability.calibrationError
    }

    /// True pairs among those that were compared.
    private static func found(_ result: LinkageResult, _ judge: Judge) -> Int {
        var kept = result.candidates[...]
        return result.blocked.parts.reduce(0) { sum, lefts in
            let rest = kept.drop { $0.left < lefts.upperBound }
            // What families added is kept only.
            let packed =
                kept[..<rest.startIndex].map(\.pair.packed)
                + result.blocked.pairs(of: lefts).map(\.packed)
            kept = rest
            return sum
                + RecordPair.distinct(packed).count { judge.isTrue($0.left, $0.right) == true }
        }
    }
}

/// Knows which pairs are one person's.
private struct Judge {
    /// The number of each record's person, from 0; nil where it is not known.
    private let persons: [Int?]
    private let table: LinkageTable
    let truePairs: Int

    init(_ table: LinkageTable, _ truth: [String?]) {
        precondition(truth.count == table.count)
        var numbers: [String: Int] = [:]
        self.table = table
        let persons: [Int?] = truth.map { name in
            guard let name, !Standardising.isNothing(name) else { return nil }
            let number = numbers[name] ?? numbers.count
            numbers[name] = number
            return number
        }
        self.persons = persons
        truePairs = Self.pairs(persons, table)
    }

    func isTrue(_ left: Int, _ right: Int) -> Bool? {
        guard let first = persons[left], let second = persons[right] else { return nil }
        return first == second
    }

    func score(_ clusters: [Int], threshold: Double) -> LinkageEvaluation.Score {
        let known = clusters.indices.map { persons[$0] == nil ? nil : clusters[$0] }
        // Records of one cluster and one person: both numbers are below the count of records.
        let both = clusters.indices.map { record in
            persons[record].map { clusters[record] * table.count + $0 }
        }
        let right = Self.pairs(both, table)
        let found = Self.pairs(known, table)
        return LinkageEvaluation.Score(
            threshold: threshold, right: right, wrong: found - right, missed: truePairs - right)
    }

    /// Pairs of records of one key; records without a key are left out.
    private static func pairs(_ keys: [Int?], _ table: LinkageTable) -> Int {
        var counts: [Int: (first: Int, second: Int)] = [:]
        for (record, key) in keys.enumerated() {
            guard let key else { continue }
            if record < table.firstCount {
                counts[key, default: (0, 0)].first += 1
            } else {
                counts[key, default: (0, 0)].second += 1
            }
        }
        return counts.values.reduce(0) { sum, count in
            let pairs =
                table.hasTwoLists
                ? count.first * count.second : count.first * (count.first - 1) / 2
            return sum + pairs
        }
    }
}
