import Basics
import Catalogue
import Glibc
public import Messages

/// What a matcher finds, in a pair: it opens one, adds to its weight or takes off, and never closes one or decides.
///
/// The evidence of the records and that of fingerprints come at different times and are kept apart: each is replaced by
/// its own kind alone. The level follows from the sum, by the thresholds of the engine; fingerprints alone make no
/// probable pair, since nobody has compared the rest.
extension DeduplicationV1.Pair {
    /// A pair that fingerprints alone make; nil where they do not outweigh the number of people that were searched: else
    /// every search of a large gallery would open pairs by chance.
    public init?(_ key: PairKey, _ fingerprint: FingerprintEvidence, among count: Int) {
        self.init(
            pairID: key.pairID, state: .open, earlier: .init(personID: key.earlier.bytes),
            later: .init(personID: key.later.bytes), revision: 1)
        set([FingerprintEvidence.prior(among: count), fingerprint.evidence])
        guard level != .unspecified else { return nil }
    }

    /// The pair without what a matcher found, for those who may not learn it; nil where nothing else makes it one.
    public var ofRecordsAlone: Self? {
        guard hasRecords else { return nil }
        guard fingerprint != nil else { return self }
        var pair = self
        pair.set(ofRecords)
        return pair
    }

    /// What a matcher found of it, if anything.
    public var fingerprint: FingerprintEvidence? {
        evidence.lazy.compactMap { FingerprintEvidence($0) }.first
    }

    /// Takes what a matcher found; nil takes back what it found before. An open pair of which nothing is left is
    /// withdrawn. A decision stands, with a revision that counts up, so that reviewers notice.
    public mutating func take(_ fingerprint: FingerprintEvidence?) {
        guard fingerprint != self.fingerprint else { return }
        set(ofRecords + [fingerprint?.evidence].compactMap { $0 })
        revision += 1
        if state == .open, !hasRecords, level == .unspecified || fingerprint == nil {
            state = .withdrawn
        }
    }

    /// Opens a pair that was taken back with evidence that is new.
    ///
    /// - Precondition: it is withdrawn.
    public mutating func reopen(as pair: Self) {
        precondition(state == .withdrawn, "only what was taken back is opened again")
        set(pair.evidence)
        state = .open
        revision += 1
    }

    /// Adds what a matcher found before to what the engine finds now.
    mutating func add(_ fingerprint: FingerprintEvidence) { set(evidence + [fingerprint.evidence]) }

    /// Keeps what a matcher found where the records say nothing more; false where that makes no pair.
    mutating func keepFingerprint() -> Bool {
        guard let fingerprint, fingerprint.evidence.weightBits > 0 else { return false }
        let before = self
        set(evidence.filter(Self.isPrior) + [fingerprint.evidence])
        if self != before { revision += 1 }
        return level != .unspecified
    }

    /// Drops what the records said; what a matcher found stays, against the odds of two whom a search brought together.
    mutating func keepNothingOfRecords() {
        set(
            [FingerprintEvidence.prior(among: FingerprintEvidence.soughtMin)]
                + [fingerprint?.evidence].compactMap { $0 })
        level = .possible
    }

    private var ofRecords: [DeduplicationV1.Evidence] {
        evidence.filter { FingerprintEvidence($0) == nil }
    }

    /// Whether the records say anything, beside the odds before.
    public var hasRecords: Bool { !ofRecords.allSatisfy(Self.isPrior) }

    private static func isPrior(_ evidence: DeduplicationV1.Evidence) -> Bool {
        evidence.field == EvidenceFieldMessage.prior.rawValue
    }

    private mutating func set(_ evidence: [DeduplicationV1.Evidence]) {
        self.evidence = evidence
        weightBits = evidence.reduce(0) { $0 + $1.weightBits }
        probability = 1 / (1 + exp2(-weightBits))
        if hasRecords {
            // A pair of the records is one, however much a matcher takes off.
            level = probability >= PairFinding.probableMin ? .probable : .possible
        } else {
            level = probability >= PairFinding.possibleMin ? .possible : .unspecified
        }
    }
}
