/// Two records of an index that may be one person's, and why.
public struct LinkageFinding: Sendable {
    /// The person that was screened.
    public let person: [UInt8]
    /// The other one.
    public let other: [UInt8]
    /// Binary logarithm of the odds that both are one: the sum of the evidence.
    public let bits: Double
    /// All that was weighed, the odds before it first.
    public let evidence: [LinkageEvidence]
    /// What was compared, for learning.
    let comparison: Comparison

    /// The probability that both are one person.
    public var probability: Double { WeightTable.probability(bits) }
}
