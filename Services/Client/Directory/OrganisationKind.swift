public import Basics
public import Messages
public import RPC
import Reference

/// Organisations.
public enum OrganisationKind: DirectoryKind {
    private typealias Service = DirectoryV1.DirectoryService

    /// What the commands call it.
    public static let plural = "organisations"
    /// The columns of a table.
    public static let columns: [DirectoryField] = [.id, .acronym, .nameFrench, .kind, .country]
    /// What tells two apart in a file without ids.
    public static let identity: [DirectoryField] = [.nameFrench, .nameEnglish, .country]

    /// Every field.
    public static var fields: [RecordField<DirectoryV1.Organisation>] {
        [
            .id(.id, \.organisationID), .text(.nameFrench, \.nameFrench),
            .text(.nameEnglish, \.nameEnglish), .text(.acronym, \.acronym),
            .text(.kind, \.kind, codes: .organisationKind), .text(.country, \.country),
            RecordField(.revision, get: { "\($0.revision)" }),
        ]
    }

    /// Names a new record.
    public static func setID(_ id: RecordID, of record: inout DirectoryV1.Organisation) {
        record.organisationID = id.bytes
    }

    /// Reads one record.
    public static func get(_ key: String, _ client: RPCClient) async throws
        -> DirectoryV1.Organisation
    {
        let id = try ValueText.id(key, .id)
        return try present(
            try await client.call(Service.getOrganisation, .init(organisationID: id)).organisation)
    }

    /// Reads a page; filters: `kind`, `country`.
    public static func list(
        _ filters: [DirectoryField: String], _ page: ListPage, _ client: RPCClient
    ) async throws -> (records: [DirectoryV1.Organisation], next: String) {
        try check(filters, [.kind, .country])
        let answer = try await client.call(
            Service.listOrganisations,
            .init(
                pageSize: page.size, pageToken: page.token,
                kind: filters[.kind] ?? "", country: filters[.country] ?? ""))
        return (answer.organisations, answer.nextPageToken)
    }

    /// Finds records.
    public static func search(
        _ text: String, _ client: RPCClient
    ) async throws -> [DirectoryV1.Organisation] {
        try await client.call(Service.searchOrganisations, .init(prefix: text)).organisations
    }

    /// Keeps a new record.
    public static func create(
        _ record: DirectoryV1.Organisation, _ client: RPCClient
    ) async throws -> DirectoryV1.Organisation {
        try present(
            try await client.call(Service.createOrganisation, .init(organisation: record))
                .organisation)
    }

    /// Changes a record.
    public static func update(
        _ record: DirectoryV1.Organisation, _ client: RPCClient
    ) async throws -> DirectoryV1.Organisation {
        try present(
            try await client.call(Service.updateOrganisation, .init(organisation: record))
                .organisation)
    }
}
