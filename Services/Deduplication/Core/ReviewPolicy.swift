public import Messages

/// What an operator says of review: which pairs need a second opinion, and what a rule may merge by itself.
public struct ReviewPolicy: Sendable, Hashable {
    /// One reviewer decides, and nothing is merged by itself.
    public static let standard = ReviewPolicy()

    /// Pairs of such a probability need two reviewers; nil where none does.
    public var doubtful: ClosedRange<Double>?
    /// Share of the other pairs that need two reviewers too, drawn by the pair's id, to measure how well reviewers agree.
    public var checkedShare: Double
    /// What is merged by itself; nil where nothing is.
    public var merging: MergeRule?

    /// Makes a policy.
    public init(
        doubtful: ClosedRange<Double>? = nil, checkedShare: Double = 0, merging: MergeRule? = nil
    ) {
        self.doubtful = doubtful
        self.checkedShare = checkedShare
        self.merging = merging
    }

    /// Reviewers who must give their opinion on a pair, who have not said anything yet.
    public func opinionsNeeded(of pair: DeduplicationV1.Pair) -> Int {
        if doubtful?.contains(pair.probability) == true { return 2 }
        return isDrawn(pair.pairID) ? 2 : 1
    }

    /// The id is a digest of the two records', so its first bytes are a number drawn once and for all.
    private func isDrawn(_ pairID: [UInt8]) -> Bool {
        let number = pairID.prefix(6).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return Double(number) < checkedShare * 0x1p48
    }
}

/// What an operator allows to be merged without a person.
///
/// Far narrower than what makes a pair probable: see `RuleMerging` for what it never touches.
public struct MergeRule: Sendable, Hashable {
    /// The least probability.
    public let probability: Double
    /// Codes of the fields that must agree exactly.
    public let exact: [String]

    /// Makes a rule.
    public init(probability: Double, exact: [String]) {
        self.probability = probability
        self.exact = exact.sorted()
    }

    /// The rule in its own words, by which its decisions are known: another rule has another text.
    public var text: String {
        "probability \(probability)"
            + (exact.isEmpty ? "" : ", exact \(exact.joined(separator: " "))")
    }

    /// Whether the evidence of a pair is enough.
    ///
    /// That other members of the two households do not agree is a contradiction, however much the rest weighs.
    public func allows(_ pair: DeduplicationV1.Pair) -> Bool {
        guard pair.probability >= probability else { return false }
        let agreeing = Set(pair.evidence.filter { $0.level == "exact" }.map(\.field))
        let families = pair.evidence.first { $0.field == "household_members" }?.weightBits ?? 0
        return agreeing.isSuperset(of: exact) && families >= 0
    }
}
