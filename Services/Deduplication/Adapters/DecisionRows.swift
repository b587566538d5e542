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
                decided_at, comment, rule)
            VALUES ($region, $earlier, $later, $revision, $state, $by, $at, $comment, $rule)
            """,
            [
                "region": .text(region), "earlier": .id(key.earlier), "later": .id(key.later),
                "revision": .integer(Int64(clamping: pair.revision)),
                "state": .integer(Int64(pair.state.rawValue)), "by": .text(pair.decidedBy),
                "at": .integer(pair.decidedAtMilliseconds), "comment": .text(pair.comment),
                "rule": .text(pair.rule),
            ])
    }

    /// Whether a person ever decided a pair.
    func hasPersons(_ key: PairKey, in store: some Querying) throws -> Bool {
        try store.first(
            """
            SELECT 1 FROM decision WHERE region = $region AND earlier_id = $earlier
                AND later_id = $later AND rule = '' LIMIT 1
            """,
            ["region": .text(region), "earlier": .id(key.earlier), "later": .id(key.later)]) != nil
    }

    /// Deletes the words of the decisions and opinions about a person; they themselves stay.
    func eraseComments(of key: PairKey, in transaction: Transaction) throws {
        try transaction.execute(
            """
            UPDATE decision SET comment = ''
            WHERE region = $region AND earlier_id = $earlier AND later_id = $later
            """,
            ["region": .text(region), "earlier": .id(key.earlier), "later": .id(key.later)])
        try transaction.execute(
            "UPDATE opinion SET comment = '' WHERE region = $region AND pair_id = $pair",
            ["region": .text(region), "pair": .blob(key.pairID)])
    }
}
