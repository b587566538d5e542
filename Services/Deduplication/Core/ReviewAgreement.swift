public import Messages

/// How often two or more reviewers said the same of the same things, beyond chance.
///
/// Every thing was judged by two of them, who did not know of each other.
public struct ReviewAgreement: Sendable, Hashable {
    /// How often two reviewers said what.
    public struct Count: Sendable, Hashable {
        /// Two reviewers, in the order of their names.
        public let reviewers: [String]
        /// What the first and the second of them said.
        public let decisions: [DeduplicationV1.PairState]
        /// Of so many pairs of records.
        public let count: Int

        /// One count; the reviewers are put in order.
        public init(
            _ one: (reviewer: String, decision: DeduplicationV1.PairState),
            _ other: (reviewer: String, decision: DeduplicationV1.PairState), count: Int
        ) {
            let both = [one, other].sorted { $0.reviewer < $1.reviewer }
            reviewers = both.map(\.reviewer)
            decisions = both.map(\.decision)
            self.count = count
        }
    }

    /// The counts.
    public let counts: [Count]

    /// The agreement in some counts.
    public init(_ counts: [Count]) { self.counts = counts }

    /// Pairs of records.
    public var total: Int { counts.reduce(0) { $0 + $1.count } }

    /// Pairs of records of which both said the same.
    public var agreed: Int {
        counts.reduce(0) { $0 + ($1.decisions[0] == $1.decisions[1] ? $1.count : 0) }
    }

    /// The agreement of each two reviewers, in the order of their names.
    public var byReviewers: [(one: String, other: String, agreement: ReviewAgreement)] {
        Dictionary(grouping: counts, by: \.reviewers)
            .map { (one: $0.key[0], other: $0.key[1], agreement: ReviewAgreement($0.value)) }
            .sorted { ($0.one, $0.other) < ($1.one, $1.other) }
    }

    /// Cohen's kappa (1960): 1 where two reviewers always agree, 0 where they agree as often as chance would have it; nil
    /// where chance alone makes them agree, or nothing was judged. Of the counts of two reviewers.
    public var kappa: Double? {
        guard total > 0 else { return nil }
        var shares: [[DeduplicationV1.PairState: Double]] = [[:], [:]]
        for count in counts {
            for side in 0...1 {
                shares[side][count.decisions[side], default: 0] +=
                    Double(count.count) / Double(total)
            }
        }
        let expected = shares[0].reduce(0) { $0 + $1.value * (shares[1][$1.key] ?? 0) }
        let observed = Double(agreed) / Double(total)
        // Rounding leaves a little of what is 1.
        return expected < 1 - 1e-12 ? (observed - expected) / (1 - expected) : nil
    }

    /// Krippendorff's alpha for nominal data (2004, "Content Analysis", chapter 11), which may have any number of
    /// reviewers: 1 where all agree, 0 for chance; nil where all said the same of all, or nothing was judged.
    public var alpha: Double? {
        var values: [DeduplicationV1.PairState: Double] = [:]
        for count in counts {
            for decision in count.decisions { values[decision, default: 0] += Double(count.count) }
        }
        let all = values.values.reduce(0, +)
        let chance = values.values.reduce(0) { $0 + $1 * (all - $1) }
        guard chance > 0 else { return nil }
        let differing = Double(2 * (total - agreed))
        return 1 - (all - 1) * differing / chance
    }
}
