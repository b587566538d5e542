import Basics
import DirectoryCore
import Messages
import Storage

/// Reads and writes the records of one kind.
struct RecordRows<Record: DirectoryRecord> {
    let region: String

    private var common: [String: Value] {
        ["region": .text(region), "kind": .text(Record.recordKind.rawValue)]
    }

    func record(_ id: [UInt8], in store: some Querying) throws -> Record? {
        try row(id, in: store)?.record
    }

    /// The record, and the digest of what it was created with.
    func row(_ id: [UInt8], in store: some Querying) throws -> (record: Record, created: [UInt8])? {
        try store.prepare(
            """
            SELECT record, created FROM entry
            WHERE region = $region AND kind = $kind AND entry_id = $id
            """
        ).first([
            ("region", .text(region)), ("kind", .text(Record.recordKind.rawValue)),
            ("id", .blob(id)),
        ]).map { (try decode($0), try $0.blob("created")) }
    }

    /// - Parameter created: digest of the content of a new record; one that is there keeps its own.
    func save(_ record: Record, created: [UInt8], in transaction: Transaction) throws {
        try transaction.prepare(
            """
            INSERT INTO entry (region, kind, entry_id, revision, updated_at, created, record)
            VALUES ($region, $kind, $id, $revision, $at, $created, $record)
            ON CONFLICT (region, kind, entry_id) DO UPDATE SET revision = excluded.revision,
                updated_at = excluded.updated_at, record = excluded.record
            """
        ).run([
            ("region", .text(region)), ("kind", .text(Record.recordKind.rawValue)),
            ("id", .blob(record.recordID)),
            ("revision", .integer(Int64(clamping: record.revision))),
            ("at", .integer(record.updatedAtMilliseconds)), ("created", .blob(created)),
            ("record", .blob(try record.encoded())),
        ])
        try saveStarts(record, in: transaction)
        try saveTags(record, in: transaction)
    }

    private func saveStarts(_ record: Record, in transaction: Transaction) throws {
        try clear("entry_start", record.recordID, in: transaction)
        let insert = try transaction.prepare(
            """
            INSERT INTO entry_start (region, kind, start, entry_id)
            VALUES ($region, $kind, $start, $id)
            """)
        for start in Set(record.searchedNames.flatMap(SearchText.starts)) {
            try insert.run([
                ("region", .text(region)), ("kind", .text(Record.recordKind.rawValue)),
                ("start", .text(start)), ("id", .blob(record.recordID)),
            ])
        }
    }

    private func saveTags(_ record: Record, in transaction: Transaction) throws {
        try clear("entry_tag", record.recordID, in: transaction)
        let insert = try transaction.prepare(
            """
            INSERT INTO entry_tag (region, kind, tag, value, entry_id)
            VALUES ($region, $kind, $tag, $value, $id)
            """)
        for tag in record.tags {
            try insert.run([
                ("region", .text(region)), ("kind", .text(Record.recordKind.rawValue)),
                ("tag", .text(tag.name.rawValue)), ("value", .blob(tag.value)),
                ("id", .blob(record.recordID)),
            ])
        }
    }

    private func clear(_ table: String, _ id: [UInt8], in transaction: Transaction) throws {
        try transaction.prepare(
            "DELETE FROM \(table) WHERE region = $region AND kind = $kind AND entry_id = $id"
        ).run([
            ("region", .text(region)), ("kind", .text(Record.recordKind.rawValue)),
            ("id", .blob(id)),
        ])
    }

    func page(
        after last: [UInt8], size: Int, narrowedBy filters: [ListFilter], in store: some Querying
    ) throws -> [Record] {
        var arguments = common
        arguments["after"] = .blob(last)
        arguments["size"] = .integer(Int64(size))
        let conditions = ListFilter.conditions(filters, &arguments)
        return try store.query(
            """
            SELECT record FROM entry AS e
            WHERE region = $region AND kind = $kind AND entry_id > $after\(conditions)
            ORDER BY entry_id LIMIT $size
            """, arguments
        ).map(decode)
    }

    /// Records of which a name's word begins with a folded prefix, in the order of what was found.
    func search(
        _ prefix: String, size: Int, narrowedBy filters: [ListFilter], in store: some Querying
    ) throws -> [Record] {
        var arguments = common
        arguments["low"] = .text(prefix)
        // No name holds the last code point, so every text that begins with the prefix lies below it.
        arguments["high"] = .text(prefix + "\u{10FFFF}")
        arguments["size"] = .integer(Int64(size))
        let conditions = ListFilter.conditions(filters, &arguments)
        return try store.query(
            """
            SELECT e.record FROM (
                SELECT entry_id, min(start) AS first_start FROM entry_start
                WHERE region = $region AND kind = $kind AND start >= $low AND start < $high
                GROUP BY entry_id
            ) AS s JOIN entry AS e
                ON e.region = $region AND e.kind = $kind AND e.entry_id = s.entry_id\(conditions)
            ORDER BY s.first_start, s.entry_id LIMIT $size
            """, arguments
        ).map(decode)
    }

    func count(in store: some Querying) throws -> UInt64 {
        let row = try store.first(
            "SELECT count(*) AS n FROM entry WHERE region = $region AND kind = $kind", common)
        return UInt64(clamping: try row?.integer("n") ?? 0)
    }

    private func decode(_ row: Row) throws -> Record {
        try Record(decoding: row.blob("record"))
    }
}
