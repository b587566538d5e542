public import Basics
public import Messages
public import RPC

/// Places.
public enum PlaceKind: DirectoryKind {
    private typealias Service = DirectoryV1.DirectoryService

    /// What the commands call it.
    public static let plural = "places"
    /// The columns of a table.
    public static let columns: [DirectoryField] = [
        .code, .nameFrench, .nameEnglish, .level, .parents,
    ]
    /// The code alone.
    public static let identity: [DirectoryField] = [.code]

    /// Every field.
    public static var fields: [RecordField<DirectoryV1.PlaceRecord>] {
        [
            .text(.code, \.code), .text(.nameFrench, \.nameFrench),
            .text(.nameEnglish, \.nameEnglish),
            RecordField(
                .level, get: { "\($0.level)" },
                set: { (record, text) throws(FieldProblem) in
                    record.level = try ValueText.level(text, .level)
                }),
            RecordField(
                .parents, get: { ValueText.parents($0.parents) },
                set: { (record, text) throws(FieldProblem) in
                    record.parents = try ValueText.parents(text, .parents)
                }),
            .date(.validFrom, \.validFrom), .date(.validUntil, \.validUntil),
            RecordField(
                .earlier,
                get: { record in
                    ValueText.list(
                        record.earlier.map { meaning in
                            let span = [meaning.validFrom, meaning.validUntil].map(ValueText.date)
                            return "\(meaning.nameFrench)@\(span.joined(separator: ".."))"
                        })
                }),
            RecordField(.revision, get: { "\($0.revision)" }),
        ]
    }

    /// Nothing: a place is named by its code.
    public static func setID(_ id: RecordID, of record: inout DirectoryV1.PlaceRecord) {}

    /// Reads one place.
    public static func get(_ key: String, _ client: RPCClient) async throws
        -> DirectoryV1.PlaceRecord
    {
        try present(try await client.call(Service.getPlace, .init(code: key)).place)
    }

    /// Reads a page; filters: `parents` (one code), `level`.
    public static func list(
        _ filters: [DirectoryField: String], _ page: ListPage, _ client: RPCClient
    ) async throws -> (records: [DirectoryV1.PlaceRecord], next: String) {
        try check(filters, [.parents, .level])
        let levels = try filters[.level].map { try [ValueText.level($0, .level)] } ?? []
        let answer = try await client.call(
            Service.listPlaces,
            .init(
                pageSize: page.size, pageToken: page.token, parentCode: filters[.parents] ?? "",
                levels: levels))
        return (answer.places, answer.nextPageToken)
    }

    /// Finds places.
    public static func search(
        _ text: String, _ client: RPCClient
    ) async throws -> [DirectoryV1.PlaceRecord] {
        try await client.call(Service.searchPlaces, .init(prefix: text)).places
    }

    /// Keeps a new place.
    public static func create(
        _ record: DirectoryV1.PlaceRecord, _ client: RPCClient
    ) async throws -> DirectoryV1.PlaceRecord {
        try present(try await client.call(Service.createPlace, .init(place: record)).place)
    }

    /// Changes a place.
    public static func update(
        _ record: DirectoryV1.PlaceRecord, _ client: RPCClient
    ) async throws -> DirectoryV1.PlaceRecord {
        try present(try await client.call(Service.updatePlace, .init(place: record)).place)
    }

    /// Hands in a file in chunks: containers come before what they contain.
    public static func take(
        _ file: DirectoryFile, _ client: RPCClient, _ resolver: ReferenceResolver,
        progress: (Int) -> Void
    ) async -> ImportReport {
        await PlaceImport(client: client, resolver: resolver).run(file, progress: progress)
    }
}
