/// Two records with what their comparison says.
public struct ScoredPair: Sendable {
    let pair: RecordPair
    /// Binary logarithm of the odds that both are one person's.
    public let bits: Double

    init(_ pair: RecordPair, bits: Double) {
        self.pair = pair
        self.bits = bits
    }

    init(left: Int, right: Int, bits: Double) {
        self.init(RecordPair(left, right), bits: bits)
    }

    /// The record with the lower number.
    public var left: Int { pair.left }
    /// The other.
    public var right: Int { pair.right }
    /// The probability that both are one person's.
    public var probability: Double { WeightTable.probability(bits) }
}
