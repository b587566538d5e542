import Basics
import Catalogue
import Glibc
public import Matching
public import Messages

/// What the engine found of two records.
public struct PairFinding: Sendable, Hashable {
    /// The two people.
    public let key: PairKey
    /// How sure the engine is.
    public let level: DeduplicationV1.PairLevel
    /// The sum of the evidence, in bits: log2 of the odds that both are one person.
    public let weightBits: Double
    /// The evidence: what is known before anything is compared, then field by field.
    public let evidence: [DeduplicationV1.Evidence]
    /// Probability that both are one person.
    public let probability: Double

    /// What a comparison says of two people; nil where it is below what makes a pair.
    ///
    /// - Parameter weights: those of the engine that compared them.
    public init?(_ key: PairKey, _ comparison: Comparison, weights: MatchingWeights) {
        let probability = comparison.probability(prior: weights.prior)
        guard probability >= weights.possibleMin else { return nil }
        self.key = key
        level = probability >= weights.probableMin ? .probable : .possible
        self.probability = probability
        let prior = log2(weights.prior / (1 - weights.prior))
        weightBits = prior + comparison.total
        evidence =
            [.init(field: EvidenceFieldMessage.prior.rawValue, weightBits: prior)]
            + comparison.fields.map(DeduplicationV1.Evidence.init)
    }
}
