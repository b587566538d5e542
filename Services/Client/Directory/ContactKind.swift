public import Basics
public import Messages
public import RPC

/// Contacts.
public enum ContactKind: DirectoryKind {
    private typealias Service = DirectoryV1.DirectoryService

    /// What the commands call it.
    public static let plural = "contacts"
    /// The columns of a table.
    public static let columns: [DirectoryField] = [.id, .name, .role, .phones, .email, .place]
    /// What tells two apart in a file without ids.
    public static let identity: [DirectoryField] = [.name, .organisation]

    /// Every field.
    public static var fields: [RecordField<DirectoryV1.Contact>] {
        [
            .id(.id, \.contactID), .text(.name, \.name), .text(.role, \.role),
            .id(.organisation, \.organisationID, refersTo: .organisation),
            .texts(.phones, \.phones), .text(.email, \.email),
            .place(.place, \.place, \.code), .place(.locality, \.place, \.name),
            RecordField(.revision, get: { "\($0.revision)" }),
        ]
    }

    /// Names a new record.
    public static func setID(_ id: RecordID, of record: inout DirectoryV1.Contact) {
        record.contactID = id.bytes
    }

    /// Reads one record.
    public static func get(_ key: String, _ client: RPCClient) async throws -> DirectoryV1.Contact {
        let id = try ValueText.id(key, .id)
        return try present(try await client.call(Service.getContact, .init(contactID: id)).contact)
    }

    /// Reads a page; filters: `organisation` (id), `place`.
    public static func list(
        _ filters: [DirectoryField: String], _ page: ListPage, _ client: RPCClient
    ) async throws -> (records: [DirectoryV1.Contact], next: String) {
        try check(filters, [.organisation, .place])
        let answer = try await client.call(
            Service.listContacts,
            .init(
                pageSize: page.size, pageToken: page.token,
                organisationID: try ValueText.id(filters[.organisation] ?? "", .organisation),
                placeCode: filters[.place] ?? ""))
        return (answer.contacts, answer.nextPageToken)
    }

    /// Finds records.
    public static func search(
        _ text: String, _ client: RPCClient
    ) async throws -> [DirectoryV1.Contact] {
        try await client.call(Service.searchContacts, .init(prefix: text)).contacts
    }

    /// Keeps a new record.
    public static func create(
        _ record: DirectoryV1.Contact, _ client: RPCClient
    ) async throws -> DirectoryV1.Contact {
        try present(try await client.call(Service.createContact, .init(contact: record)).contact)
    }

    /// Erases a contact and its history.
    ///
    /// - Throws: `FieldProblem` where the text is no id; `RPCError`.
    public static func erase(_ key: String, _ client: RPCClient) async throws {
        let id = try ValueText.id(key, .id)
        _ = try await client.call(Service.eraseContact, .init(contactID: id))
    }

    /// Changes a record.
    public static func update(
        _ record: DirectoryV1.Contact, _ client: RPCClient
    ) async throws -> DirectoryV1.Contact {
        try present(try await client.call(Service.updateContact, .init(contact: record)).contact)
    }
}
