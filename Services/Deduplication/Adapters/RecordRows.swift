import Basics
import Messages
import Storage

/// Reads and writes what is known of each person.
struct RecordRows: Sendable {
    let region: String

    func summary(
        _ person: RecordID, in store: some Querying
    ) throws -> DeduplicationV1.RecordSummary? {
        try store.prepare("SELECT summary FROM record WHERE region = $region AND person_id = $id")
            .first([("region", .text(region)), ("id", .id(person))])
            .map { try DeduplicationV1.RecordSummary(decoding: $0.blob("summary")) }
    }

    func household(of person: RecordID, in store: some Querying) throws -> RecordID? {
        try store.prepare(
            "SELECT household_id FROM record WHERE region = $region AND person_id = $id"
        ).first([("region", .text(region)), ("id", .id(person))]).map { try $0.id("household_id") }
    }

    /// The summary of each member of a household, as encoded.
    func members(of household: RecordID, in store: some Querying) throws -> [RecordID: [UInt8]] {
        let rows = try store.prepare(
            """
            SELECT person_id, summary FROM record
            WHERE region = $region AND household_id = $household
            """
        ).rows([("region", .text(region)), ("household", .id(household))])
        var members: [RecordID: [UInt8]] = [:]
        for row in rows { members[try row.id("person_id")] = try row.blob("summary") }
        return members
    }

    func save(
        _ person: PersonChange, household: RecordID, sequence: UInt64, in transaction: Transaction
    ) throws {
        try transaction.prepare(
            """
            INSERT INTO record (region, person_id, household_id, sequence, summary, is_present)
            VALUES ($region, $id, $household, $sequence, $summary, $present)
            ON CONFLICT (region, person_id) DO UPDATE SET household_id = excluded.household_id,
                sequence = excluded.sequence, summary = excluded.summary,
                is_present = excluded.is_present
            """
        ).run([
            ("region", .text(region)), ("id", .id(person.id)), ("household", .id(household)),
            ("sequence", .integer(Int64(clamping: sequence))), ("summary", .blob(person.summary)),
            ("present", .bool(person.isPresent)),
        ])
    }

    /// Says of some of the people who are on record without it whether they are present, from after one; see `Upkeep.Job`.
    func notePresence(after last: RecordID, in transaction: Transaction) throws -> RecordID? {
        let rows = try transaction.query(
            """
            SELECT person_id, summary FROM record
            WHERE region = $region AND person_id > $after AND is_present IS NULL
            ORDER BY person_id LIMIT $limit
            """,
            [
                "region": .text(region), "after": .id(last),
                "limit": .integer(Int64(Upkeep.sliceMax)),
            ])
        for row in rows {
            let summary = try DeduplicationV1.RecordSummary(decoding: row.blob("summary"))
            try transaction.execute(
                """
                UPDATE record SET is_present = $present
                WHERE region = $region AND person_id = $id
                """,
                [
                    "region": .text(region), "id": .id(try row.id("person_id")),
                    "present": .bool(!summary.departed),
                ])
        }
        return try rows.last?.id("person_id")
    }

    func remove(_ person: RecordID, in transaction: Transaction) throws {
        try transaction.execute(
            "DELETE FROM record WHERE region = $region AND person_id = $id",
            ["region": .text(region), "id": .id(person)])
    }

    func removeAll(in transaction: Transaction) throws {
        try transaction.execute(
            "DELETE FROM record WHERE region = $region", ["region": .text(region)])
    }

    /// How many there are.
    func count(in store: some Querying) throws -> Int {
        try store.prepare("SELECT count(*) AS count FROM record WHERE region = $region")
            .first([("region", .text(region))]).map { Int(try $0.integer("count")) } ?? 0
    }

    /// The records that arrived after a position, or all, in the order of arrival.
    func scan(
        after sequence: UInt64?, in store: some Querying,
        _ body: (DeduplicationV1.RecordSummary) throws -> Void
    ) throws {
        try store.prepare(
            """
            SELECT summary FROM record WHERE region = $region AND sequence > $sequence
            ORDER BY sequence, person_id
            """
        ).scan([
            ("region", .text(region)),
            ("sequence", .integer(sequence.map { Int64(clamping: $0) } ?? -1)),
        ]) { row in
            try body(try DeduplicationV1.RecordSummary(decoding: row.blob(0)))
            return true
        }
    }
}
