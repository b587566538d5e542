import Basics
public import Messages

/// What a matcher finds, in a pair: it opens one, lifts or lowers its level, and never closes one or decides.
///
/// The evidence of the records and that of fingerprints come at different times and are kept apart: each is replaced by
/// its own kind alone.
extension DeduplicationV1.Pair {
    /// A pair that fingerprints alone make.
    ///
    /// - Precondition: they are decisive.
    public init(_ key: PairKey, _ fingerprint: FingerprintEvidence) {
        precondition(fingerprint.isDecisive, "a pair of nothing")
        self.init(
            pairID: key.pairID, state: .open, earlier: .init(personID: key.earlier.bytes),
            later: .init(personID: key.later.bytes), revision: 1)
        add(fingerprint)
    }

    /// What a matcher found of it, if anything.
    public var fingerprint: FingerprintEvidence? {
        evidence.lazy.compactMap { FingerprintEvidence($0) }.first
    }

    /// Takes what a matcher found; says whether the pair is open again. Nil takes back what it found before. A decision
    /// stands, with a revision that counts up, so that reviewers notice.
    public mutating func take(_ fingerprint: FingerprintEvidence?) -> Bool {
        // Of a pair that was taken back nothing is known that still holds.
        if state == .withdrawn {
            guard let fingerprint, fingerprint.isDecisive else {
                if self.fingerprint != nil { removeFingerprint() }
                return false
            }
            keep(only: fingerprint)
            state = .open
            return true
        }
        guard fingerprint != self.fingerprint else { return false }
        removeFingerprint()
        if let fingerprint { add(fingerprint) }
        return false
    }

    /// Takes an open pair back that fingerprints alone made and do not make any more; false for others.
    public mutating func withdrawIfEmpty() -> Bool {
        evidence.isEmpty && withdraw()
    }

    mutating func add(_ fingerprint: FingerprintEvidence) {
        recordsLevel = level
        level = fingerprint.level(with: level)
        weightBits += fingerprint.evidence.weightBits
        evidence.append(fingerprint.evidence)
    }

    mutating func keep(only fingerprint: FingerprintEvidence) {
        let before = self
        level = .unspecified
        weightBits = 0
        evidence = []
        add(fingerprint)
        if self != before { revision += 1 }
    }

    private mutating func removeFingerprint() {
        revision += 1
        guard let fingerprint else { return }
        level = recordsLevel
        recordsLevel = .unspecified
        weightBits -= fingerprint.evidence.weightBits
        evidence.removeAll { FingerprintEvidence($0) != nil }
    }
}
