import Access
import Basics
import DirectoryCore
import Following
import Messages
import Reference
import Storage

/// The directory's database and what works on it.
final class DirectoryStore: Sendable {
    let database: Database
    let log: EventLog
    let region: String
    let ids: RecordIDGenerator
    let reference: ReferenceData
    private let now: @Sendable () -> Timestamp

    init(
        path: String, region: String, reference: ReferenceData, ids: RecordIDGenerator,
        configuration: Database.Configuration = .init(),
        now: @escaping @Sendable () -> Timestamp = { .now() }
    ) throws {
        database = try Database(
            at: path, schema: DirectorySchema.schema, configuration: configuration)
        log = EventLog(region: region)
        self.region = region
        self.ids = ids
        self.reference = reference
        self.now = now
    }

    /// The day by which "now" is meant.
    var today: CalendarDate { CalendarDate(now()) }

    func rows<Record: DirectoryRecord>(_: Record.Type) -> RecordRows<Record> {
        RecordRows(region: region)
    }

    /// Runs changes in one transaction; their events are appended at its end.
    func change<Answer: Sendable>(
        _ body: @escaping @Sendable (inout RecordWriter) throws -> Answer
    ) async throws -> Answer {
        let now = now()
        return try await database.write { transaction in
            var writer = RecordWriter(store: self, transaction: transaction, now: now)
            let answer = try body(&writer)
            try writer.appendEvents()
            return answer
        }
    }

    /// Adds the shipped places whose codes the directory does not have: all at the first start, the new ones after an
    /// update. What is there stays as it is.
    ///
    /// Writes nothing where nothing is missing, so that a start on a full disk succeeds.
    ///
    /// - Returns: codes of places that were not added, because they do not fit the tree that the directory has.
    @discardableResult
    func addShippedPlaces() async throws -> [String] {
        let shipped = DirectoryV1.PlaceRecord.records(of: reference.places)
        let missing = try await database.read { reading in
            let rows = self.rows(DirectoryV1.PlaceRecord.self)
            return try shipped.filter { try rows.record($0.recordID, in: reading) == nil }
        }
        guard !missing.isEmpty else { return [] }
        return try await change { try $0.addPlaces(missing) }
    }

    /// Fills in what an administrator sees of this service.
    func describe(_ status: inout HealthV1.ProgramStatus) async {
        status.describe(database)
        _ = await status.describe(log, in: database) { _ in }
    }
}

/// What records may refer to, as the database has it.
struct StoredLookup<Store: Querying>: DirectoryLookup {
    let region: String
    let store: Store

    func place(_ code: String) throws -> DirectoryV1.PlaceRecord? {
        guard let id = PlaceID.make(code) else { return nil }
        return try RecordRows<DirectoryV1.PlaceRecord>(region: region).record(id, in: store)
    }

    func placeCodes(directlyIn code: String) throws -> [String] {
        try PlaceLinkRows(region: region).codes(everIn: code, in: store)
    }

    func contains(_ kind: RecordKind, _ id: [UInt8]) throws -> Bool {
        try store.first(
            "SELECT 1 FROM entry WHERE region = $region AND kind = $kind AND entry_id = $id",
            ["region": .text(region), "kind": .text(kind.rawValue), "id": .blob(id)]) != nil
    }
}
