/// Two records with what their comparison says.
public struct ScoredPair: Sendable {
    /// The record with the lower number.
    public let left: Int
    /// The other.
    public let right: Int
    /// Binary logarithm of the odds that both are one person's.
    public let bits: Double

    /// The probability that both are one person's.
    public var probability: Double { WeightTable.probability(bits) }
}
