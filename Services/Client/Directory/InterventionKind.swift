public import Basics
public import Messages
public import RPC
import Reference

/// Interventions.
public enum InterventionKind: DirectoryKind {
    private typealias Service = DirectoryV1.DirectoryService

    /// What the commands call it.
    public static let plural = "interventions"
    /// The columns of a table.
    public static let columns: [DirectoryField] = [
        .id, .sector, .activity, .places, .startsOn, .endsOn, .state, .reached,
    ]
    /// What tells two apart in a file without ids.
    public static let identity: [DirectoryField] = [
        .lead, .implementing, .sector, .activity, .places, .sites, .startsOn,
    ]

    /// Every field.
    public static var fields: [RecordField<DirectoryV1.Intervention>] {
        [
            .id(.id, \.interventionID), participants(.lead, .lead),
            participants(.implementing, .implementing), participants(.funder, .funder),
            .text(.sector, \.sector, codes: .sector), .text(.activity, \.activity),
            RecordField(
                .places, get: { ValueText.list($0.places.map(\.code)) },
                set: { $0.places = ValueText.list($1).map { CommonV1.Place(code: $0) } }),
            RecordField(
                .sites, refersTo: .site, get: { ValueText.list($0.siteIDs.map(ValueText.id)) },
                set: { (record, text) throws(FieldProblem) in
                    record.siteIDs = try ids(text, .sites)
                }),
            .date(.startsOn, \.startsOn), .date(.endsOn, \.endsOn),
            .text(.state, \.state, codes: .interventionState),
            .texts(.groups, \.populationGroups, codes: .populationGroup),
            counts(.planned, .planned), counts(.reached, .reached),
            RecordField(.revision, get: { "\($0.revision)" }),
        ]
    }

    /// Names a new record.
    public static func setID(_ id: RecordID, of record: inout DirectoryV1.Intervention) {
        record.interventionID = id.bytes
    }

    /// Reads one record.
    public static func get(_ key: String, _ client: RPCClient) async throws
        -> DirectoryV1.Intervention
    {
        let id = try ValueText.id(key, .id)
        return try present(
            try await client.call(Service.getIntervention, .init(interventionID: id)).intervention)
    }

    /// Reads a page; filters: `sector`, `places` (one code), `organisation` (id), `state`, `sites` (one id).
    public static func list(
        _ filters: [DirectoryField: String], _ page: ListPage, _ client: RPCClient
    ) async throws -> (records: [DirectoryV1.Intervention], next: String) {
        try check(filters, [.sector, .places, .organisation, .state, .sites])
        let answer = try await client.call(
            Service.listInterventions,
            .init(
                pageSize: page.size, pageToken: page.token,
                sector: filters[.sector] ?? "", placeCode: filters[.places] ?? "",
                organisationID: try ValueText.id(filters[.organisation] ?? "", .organisation),
                state: filters[.state] ?? "",
                siteID: try ValueText.id(filters[.sites] ?? "", .sites)))
        return (answer.interventions, answer.nextPageToken)
    }

    /// Finds records.
    public static func search(
        _ text: String, _ client: RPCClient
    ) async throws -> [DirectoryV1.Intervention] {
        try await client.call(Service.searchInterventions, .init(prefix: text)).interventions
    }

    /// Keeps a new record.
    public static func create(
        _ record: DirectoryV1.Intervention, _ client: RPCClient
    ) async throws -> DirectoryV1.Intervention {
        try present(
            try await client.call(Service.createIntervention, .init(intervention: record))
                .intervention)
    }

    /// Changes a record.
    public static func update(
        _ record: DirectoryV1.Intervention, _ client: RPCClient
    ) async throws -> DirectoryV1.Intervention {
        try present(
            try await client.call(Service.updateIntervention, .init(intervention: record))
                .intervention)
    }
}

extension InterventionKind {
    private static func participants(
        _ name: DirectoryField, _ role: DirectoryV1.ParticipationRole
    ) -> RecordField<DirectoryV1.Intervention> {
        RecordField(
            name, refersTo: .organisation,
            get: { record in
                ValueText.list(
                    record.participations.filter { $0.role == role }
                        .map { ValueText.id($0.organisationID) })
            },
            set: { (record, text) throws(FieldProblem) in
                let others = record.participations.filter { $0.role != role }
                let named = try ids(text, name).map {
                    DirectoryV1.Participation(organisationID: $0, role: role)
                }
                record.participations = (others + named).sorted {
                    $0.role.rawValue < $1.role.rawValue
                }
            })
    }

    private static func counts(
        _ name: DirectoryField, _ kind: DirectoryV1.PeopleCountKind
    ) -> RecordField<DirectoryV1.Intervention> {
        RecordField(
            name, get: { ValueText.counts($0.peopleCounts, kind) },
            set: { (record, text) throws(FieldProblem) in
                let others = record.peopleCounts.filter { $0.kind != kind }
                record.peopleCounts = others + (try ValueText.counts(text, kind, name))
            })
    }

    private static func ids(
        _ text: String, _ field: DirectoryField
    ) throws(FieldProblem) -> [[UInt8]] {
        var ids: [[UInt8]] = []
        for entry in ValueText.list(text) { ids.append(try ValueText.id(entry, field)) }
        return ids
    }
}
