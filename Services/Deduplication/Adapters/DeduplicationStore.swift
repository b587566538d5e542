import Basics
import DeduplicationCore
import Following
import Logging
import Messages
import Storage

/// Deduplication's database, what works on it, and what follows registration's log into it.
final class DeduplicationStore: Sendable {
    /// The followed program.
    static let source = "registration"

    let database: Database
    let log: EventLog
    let region: String
    let records: RecordRows
    let pairs: PairRows
    let decisions: DecisionRows
    let events: PairEvents
    let follower: LogFollower
    private let engine: CandidateEngine
    let followed: FollowerState
    private let logger: Logger
    private let now: @Sendable () -> Timestamp

    init(
        path: String, region: String, ids: RecordIDGenerator, logger: Logger,
        readPage: @escaping LogFollower.ReadPage,
        now: @escaping @Sendable () -> Timestamp = { .now() }
    ) throws {
        database = try Database(at: path, schema: DeduplicationSchema.schema)
        log = EventLog(region: region)
        self.region = region
        self.logger = logger
        self.now = now
        records = RecordRows(region: region)
        pairs = PairRows(region: region)
        decisions = DecisionRows(region: region)
        events = PairEvents(log: log, ids: ids, now: now)
        followed = FollowerState(source: Self.source, region: region)
        engine = CandidateEngine(
            records: records, followed: followed, snapshot: IndexSnapshot(path: path + ".index"))
        let applier = EventApplier(
            followed: followed, records: records, pairs: pairs, decisions: decisions,
            engine: engine, events: events)
        follower = LogFollower(
            source: Self.source, region: region, database: database, logger: logger,
            readPage: readPage,
            effects: .init(
                apply: { try applier.apply($0, in: $1) }, reset: { try applier.reset(in: $0) }),
            now: now)
    }

    /// Reads the records into the engine and follows registration's log until its task is cancelled.
    func follow() async {
        do {
            let engine = engine
            try await database.write { try engine.load(in: $0) }
        } catch {
            // The first event tries again, and the follower waits and tells of what it meets.
            logger.error("the records cannot be read yet", metadata: ["error": "\(error)"])
        }
        await follower.run()
    }

    /// Keeps the index for the next start and closes the database.
    func close() async throws {
        do {
            let engine = engine
            try await database.write { try engine.save(in: $0) }
        } catch {
            // The next start makes it anew.
            logger.warning("the index cannot be kept", metadata: ["error": "\(error)"])
        }
        try await database.close()
    }

    var currentTime: Timestamp { now() }

    /// The pair with what is known of its two people; of one whose record is gone only the id.
    func filled(
        _ pair: DeduplicationV1.Pair, in store: some Querying
    ) throws -> DeduplicationV1.Pair {
        let key = try pair.key
        var pair = pair
        if let earlier = try records.summary(key.earlier, in: store) { pair.earlier = earlier }
        if let later = try records.summary(key.later, in: store) { pair.later = later }
        return pair
    }

    /// The identity that a person's record belongs to.
    func identity(of person: RecordID, in store: some Querying) throws -> Identity {
        try Identity(of: person) { try pairs.people(.same, to: $0, in: store) }
    }
}
