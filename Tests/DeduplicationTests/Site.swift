import Access
import Basics
import DeduplicationCore
import Following
import Foundation
import Logging
import Matching
import Messages
import Reference
import Storage

@testable import DeduplicationService

/// A deduplication service over a fake log, in a folder of its own.
final class Site: Sendable {
    let log: FakeLog
    let store: DeduplicationStore
    let folder: String

    /// Bandiagara and Koro.
    static let cercles = Cercles(
        Gazetteer(
            places: ["ML0501", "ML0505"].map {
                Place(code: $0, nameFrench: $0, nameEnglish: $0, level: .cercle)
            }, parents: []))

    init(
        log: FakeLog = FakeLog(), folder: String? = nil, policy: ReviewPolicy = .standard,
        variants: NameVariants = .standard, keys: StorageKeyring? = nil,
        matcher: (any BiometricMatcher)? = nil,
        logger: Logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    ) throws {
        let place =
            folder ?? FileManager.default.temporaryDirectory.path + "/dedup-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: place, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        self.folder = place
        self.log = log
        store = try DeduplicationStore(
            path: place + "/deduplication.sqlite", region: log.region, ids: RecordIDGenerator(),
            logger: logger, policy: policy, cercles: Self.cercles,
            readPage: { cursor, _ in try log.page(after: cursor) },
            keys: BiometricKeys(keys), matcher: matcher, variants: variants,
            now: { Timestamp(millisecondsSinceEpoch: 1_800_000_000_000) })
    }

    /// Applies everything that the log holds.
    func follow() async throws {
        var last: UInt64?
        while last != store.follower.position?.sequence || last == nil {
            last = store.follower.position?.sequence ?? 0
            try await store.follower.step()
        }
    }

    func pairs(
        _ state: DeduplicationV1.PairState = .open
    ) async throws -> [DeduplicationV1.Pair] {
        try await DeduplicationHandlers(store: store).listPairs(
            .init(pageSize: 200, state: state)
        ).pairs
    }

    func decide(
        _ pair: DeduplicationV1.Pair, _ decision: DeduplicationV1.PairState,
        comment: String = "", by reviewer: String = "awa"
    ) async throws -> DeduplicationV1.Pair? {
        try await DecidePair(store: store).run(
            .init(
                pairID: pair.pairID, decision: decision, revision: pair.revision, comment: comment),
            by: reviewer
        ).pair
    }

    func screening(
        _ position: CommonV1.LogPosition?, _ batch: [UInt8], remaining: Duration = .seconds(20)
    ) async throws -> DeduplicationV1.GetScreeningResponse {
        try await GetScreening(store: store).run(
            .init(position: position, batchID: batch), remaining: remaining)
    }

    /// What happened to pairs, in order.
    func events() async throws -> [DeduplicationV1.Event] {
        try await ReadEvents(store: store).run(.init(), remaining: .seconds(1)).events
    }

    func close(removing: Bool = true) async throws {
        try await store.database.close()
        if removing { try FileManager.default.removeItem(atPath: folder) }
    }
}

/// Opens a site, runs `body`, closes it and removes its folder.
func withSite(
    policy: ReviewPolicy = .standard, _ body: (Site) async throws -> Void
) async throws {
    let site = try Site(policy: policy)
    do {
        try await body(site)
    } catch {
        try await site.close()
        throw error
    }
    try await site.close()
}

extension Site {
    /// Holds so many events back that the next that fails is not held, and stops its page.
    func holdAsManyAsMayFail() async throws {
        let (store, region) = (store, log.region)
        try await store.database.write { transaction in
            for number in 0..<UInt64(FollowingLimits.failedEventsMax) {
                let event = StoredEvent(
                    position: .init(
                        region: region, epoch: FakeLog.id(1), sequence: 1_000 + number),
                    id: FakeLog.id(number), subject: FakeLog.id(9_000_000 + number), kind: "test",
                    recordedAt: Timestamp(millisecondsSinceEpoch: 0), payload: nil)
                try store.followed.quarantine(
                    event, reason: "failed", since: event.recordedAt, in: transaction)
            }
        }
    }

    /// Forgets the events that ``holdAsManyAsMayFail()`` held back.
    func forgetThoseHeld() async throws {
        try await store.database.write {
            try $0.execute("DELETE FROM quarantine WHERE sequence >= 1000")
        }
    }
}
