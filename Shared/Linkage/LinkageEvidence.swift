/// What one thing adds to the bits of a pair of records, in a list or in an index.
///
/// The bits of all evidence of a pair add up to the binary logarithm of the odds that both are one person's.
public struct LinkageEvidence: Sendable, Hashable {
    /// What it is about.
    public enum Subject: Sendable, Hashable {
        /// The odds before anything is compared: how many people there are, how often one is registered again, and by how
        /// many bits all scores would be too high or too low.
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
    /// Bits for one person, for values as rare as those of the pair; negative against it.
    public let bits: Double

    init(_ subject: Subject, level: AgreementLevel? = nil, bits: Double) {
        self.subject = subject
        self.level = level
        self.bits = bits
    }
}

extension PairComparer {
    /// What the bits of a comparison are the sum of: the odds before it, each part that both records know, what fields say
    /// twice, and what relatives share. Whatever shows contributions takes them from here.
    ///
    /// - Parameters:
    ///   - comparison: That of the pair that was compared last, with what the households say.
    ///   - fields: Those of the records.
    func evidence(
        of comparison: Comparison, fields: [LinkageField], by weights: WeightTable
    ) -> [LinkageEvidence] {
        var evidence = [LinkageEvidence(.prior, bits: weights.prior)]
        for (place, part) in parts.enumerated() {
            let level = comparison.pattern[place]
            let levels = configuration.levels(of: part.kind)
            guard level < levels.count else { continue }
            let isCompared = part.kind != .household
            evidence.append(
                LinkageEvidence(
                    .part(part.kind, isCompared ? fields[part.field] : nil),
                    level: levels[level].level,
                    bits: weights.contribution(
                        place, of: comparison, rarity: isCompared ? rarityOfPart[place] : 0)))
        }
        let overlap = weights.overlap(comparison)
        if overlap < 0 { evidence.append(LinkageEvidence(.overlap, bits: overlap)) }
        evidence.append(LinkageEvidence(.relatives, bits: weights.relatives(comparison)))
        return evidence
    }
}
