import Basics
import DeduplicationCore
import Messages
import Storage

/// Keeps every decision: one that a later one replaced too.
struct DecisionRows: Sendable {
    let region: String

    func save(_ pair: DeduplicationV1.Pair, _ key: PairKey, in transaction: Transaction) throws {
        try transaction.execute(
            """
            INSERT INTO decision (region, earlier_id, later_id, revision, state, decided_by,
                decided_at, comment)
            VALUES ($region, $earlier, $later, $revision, $state, $by, $at, $comment)
            """,
            [
                "region": .text(region), "earlier": .id(key.earlier), "later": .id(key.later),
                "revision": .integer(Int64(clamping: pair.revision)),
                "state": .integer(Int64(pair.state.rawValue)), "by": .text(pair.decidedBy),
                "at": .integer(pair.decidedAtMilliseconds), "comment": .text(pair.comment),
            ])
    }

    /// Deletes the words of the decisions about a person; the decisions stay.
    func eraseComments(of key: PairKey, in transaction: Transaction) throws {
        try transaction.execute(
            """
            UPDATE decision SET comment = ''
            WHERE region = $region AND earlier_id = $earlier AND later_id = $later
            """,
            ["region": .text(region), "earlier": .id(key.earlier), "later": .id(key.later)])
    }
}
