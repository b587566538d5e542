import Basics
import Catalogue
public import Messages
public import Status

/// The states of a pair: open, decided (same, different, unsure), or withdrawn.
///
///     open ─decide─▶ same | different | unsure ─decide─▶ … ─take back─▶ open
///     open ─withdraw─▶ withdrawn ─found again─▶ open
///
/// Only people decide, and rules that an operator wrote; what people decided only people change. The engine refreshes the
/// evidence of a decided pair and leaves its state. A stored pair names its two people; what is known of them, and of
/// opinions on it, is filled in when it is read.
extension DeduplicationV1.Pair {
    /// A pair that was never found before.
    public init(_ finding: PairFinding) {
        self.init(
            pairID: finding.key.pairID, state: .open, level: finding.level,
            weightBits: finding.weightBits, evidence: finding.evidence,
            earlier: .init(personID: finding.key.earlier.bytes),
            later: .init(personID: finding.key.later.bytes), revision: 1,
            probability: finding.probability, model: finding.model)
    }

    /// Whether it is decided, by a person or a rule.
    public var isDecided: Bool { state == .same || state == .different || state == .unsure }

    /// Takes what the engine finds now; says whether the pair is open again. What a matcher found stays.
    public mutating func refresh(_ finding: PairFinding) -> Bool {
        let before = self
        level = finding.level
        weightBits = finding.weightBits
        evidence = finding.evidence
        probability = finding.probability
        model = finding.model
        if let fingerprint = before.fingerprint { add(fingerprint) }
        if isOther(than: before) { revision += 1 }
        guard state == .withdrawn else { return false }
        state = .open
        return true
    }

    /// Whether a reviewer would see something else: another level of a field, or a weight that moved clearly. Weights drift
    /// a little with every registration, and that must not undo what somebody just looked at.
    private func isOther(than before: Self) -> Bool {
        level != before.level || abs(weightBits - before.weightBits) > Self.driftMax
            || !evidence.elementsEqual(before.evidence) {
                $0.field == $1.field && $0.level == $1.level
            }
    }

    /// Bits by which a weight may drift.
    private static let driftMax = 0.5

    /// Notes that the records make a pair no more which a rule merged, so that the rule takes it back.
    public mutating func loseRecords() {
        guard state == .same, !rule.isEmpty, hasRecords else { return }
        keepNothingOfRecords()
        revision += 1
    }

    /// Takes a pair back that the records do not make any more; false where it is decided, it was taken back before,
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
        for index in opinions.indices { opinions[index].comment = "" }
        evidence = []
        revision += 1
    }

    /// Whether a decision is the one that stands already, sent again because its answer was lost.
    public func stands(
        _ decision: DeduplicationV1.PairState, on revision: UInt64, _ judgement: Judgement
    ) -> Bool {
        // What was taken back of a pair whose record is gone was withdrawn in the same moment.
        (state == decision || decision == .open && state == .withdrawn)
            && self.revision == revision &+ 1 && decidedBy == judgement.person
            && rule == judgement.rule && comment == judgement.comment
    }

    /// Checks that it can be decided so now.
    ///
    /// - Parameter revision: the one that the reviewer saw.
    /// - Throws: `INVALID_ARGUMENT` for what is no decision, `FAILED_PRECONDITION` for a withdrawn pair, `ABORTED` where
    ///   the pair has another revision.
    public func check(
        _ decision: DeduplicationV1.PairState, on revision: UInt64
    ) throws(RPCError) {
        let isDecision =
            decision == .same || decision == .different || decision == .unsure
            || decision == .open && isDecided
        guard isDecision else {
            throw RPCError(
                .invalidArgument, .deduplication(.decisionInvalid),
                violations: [RPCV1.Violation("decision", .deduplication(.decisionInvalid))])
        }
        guard state != .withdrawn else {
            throw RPCError(.failedPrecondition, .deduplication(.pairWithdrawn))
        }
        guard self.revision == revision else {
            throw RPCError(.aborted, .deduplication(.pairRevised))
        }
    }

    /// Records a decision that was checked, or takes one back.
    ///
    /// - Parameter opinions: those that it rests on, where it needed several.
    public mutating func settle(
        _ decision: DeduplicationV1.PairState, _ judgement: Judgement,
        opinions: [DeduplicationV1.Opinion]
    ) {
        state = decision
        revision += 1
        comment = judgement.comment
        decidedBy = judgement.person
        rule = judgement.rule
        decidedAtMilliseconds = judgement.time.millisecondsSinceEpoch
        self.opinions = opinions
    }
}
