import Catalogue
import Glibc
public import Messages

/// What a matcher found of two people, as one entry in the evidence of their pair.
///
/// Its weight is the base 2 logarithm of the likelihood ratio that follows from the error rates that the matcher states
/// (ISO/IEC 19795-1; Champod et al., "Fingerprints and Other Ridge Skin Impressions", 2016, chapter 2): of a match
/// (1 − FNMR) / FMR, of a non-match FNMR (the share of two people who do not match is as good as 1). Both are bounded,
/// since stated rates are of good captures of people who want to be recognised: a field team's scanner, worn fingers and
/// a wrong finger are not in them.
public struct FingerprintEvidence: Sendable, Hashable {
    /// The most that a match weighs: a stated rate below one in a million was never measured on such captures.
    public static let matchBitsMax = 20.0
    /// The most that a non-match takes off: hands that work fail to match far more often than is stated.
    public static let nonMatchBitsMin = -6.0
    /// People among whom somebody is sought at the least: in a small gallery, too, most are registered once.
    public static let soughtMin = 1_000

    /// The entry.
    public let evidence: DeduplicationV1.Evidence

    /// The evidence of a verdict; nil where it says nothing.
    ///
    /// - Parameter falseNonMatchRate: what the matcher states, above 0 and below 1.
    public init?(_ verdict: MatcherVerdict, falseNonMatchRate: Double) {
        switch verdict {
        case .match(let falseMatchRate):
            let ratio = (1 - falseNonMatchRate) / max(falseMatchRate, 1e-12)
            let bits = min(log2(ratio), Self.matchBitsMax)
            guard bits > 0 else { return nil }
            self.init(.matches, bits)
        case .nonMatch:
            self.init(.differs, max(log2(falseNonMatchRate), Self.nonMatchBitsMin))
        case .inconclusive: return nil
        }
    }

    init?(_ evidence: DeduplicationV1.Evidence) {
        guard evidence.field == EvidenceFieldMessage.fingerprint.rawValue else { return nil }
        self.evidence = evidence
    }

    private init(_ level: EvidenceLevelMessage, _ bits: Double) {
        evidence = .init(
            field: EvidenceFieldMessage.fingerprint.rawValue, level: level.rawValue,
            weightBits: bits)
    }

    /// The odds before anything is compared, where a search brought two people together and their records say nothing:
    /// each of those searched is as likely as the next.
    static func prior(among count: Int) -> DeduplicationV1.Evidence {
        .init(
            field: EvidenceFieldMessage.prior.rawValue,
            weightBits: -log2(Double(max(count, soughtMin))))
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
