public import Basics
import Catalogue
public import Messages
public import Status

/// The states of a pair: open, decided by a person (same, different, unsure), or withdrawn.
///
///     open ─decide─▶ same | different | unsure ─decide─▶ …
///     open ─withdraw─▶ withdrawn ─found again─▶ open
///
/// Only people decide, and what they decided only people change: the engine refreshes the evidence of a decided pair
/// and leaves its state. A stored pair names its two people; what is known of them is filled in when it is read.
extension DeduplicationV1.Pair {
    /// A pair that was never found before.
    public init(_ finding: PairFinding) {
        self.init(
            pairID: finding.key.pairID, state: .open, level: finding.level,
            weightBits: finding.weightBits, evidence: finding.evidence,
            earlier: .init(personID: finding.key.earlier.bytes),
            later: .init(personID: finding.key.later.bytes), revision: 1)
    }

    /// Whether a person decided it.
    public var isDecided: Bool { state == .same || state == .different || state == .unsure }

    /// Takes what the engine finds now; says whether the pair is open again. What a matcher found stays.
    public mutating func refresh(_ finding: PairFinding) -> Bool {
        let before = self
        level = finding.level
        weightBits = finding.weightBits
        evidence = finding.evidence
        if let fingerprint = before.fingerprint { add(fingerprint) }
        if evidence == before.evidence && level == before.level {
            self = before
        } else {
            revision += 1
        }
        guard state == .withdrawn else { return false }
        state = .open
        return true
    }

    /// Takes a pair back that the records do not make any more; false where a person decided it, it was taken back before,
    /// or fingerprints make one of it by themselves.
    public mutating func withdraw() -> Bool {
        guard state == .open else { return false }
        if keepFingerprint() { return false }
        state = .withdrawn
        return true
    }

    /// Forgets what told of a person: the words of reviewers and how the two records compared.
    public mutating func erasePersonalData() {
        comment = ""
        evidence = []
        revision += 1
    }

    /// Records a decision; false where it is the one that stands already, sent again because its answer was lost.
    ///
    /// - Parameter revision: the one that the reviewer saw.
    /// - Throws: `INVALID_ARGUMENT` for what is no decision, `FAILED_PRECONDITION` for a withdrawn pair, `ABORTED` where
    ///   the pair has another revision.
    public mutating func decide(
        _ decision: DeduplicationV1.PairState, on revision: UInt64, by reviewer: String,
        comment: String, at time: Timestamp
    ) throws(RPCError) -> Bool {
        guard decision == .same || decision == .different || decision == .unsure else {
            throw RPCError(
                .invalidArgument, .deduplication(.decisionInvalid),
                violations: [RPCV1.Violation("decision", .deduplication(.decisionInvalid))])
        }
        let isSaidAgain =
            state == decision && self.revision == revision + 1 && decidedBy == reviewer
            && self.comment == comment
        if isSaidAgain { return false }
        guard state != .withdrawn else {
            throw RPCError(.failedPrecondition, .deduplication(.pairWithdrawn))
        }
        guard self.revision == revision else {
            throw RPCError(.aborted, .deduplication(.pairRevised))
        }
        state = decision
        self.revision += 1
        self.comment = comment
        decidedBy = reviewer
        decidedAtMilliseconds = time.millisecondsSinceEpoch
        return true
    }
}
