import DeduplicationCore
import Messages
import Storage

/// Keeps what reviewers said of pairs that need several, by the revision that they saw.
struct OpinionRows: Sendable {
    let region: String

    /// The opinions on a revision of a pair, in the order in which they were given.
    func opinions(
        on revision: UInt64, of pairID: [UInt8], in store: some Querying
    ) throws -> [DeduplicationV1.Opinion] {
        try store.prepare(
            """
            SELECT reviewer, state, given_at, comment FROM opinion
            WHERE region = $region AND pair_id = $pair AND revision = $revision ORDER BY number
            """
        ).rows([
            ("region", .text(region)), ("pair", .blob(pairID)),
            ("revision", .integer(Int64(clamping: revision))),
        ]).map { row in
            .init(
                reviewer: try row.text("reviewer"),
                decision: .init(rawValue: Int32(clamping: try row.integer("state"))),
                givenAtMilliseconds: try row.integer("given_at"),
                comment: try row.text("comment"))
        }
    }

    /// - Parameter number: from 1, which opinion it is on this revision.
    func save(
        _ opinion: DeduplicationV1.Opinion, number: Int, on revision: UInt64, of pairID: [UInt8],
        in transaction: Transaction
    ) throws {
        try transaction.execute(
            """
            INSERT INTO opinion (region, pair_id, revision, number, reviewer, state, given_at,
                comment)
            VALUES ($region, $pair, $revision, $number, $reviewer, $state, $at, $comment)
            """,
            [
                "region": .text(region), "pair": .blob(pairID),
                "revision": .integer(Int64(clamping: revision)), "number": .integer(Int64(number)),
                "reviewer": .text(opinion.reviewer),
                "state": .integer(Int64(opinion.decision.rawValue)),
                "at": .integer(opinion.givenAtMilliseconds), "comment": .text(opinion.comment),
            ])
    }
}

extension OpinionRows {
    /// How often each two reviewers said what of the same revision of a pair; only the first two opinions count. Of the
    /// newest pairs, and whether there are more.
    func agreement(
        since milliseconds: Int64, in store: some Querying
    ) throws -> (counts: [ReviewAgreement.Count], hasMore: Bool) {
        let limit = DeduplicationLimits.agreementPairsMax
        let rows = try store.query(
            """
            SELECT one.reviewer, one.state, other.reviewer, other.state, count(*)
            FROM (SELECT region, pair_id, revision, reviewer, state FROM opinion
                WHERE region = $region AND number = 2 AND given_at >= $since
                ORDER BY given_at DESC LIMIT $limit) AS other
            JOIN opinion AS one ON one.region = other.region AND one.pair_id = other.pair_id
                AND one.revision = other.revision AND one.number = 1
            GROUP BY one.reviewer, one.state, other.reviewer, other.state
            """,
            [
                "region": .text(region), "since": .integer(milliseconds),
                "limit": .integer(Int64(limit)),
            ])
        let more = try store.first(
            """
            SELECT 1 FROM opinion
            WHERE region = $region AND number = 2 AND given_at >= $since LIMIT 1 OFFSET $limit
            """,
            [
                "region": .text(region), "since": .integer(milliseconds),
                "limit": .integer(Int64(limit)),
            ])
        let counts = try rows.map { row in
            ReviewAgreement.Count(
                (try row.text(0), .init(rawValue: Int32(clamping: try row.integer(1)))),
                (try row.text(2), .init(rawValue: Int32(clamping: try row.integer(3)))),
                count: Int(try row.integer(4)))
        }
        return (counts, more != nil)
    }
}
