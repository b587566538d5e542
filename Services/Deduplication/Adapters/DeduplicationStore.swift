import Basics
import DeduplicationCore
import Following
import Logging
import Matching
import Messages
import Storage

/// Deduplication's database, what works on it, and what follows registration's log into it.
final class DeduplicationStore: Sendable {
    /// The followed program.
    static let source = "registration"

    let database: Database
    let log: EventLog
    let region: String
    let ledger: Ledger
    let follower: LogFollower
    let keys: BiometricKeys
    let biometrics: BiometricChecks
    let biometricWorker: BiometricWorker
    let upkeep: Upkeep
    let modelWorker: ModelWorker
    private let engine: CandidateEngine
    let followed: FollowerState
    var records: RecordRows { ledger.records }
    var pairs: PairRows { ledger.pairs }
    var opinions: OpinionRows { ledger.opinions }
    var policy: ReviewPolicy { ledger.policy }
    private let logger: Logger
    private let now: @Sendable () -> Timestamp

    init(
        path: String, region: String, ids: RecordIDGenerator, logger: Logger,
        policy: ReviewPolicy = .standard, cercles: Cercles,
        readPage: @escaping LogFollower.ReadPage,
        keys: BiometricKeys = BiometricKeys(nil), matcher: (any BiometricMatcher)? = nil,
        variants: NameVariants = .standard, now: @escaping @Sendable () -> Timestamp = { .now() }
    ) throws {
        database = try Database(at: path, schema: DeduplicationSchema.schema)
        log = EventLog(region: region)
        self.region = region
        self.logger = logger
        self.now = now
        self.keys = keys
        followed = FollowerState(source: Self.source, region: region)
        let queue = BiometricQueue(
            fingerprints: FingerprintRows(region: region),
            tasks: BiometricTaskRows(region: region), now: now, bell: Bell())
        let ledger = Ledger(
            region: region, events: PairEvents(log: log, ids: ids, now: now, biometrics: queue),
            policy: policy, cercles: cercles)
        self.ledger = ledger
        let merging = RuleMerging(ledger: ledger, followed: followed, now: now)
        biometrics = BiometricChecks(
            ledger: ledger, merging: merging, queue: queue,
            withdrawals: ConsentWithdrawalRows(region: region))
        let models = ModelRows(region: region, variants: variants)
        engine = CandidateEngine(
            records: ledger.records, followed: followed,
            snapshot: IndexSnapshot(path: path + ".index"), models: models, logger: logger)
        biometricWorker = BiometricWorker(
            database: database, checks: biometrics, keys: keys, matcher: matcher, logger: logger)
        let upkeep = Upkeep(
            database: database, logger: logger,
            jobs: [
                .init(name: "presence") { try ledger.records.notePresence(after: $0, in: $1) },
                .init(name: "identities") { try ledger.tellOlderIdentities(after: $0, in: $1) },
                .init(name: "fingerprints", slice: biometrics.forgetOrphans),
                .init(name: "rule") { try merging.review(after: $0, in: $1) },
            ])
        self.upkeep = upkeep
        let applier = EventApplier(
            followed: followed, records: ledger.records, pairs: ledger.pairs,
            decisions: ledger.decisions, engine: engine, events: ledger.events,
            biometrics: biometrics)
        modelWorker = ModelWorker(
            database: database, models: models,
            rescreening: Rescreening(
                models: models, engine: engine, applier: applier, merging: merging),
            policy: policy, logger: logger)
        follower = LogFollower(
            source: Self.source, region: region, database: database, logger: logger,
            readPage: readPage,
            effects: .init(
                apply: { event, transaction in
                    try applier.apply(event, in: transaction)
                    try ledger.pairs.relocate(membersOf: event.subject, in: transaction)
                    try merging.run(of: event.subject, in: transaction)
                    if upkeep.isDue { transaction.afterCommit { upkeep.eventsWereApplied() } }
                },
                undone: { [engine] in try engine.undone(in: $0) },
                absorb: { try RegistrationLog.absorb($0, into: $1) },
                expect: { [engine] in engine.expect($0) },
                reset: {
                    try merging.dropEvidence(in: $0)
                    try applier.reset(in: $0)
                    $0.afterCommit { upkeep.beginAgain() }
                }),
            now: now)
    }

    /// Reads the records into the engine and follows registration's log until its task is cancelled.
    func follow() async {
        do {
            let (engine, rescreening) = (engine, modelWorker.rescreening)
            try await database.write {
                try engine.load(in: $0)
                // Before the first event: who is screened from now on need not be screened again.
                try rescreening.begin(rescreening.models.inForce(in: $0), in: $0)
            }
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

    /// The pair with what is known of its two people, of one whose record is gone only the id, and of the review.
    func filled(
        _ pair: DeduplicationV1.Pair, for reviewer: String, in store: some Querying
    ) throws -> DeduplicationV1.Pair {
        let key = try pair.key
        var pair = try reviewed(pair, by: reviewer, in: store)
        if let earlier = try records.summary(key.earlier, in: store) { pair.earlier = earlier }
        if let later = try records.summary(key.later, in: store) { pair.later = later }
        if let earlier = pair.earlier, let later = pair.later {
            pair.presence = .init(earlier, later, ledger.cercles)
        }
        return pair
    }

    /// The pair with what a reviewer may know of its review: not what others said of it while it is not decided.
    func reviewed(
        _ pair: DeduplicationV1.Pair, by reviewer: String, in store: some Querying
    ) throws -> DeduplicationV1.Pair {
        var pair = pair
        let given = try opinions.opinions(on: pair.revision, of: pair.pairID, in: store)
        // Those who said different things need one more.
        pair.opinionsNeeded = UInt32(max(policy.opinionsNeeded(of: pair), given.count + 1))
        pair.opinionsGiven = UInt32(given.count)
        pair.ownOpinion = given.first { $0.reviewer == reviewer }
        return pair
    }

    /// The identity that a person's record belongs to.
    func identity(of person: RecordID, in store: some Querying) throws -> Identity {
        try ledger.identity(of: person, in: store)
    }
}
