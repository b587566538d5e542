/// How sure the engine is that two records are one person.
public enum MatchDecision: UInt8, Comparable, Sendable {
    /// Worth an adjudicator's look.
    case possible
    /// One person unless an adjudicator finds otherwise.
    case probable

    /// By certainty.
    public static func < (left: MatchDecision, right: MatchDecision) -> Bool {
        left.rawValue < right.rawValue
    }
}

/// An earlier record that may be the same person, and why.
public struct ScoredCandidate: Hashable, Sendable {
    /// The earlier record.
    public let id: RecordID
    /// Its household.
    public let household: RecordID
    /// The evidence.
    public let comparison: Comparison
    /// The probability under the engine's prior.
    public let probability: Double
    /// What it amounts to.
    public let decision: MatchDecision
}

/// The result of screening one person.
public struct Screening: Hashable, Sendable {
    /// Candidates from `possible` on, the strongest first.
    public let candidates: [ScoredCandidate]
    /// Records that were compared.
    public let comparedCount: Int
    /// Keys that more people share than the limit, and so were not followed.
    public let keysTooCommon: Int
    /// Whether a limit kept out records that were found.
    public let isTruncated: Bool
}
