import Basics
import Catalogue
import DirectoryCore
import Messages
import RPC
import Status
import Storage

/// The methods that every kind of record has.
struct RecordMethods<Record: DirectoryRecord>: Sendable {
    let store: DirectoryStore

    func get(_ id: [UInt8]) async throws -> Record {
        let rows = store.rows(Record.self)
        return try await store.database.read { try rows.record(id, in: $0) }.orNotFound()
    }

    func list(
        _ pageSize: UInt32, _ pageToken: String, _ filters: [ListFilter]
    ) async throws -> (records: [Record], next: String) {
        let asked = try Page(size: pageSize, token: pageToken)
        let rows = store.rows(Record.self)
        let reading = try await store.database.read {
            try rows.page(after: asked.after, size: asked.size + 1, narrowedBy: filters, in: $0)
        }
        var (page, records) = (asked, reading.records)
        if let beyond = reading.beyond {
            // The page ends early, by bytes.
            page = try Page(size: UInt32(clamping: records.count), token: pageToken)
            records.append(beyond)
        }
        let (items, next) = page.cut(records, by: \.recordID)
        return (items, next)
    }

    func search(
        _ text: String, _ pageSize: UInt32, _ filters: [ListFilter] = []
    ) async throws -> [Record] {
        guard text.unicodeScalars.count <= DirectoryLimits.prefixCharactersMax,
            let prefix = SearchText.prefix(text)
        else { throw Field.invalid("prefix", .directory(.searchEmpty)) }
        guard pageSize <= DirectoryLimits.searchSizeMax else {
            throw Field.invalid(
                "page_size", .request(.pageSizeTooLarge),
                ["max": "\(DirectoryLimits.searchSizeMax)"])
        }
        let size = pageSize == 0 ? DirectoryLimits.searchSizeStandard : Int(pageSize)
        let rows = store.rows(Record.self)
        return try await store.database.read {
            try rows.search(prefix, size: size, narrowedBy: filters, in: $0).records
        }
    }

    func create(_ record: Record?) async throws -> Record {
        let record = try checkedID(of: record)
        return try await store.change { try $0.create(record) }
    }

    func update(_ record: Record?) async throws -> Record {
        let record = try checkedID(of: record)
        return try await store.change { try $0.update(record) }
    }

    /// The record, where it is there and its id can be one.
    private func checkedID(of record: Record?) throws(RPCError) -> Record {
        guard let record else { throw Field.invalid(Record.fieldName, .registration(.required)) }
        if Record.recordKind == .place {
            guard !record.recordID.isEmpty else {
                throw Field.invalid("place.code", .directory(.placeCodeMalformed))
            }
        } else if ![7, 8].contains(RecordID(bytes: record.recordID)?.version) {
            throw Field.invalid(
                "\(Record.fieldName).\(Record.fieldName)_id", .request(.idMalformed))
        }
        return record
    }
}
