import Basics
import DeduplicationCore
import Messages
import Storage

/// Appends to this service's own log what becomes of pairs and identities. The events hold ids only, no personal data.
struct PairEvents: Sendable {
    let log: EventLog
    let ids: RecordIDGenerator
    let now: @Sendable () -> Timestamp
    /// Where the fingerprints of new pairs are asked to be compared; nil where the pairs come from fingerprints.
    var biometrics: BiometricQueue?

    func append(found pairs: [DeduplicationV1.Pair], in transaction: Transaction) throws {
        try biometrics?.enqueue(pairs, in: transaction)
        try append(
            pairs.map { pair in
                let found = DeduplicationV1.PairFound(
                    pairID: pair.pairID, earlierPersonID: pair.earlier?.personID ?? [],
                    laterPersonID: pair.later?.personID ?? [], level: pair.level,
                    weightBits: pair.weightBits)
                return (pair, .pairFound(found), "pair_found")
            }, in: transaction)
    }

    func append(withdrawn pairs: [DeduplicationV1.Pair], in transaction: Transaction) throws {
        try append(
            pairs.map { pair in
                let withdrawn = DeduplicationV1.PairWithdrawn(
                    pairID: pair.pairID, earlierPersonID: pair.earlier?.personID ?? [],
                    laterPersonID: pair.later?.personID ?? [])
                return (pair, .pairWithdrawn(withdrawn), "pair_withdrawn")
            }, in: transaction)
    }

    func append(decided pairs: [DeduplicationV1.Pair], in transaction: Transaction) throws {
        try append(
            pairs.map { pair in
                let decided = DeduplicationV1.PairDecided(
                    pairID: pair.pairID, earlierPersonID: pair.earlier?.personID ?? [],
                    laterPersonID: pair.later?.personID ?? [], decision: pair.state,
                    decidedBy: pair.decidedBy, rule: pair.rule)
                return (pair, .pairDecided(decided), "pair_decided")
            }, in: transaction)
    }

    func append(_ changes: [IdentityChange], in transaction: Transaction) throws {
        try append(
            changes.map { change in
                let event = change.event
                return (event.subject.id.bytes, event.change, event.kind)
            }, in: transaction)
    }

    func append(taken change: DeduplicationV1.ModelTaken, in transaction: Transaction) throws {
        try append([(change.version, .modelTaken(change), "model_taken")], in: transaction)
    }

    private func append(
        _ changes: [(DeduplicationV1.Pair, DeduplicationV1.Event.Change, kind: String)],
        in transaction: Transaction
    ) throws {
        try append(changes.map { ($0.pairID, $1, $2) }, in: transaction)
    }

    private func append(
        _ changes: [(subject: [UInt8], DeduplicationV1.Event.Change, kind: String)],
        in transaction: Transaction
    ) throws {
        guard !changes.isEmpty else { return }
        let time = now()
        let events = try changes.map { subjectID, change, kind in
            guard let subject = RecordID(bytes: subjectID) else {
                throw StorageError(.unreadable, "a stored pair has no id")
            }
            let event = DeduplicationV1.Event(
                recordedAtMilliseconds: time.millisecondsSinceEpoch, subjectID: subjectID,
                change: change)
            return NewEvent(
                id: ids.next(), subject: subject, kind: kind, recordedAt: time,
                payload: try event.encoded())
        }
        try log.append(in: transaction, events)
    }
}
