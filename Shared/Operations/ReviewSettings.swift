import Catalogue

/// What a region's operator says of the review of pairs: the keys below `review`.
public struct ReviewSettings: Sendable, Hashable {
    /// Probabilities of pairs that need two reviewers; nil where none does.
    public let doubtful: ClosedRange<Double>?
    /// Share of the other pairs that need two reviewers too.
    public let checkedShare: Double
    /// Least probability of what is merged without a person; nil where nothing is.
    public let mergeProbability: Double?
    /// Codes of the fields that must agree exactly for that.
    public let mergeExact: [String]

    /// Probabilities that a rule may ask for: a mistyped one must not merge half the region.
    static let mergeProbabilities = 0.99...0.999_999_999
    /// Fields that two records can agree in exactly.
    static let mergeFields: [EvidenceFieldMessage] = [
        .givenName, .familyName, .sex, .birthDate, .motherName, .fatherName, .origin, .residence,
        .phone, .document,
    ]

    init(_ reader: ConfigurationReader) {
        let from = reader.decimal("review.second_opinion.from", in: 0...1)
        let to = reader.decimal("review.second_opinion.to", in: (from ?? 0)...1)
        doubtful = from == nil && to == nil ? nil : (from ?? 0)...(to ?? 1)
        checkedShare = reader.decimal("review.second_opinion.share", in: 0...1) ?? 0
        mergeProbability = reader.decimal("review.merge.probability", in: Self.mergeProbabilities)
        mergeExact = reader.list("review.merge.exact")
        let fields = Self.mergeFields.map(\.rawValue)
        for field in mergeExact where !fields.contains(field) {
            reader.report(
                "review.merge.exact", .notOneOf,
                ["value": field, "words": fields.joined(separator: ", ")])
        }
        if !reader.mentions(["review.merge.probability"]), !mergeExact.isEmpty {
            reader.report("review.merge.probability", .required)
        }
    }
}
