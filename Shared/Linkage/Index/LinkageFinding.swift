/// Two records of an index that may be one person's, and why.
public struct LinkageFinding: Sendable {
    /// What one part of a comparison says.
    public struct Evidence: Sendable, Hashable {
        /// What it is about.
        public enum Subject: Sendable, Hashable {
            /// The odds before anything is compared: how many people there are, and how often one is registered again.
            case prior
            /// A part of the comparison of a field; nil for the households.
            case part(ComparisonKind, LinkageField?)
            /// What two fields say twice.
            case overlap
            /// That relatives share it, too.
            case relatives
            /// That another member of the household is likelier.
            case rival
        }

        /// What it is about.
        public let subject: Subject
        /// How the values stand to each other; nil where none are compared.
        public let level: AgreementLevel?
        /// Bits for one person; negative against it.
        public let bits: Double
    }

    /// The person that was screened.
    public let person: [UInt8]
    /// The other one.
    public let other: [UInt8]
    /// Binary logarithm of the odds that both are one: the sum of the evidence.
    public let bits: Double
    /// All that was weighed, the odds before it first.
    public let evidence: [Evidence]
    /// What was compared, for learning.
    let comparison: Comparison

    /// The probability that both are one person.
    public var probability: Double { WeightTable.probability(bits) }
}
