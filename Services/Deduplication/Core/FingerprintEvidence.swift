import Catalogue
import Glibc
public import Messages

/// What a matcher found of two people, as one entry in the evidence of their pair.
///
/// Its weight is the base 2 logarithm of the likelihood ratio that follows from the error rates that the matcher states
/// (ISO/IEC 19795-1; Champod et al., "Fingerprints and Other Ridge Skin Impressions", 2016, chapter 2): of a match
/// (1 − FNMR) / FMR, of a non-match FNMR (the
/// share of two people who do not match is as good as 1). Both are bounded, since stated rates are of good captures of
/// people who want to be recognised: a field team's scanner, worn fingers and a wrong finger are not in them.
public struct FingerprintEvidence: Sendable, Hashable {
    /// The most that a match weighs: a stated rate below one in a million was never measured on such captures.
    public static let matchBitsMax = 20.0
    /// The most that a non-match takes off: hands that work fail to match far more often than is stated.
    public static let nonMatchBitsMin = -6.0
    /// From here on a match makes a possible pair a probable one.
    public static let decisiveBitsMin = 10.0

    static let field = EvidenceFieldMessage.fingerprint.rawValue

    /// The entry.
    public let evidence: DeduplicationV1.Evidence

    /// Whether it lifts a pair by a level.
    public var isDecisive: Bool { evidence.weightBits >= Self.decisiveBitsMin }

    /// Whether it makes a pair by itself, of people whom nothing else brought together. Where `count` are searched, each
    /// is as likely as `1 / count` to be the one before, and a match must outweigh that: else every search of a large
    /// gallery would open pairs by chance.
    public func isDecisive(among count: Int) -> Bool {
        let chance = log2(Double(max(count, 1)))
        return evidence.weightBits
            >= min(max(Self.decisiveBitsMin, chance), Self.matchBitsMax - 0.25)
    }

    /// The evidence of a verdict; nil where it says nothing.
    ///
    /// - Parameter falseNonMatchRate: what the matcher states, above 0 and below 1.
    public init?(_ verdict: MatcherVerdict, falseNonMatchRate: Double) {
        switch verdict {
        case .match(let falseMatchRate):
            let ratio = (1 - falseNonMatchRate) / max(falseMatchRate, 1e-12)
            let bits = min(log2(ratio), Self.matchBitsMax)
            guard bits > 0 else { return nil }
            self.init(.agree, bits)
        case .nonMatch:
            self.init(.differs, max(log2(falseNonMatchRate), Self.nonMatchBitsMin))
        case .inconclusive: return nil
        }
    }

    init?(_ evidence: DeduplicationV1.Evidence) {
        guard evidence.field == Self.field else { return nil }
        self.evidence = evidence
    }

    private init(_ level: EvidenceLevelMessage, _ bits: Double) {
        evidence = .init(field: Self.field, level: level.rawValue, weightBits: bits)
    }

    /// The level of a pair that the records give one level.
    func level(with records: DeduplicationV1.PairLevel) -> DeduplicationV1.PairLevel {
        if isDecisive { return records == .unspecified ? .possible : .probable }
        return evidence.weightBits < 0 && records == .probable ? .possible : records
    }
}

/// How a matcher judges two people.
public enum MatcherVerdict: Sendable, Hashable {
    /// One person; the share of comparisons of two different people that reach this score, 0 to 1.
    case match(falseMatchRate: Double)
    /// Two people.
    case nonMatch
    /// Too little to say.
    case inconclusive
}
