import Basics
public import Linkage
public import Messages

/// What the engine found of two records.
public struct PairFinding: Sendable, Hashable {
    /// Probability from which two records are a pair.
    public static let possibleMin = 0.2
    /// Probability from which a pair is `probable`.
    public static let probableMin = 0.9

    /// The two people.
    public let key: PairKey
    /// How sure the engine is.
    public let level: DeduplicationV1.PairLevel
    /// Binary logarithm of the odds that both are one: the sum of the evidence.
    public let weightBits: Double
    /// The evidence: what is known before anything is compared, then field by field.
    public let evidence: [DeduplicationV1.Evidence]
    /// Probability that both are one person.
    public let probability: Double

    /// Number of the model that found it.
    public let model: UInt32

    /// What the index says of two people.
    public init(_ key: PairKey, _ finding: LinkageFinding, model: UInt32) {
        self.key = key
        self.model = model
        level = finding.probability >= Self.probableMin ? .probable : .possible
        weightBits = finding.bits
        probability = finding.probability
        evidence = finding.evidence.map(DeduplicationV1.Evidence.init)
    }
}
