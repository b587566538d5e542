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
            INSERT INTO entry (region, kind, entry_id, created, record)
            VALUES ($region, $kind, $id, $created, $record)
            ON CONFLICT (region, kind, entry_id) DO UPDATE SET record = excluded.record
            """
        ).run([
            ("region", .text(region)), ("kind", .text(Record.recordKind.rawValue)),
            ("id", .blob(record.recordID)),
            ("created", .blob(created)), ("record", .blob(try record.encoded())),
        ])
        try saveStarts(record, in: transaction)
        try saveTags(record, in: transaction)
        if let place = record as? DirectoryV1.PlaceRecord {
            try PlaceLinkRows(region: region).save(place, in: transaction)
        }
    }

    /// Takes a record away with all that it is found by.
    func remove(_ id: [UInt8], in transaction: Transaction) throws {
        for table in ["entry", "entry_start", "entry_tag"] {
            try clear(table, id, in: transaction)
        }
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

    /// Records after an id, in the order of their ids.
    func page(
        after last: [UInt8], size: Int, narrowedBy filters: [ListFilter], in store: some Querying
    ) throws -> Reading<Record> {
        var arguments = common
        arguments["after"] = .blob(last)
        arguments["size"] = .integer(Int64(size))
        let conditions = ListFilter.conditions(filters, &arguments)
        return try read(
            """
            SELECT record FROM entry AS e
            WHERE region = $region AND kind = $kind AND entry_id > $after\(conditions)
            ORDER BY entry_id LIMIT $size
            """, arguments, in: store)
    }

    /// Records of which a name's word begins with a folded prefix, in the order of what was found.
    func search(
        _ prefix: String, size: Int, narrowedBy filters: [ListFilter], in store: some Querying
    ) throws -> Reading<Record> {
        var arguments = common
        arguments["low"] = .text(prefix)
        // No name holds the last code point, so every text that begins with the prefix lies below it.
        arguments["high"] = .text(prefix + "\u{10FFFF}")
        arguments["size"] = .integer(Int64(size))
        let conditions = ListFilter.conditions(filters, &arguments)
        return try read(
            """
            SELECT e.record FROM (
                SELECT entry_id, min(start) AS first_start FROM entry_start
                WHERE region = $region AND kind = $kind AND start >= $low AND start < $high
                GROUP BY entry_id
            ) AS s JOIN entry AS e
                ON e.region = $region AND e.kind = $kind AND e.entry_id = s.entry_id\(conditions)
            ORDER BY s.first_start, s.entry_id LIMIT $size
            """, arguments, in: store)
    }

    /// Reads records until they are too many bytes for one answer.
    private func read(
        _ sql: String, _ arguments: [String: Value], in store: some Querying
    ) throws -> Reading<Record> {
        var reading = Reading<Record>()
        var bytes = 0
        try store.prepare(sql).scan(arguments.map { ($0.key, $0.value) }) { row in
            let record = try row.blob(0)
            bytes += record.count
            let hasRoom = bytes <= DirectoryLimits.pageBytesMax || reading.records.isEmpty
            if hasRoom {
                reading.records.append(try Record(decoding: record))
            } else {
                reading.beyond = try Record(decoding: record)
            }
            return hasRoom
        }
        return reading
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

/// Records that were read in order.
struct Reading<Record: Sendable>: Sendable {
    /// Those that fit one answer; one where a single one is beyond it.
    var records: [Record] = []
    /// The first that does not fit, where reading ended there.
    var beyond: Record?
}
