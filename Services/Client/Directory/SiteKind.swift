public import Basics
public import Messages
public import RPC
import Reference

/// Sites.
public enum SiteKind: DirectoryKind {
    private typealias Service = DirectoryV1.DirectoryService

    /// What the commands call it.
    public static let plural = "sites"
    /// The columns of a table.
    public static let columns: [DirectoryField] = [
        .id, .name, .kind, .place, .locality, .state, .people,
    ]
    /// What tells two apart in a file without ids.
    public static let identity: [DirectoryField] = [.name, .kind, .place]

    /// Every field.
    public static var fields: [RecordField<DirectoryV1.Site>] {
        [
            .id(.id, \.siteID), .text(.name, \.name), .text(.kind, \.kind, codes: .siteKind),
            .place(.place, \.place, \.code), .place(.locality, \.place, \.name),
            coordinate(.latitude, \.latitude), coordinate(.longitude, \.longitude),
            .id(.manager, \.managerOrganisationID, refersTo: .organisation),
            .text(.state, \.state, codes: .siteState),
            said(.households, \.households), said(.people, \.people),
            RecordField(
                .source, get: { $0.population?.source ?? "" },
                set: { record, text in change(&record) { $0.source = text } }),
            RecordField(
                .saidOn, get: { ValueText.date($0.population?.saidOn) },
                set: { (record, text) throws(FieldProblem) in
                    let date = try ValueText.date(text, .saidOn)
                    change(&record) { $0.saidOn = date }
                }),
            RecordField(.revision, get: { "\($0.revision)" }),
        ]
    }

    /// Names a new record.
    public static func setID(_ id: RecordID, of record: inout DirectoryV1.Site) {
        record.siteID = id.bytes
    }

    /// Reads one record.
    public static func get(_ key: String, _ client: RPCClient) async throws -> DirectoryV1.Site {
        let id = try ValueText.id(key, .id)
        return try present(try await client.call(Service.getSite, .init(siteID: id)).site)
    }

    /// Reads a page; filters: `kind`, `place`, `manager` (id), `state`.
    public static func list(
        _ filters: [DirectoryField: String], _ page: ListPage, _ client: RPCClient
    ) async throws -> (records: [DirectoryV1.Site], next: String) {
        try check(filters, [.kind, .place, .manager, .state])
        let answer = try await client.call(
            Service.listSites,
            .init(
                pageSize: page.size, pageToken: page.token,
                kind: filters[.kind] ?? "", placeCode: filters[.place] ?? "",
                managerOrganisationID: try ValueText.id(filters[.manager] ?? "", .manager),
                state: filters[.state] ?? ""))
        return (answer.sites, answer.nextPageToken)
    }

    /// Finds records.
    public static func search(
        _ text: String, _ client: RPCClient
    ) async throws -> [DirectoryV1.Site] {
        try await client.call(Service.searchSites, .init(prefix: text)).sites
    }

    /// Keeps a new record.
    public static func create(
        _ record: DirectoryV1.Site, _ client: RPCClient
    ) async throws -> DirectoryV1.Site {
        try present(try await client.call(Service.createSite, .init(site: record)).site)
    }

    /// Changes a record.
    public static func update(
        _ record: DirectoryV1.Site, _ client: RPCClient
    ) async throws -> DirectoryV1.Site {
        try present(try await client.call(Service.updateSite, .init(site: record)).site)
    }
}

extension SiteKind {
    private static func coordinate(
        _ name: DirectoryField, _ path: WritableKeyPath<DirectoryV1.Coordinates, Double>
    ) -> RecordField<DirectoryV1.Site> {
        RecordField(
            name, get: { $0.coordinates.map { "\($0[keyPath: path])" } ?? "" },
            set: { (record, text) throws(FieldProblem) in
                // One of the two without the other is nowhere: an empty one takes both away.
                guard !text.isEmpty else {
                    record.coordinates = nil
                    return
                }
                var coordinates = record.coordinates ?? DirectoryV1.Coordinates()
                coordinates[keyPath: path] = try ValueText.degrees(text, name)
                record.coordinates = coordinates
            })
    }

    private static func said(
        _ name: DirectoryField, _ path: WritableKeyPath<DirectoryV1.SaidPopulation, UInt32>
    ) -> RecordField<DirectoryV1.Site> {
        RecordField(
            name,
            get: { record in
                let number = record.population?[keyPath: path] ?? 0
                return number == 0 ? "" : "\(number)"
            },
            set: { (record, text) throws(FieldProblem) in
                let number = try ValueText.number(text, name)
                change(&record) { $0[keyPath: path] = number }
            })
    }

    private static func change(
        _ record: inout DirectoryV1.Site, _ body: (inout DirectoryV1.SaidPopulation) -> Void
    ) {
        var population = record.population ?? DirectoryV1.SaidPopulation()
        body(&population)
        record.population = population == DirectoryV1.SaidPopulation() ? nil : population
    }
}
