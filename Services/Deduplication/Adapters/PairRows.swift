import Basics
import DeduplicationCore
import Messages
import Storage

/// Reads and writes pairs.
struct PairRows: Sendable {
    let region: String

    func pair(_ id: [UInt8], in store: some Querying) throws -> DeduplicationV1.Pair? {
        try store.prepare("SELECT record FROM pair WHERE region = $region AND pair_id = $id")
            .first([("region", .text(region)), ("id", .blob(id))]).map(decode)
    }

    /// The pairs that a person is part of.
    func pairs(of person: RecordID, in store: some Querying) throws -> [DeduplicationV1.Pair] {
        try store.prepare(
            """
            SELECT record FROM pair
            WHERE region = $region AND (earlier_id = $person OR later_id = $person)
            ORDER BY pair_id LIMIT $limit
            """
        ).rows([
            ("region", .text(region)), ("person", .id(person)),
            ("limit", .integer(Int64(DeduplicationLimits.pairsOfRecordMax))),
        ]).map(decode)
    }

    /// The people that decisions of one kind link to a person.
    func people(
        _ state: DeduplicationV1.PairState, to person: RecordID, in store: some Querying
    ) throws -> [RecordID] {
        try store.prepare(
            """
            SELECT earlier_id, later_id FROM pair
            WHERE region = $region AND state = $state
                AND (earlier_id = $person OR later_id = $person)
            """
        ).rows([
            ("region", .text(region)), ("state", .integer(Int64(state.rawValue))),
            ("person", .id(person)),
        ]).map { row in
            let earlier = try row.id("earlier_id")
            return earlier == person ? try row.id("later_id") : earlier
        }
    }

    /// Saves a pair that the engine found, for the first time or again.
    func save(
        _ pair: DeduplicationV1.Pair, _ key: PairKey, foundFor person: RecordID, batchID: [UInt8],
        in transaction: Transaction
    ) throws {
        try transaction.prepare(
            """
            INSERT INTO pair (region, pair_id, earlier_id, later_id, state, level, weight, batch_id,
                screened_id, record)
            VALUES ($region, $id, $earlier, $later, $state, $level, $weight, $batch, $screened,
                $record)
            ON CONFLICT (region, pair_id) DO UPDATE SET state = excluded.state,
                level = excluded.level, weight = excluded.weight, batch_id = excluded.batch_id,
                screened_id = excluded.screened_id, record = excluded.record
            """
        ).run([
            ("region", .text(region)), ("id", .blob(pair.pairID)), ("earlier", .id(key.earlier)),
            ("later", .id(key.later)), ("state", .integer(Int64(pair.state.rawValue))),
            ("level", .integer(Int64(pair.level.rawValue))), ("weight", .real(pair.weightBits)),
            ("batch", .blob(batchID)), ("screened", .id(person)),
            ("record", .blob(try pair.encoded())),
        ])
    }

    /// Saves another state or other evidence of a pair that is there.
    func update(_ pair: DeduplicationV1.Pair, in transaction: Transaction) throws {
        try transaction.prepare(
            """
            UPDATE pair SET state = $state, level = $level, weight = $weight, record = $record
            WHERE region = $region AND pair_id = $id
            """
        ).run([
            ("region", .text(region)), ("id", .blob(pair.pairID)),
            ("state", .integer(Int64(pair.state.rawValue))),
            ("level", .integer(Int64(pair.level.rawValue))), ("weight", .real(pair.weightBits)),
            ("record", .blob(try pair.encoded())),
        ])
    }

    /// Open pairs in the order of their ids, from after one.
    func open(
        after last: [UInt8], size: Int, in store: some Querying
    ) throws -> [DeduplicationV1.Pair] {
        try store.query(
            """
            SELECT record FROM pair
            WHERE region = $region AND state = $state AND pair_id > $after
            ORDER BY pair_id LIMIT $size
            """,
            [
                "region": .text(region), "after": .blob(last), "size": .integer(Int64(size)),
                "state": .integer(Int64(DeduplicationV1.PairState.open.rawValue)),
            ]
        ).map(decode)
    }

    func decode(_ row: Row) throws -> DeduplicationV1.Pair {
        try DeduplicationV1.Pair(decoding: row.blob("record"))
    }
}
