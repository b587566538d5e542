import Glibc

/// Two records compared, field by field.
///
/// After Fellegi and Sunter (1969), "A Theory for Record Linkage": the weights of the fields add up.
public struct Comparison: Hashable, Sendable {
    /// One entry a field, those not stated included, so that an adjudicator sees what is unknown.
    public let fields: [FieldEvidence]

    init(fields: [FieldEvidence]) {
        self.fields = fields
    }

    /// The sum of the fields' weights, in bits.
    public var total: Double {
        fields.reduce(0) { $0 + $1.weight }
    }

    /// The probability that both records are one person.
    ///
    /// - Parameter prior: the probability before anything is compared, over 0 and under 1.
    public func probability(prior: Double) -> Double {
        precondition(prior > 0 && prior < 1, "a prior is a probability between 0 and 1")
        // From the smaller side, so that neither a huge nor a tiny weight overflows.
        let bits = log2(prior / (1 - prior)) + total
        return bits > 0 ? 1 / (1 + exp2(-bits)) : exp2(bits) / (1 + exp2(bits))
    }
}
