import Catalogue
import Following
import Logging
import Messages
import Status
import Storage
import Synchronization
import TestKit
import Testing

/// Events that cannot be applied, or at which applying fails.
extension LogFollowerTests {
    private func follower(
        of database: Database, readPage: @escaping LogFollower.ReadPage,
        effects: LogFollower.Effects
    ) -> LogFollower {
        LogFollower(
            source: "registration", region: "ML19", database: database,
            logger: Logger(label: "test") { _ in LoggedLines() }, readPage: readPage,
            effects: effects)
    }

    // It was tried again for ever, and nothing behind it was applied.
    @Test("an event that fails holds what is about its subject, until somebody settles it")
    func failingEvent() async throws {
        let folder = try TemporaryFolder()
        let database = try database(in: folder)
        let applied = Mutex<[UInt64]>([])
        let undone = Mutex(0)
        let isWell = Mutex(false)
        let follower = follower(
            of: database,
            readPage: { cursor, _ in Pages.page(after: cursor, of: 4) },
            effects: .init(
                apply: { event, _ in
                    let number = event.position.sequence
                    if number == 2 { throw StorageError(.constraint, "a row is in the way") }
                    if number == 4, !isWell.withLock({ $0 }) { throw RPCError.internal }
                    applied.withLock { $0.append(number) }
                },
                undone: { _ in undone.withLock { $0 += 1 } }, reset: { _ in }))
        for _ in 1...5 { try await follower.step() }
        var status = await follower.status()
        #expect(status.position?.sequence == 4 && status.lastFailureReason.isEmpty)
        #expect(status.quarantinedEvents == 1 && status.heldEvents == 2)
        #expect(status.unapplied.map(\.sequence) == [2])
        #expect(status.unapplied.map(\.kind) == ["test"])
        #expect(status.unapplied.map(\.reason) == ["failed"])
        #expect(undone.withLock { $0 } == 1)

        // Those that wait, and those that nobody holds, cannot be settled.
        for number: UInt64 in [1, 3, 9] {
            let error = await #expect(throws: RPCError.self) {
                try await follower.settle(eventAt: number, .setAside)
            }
            #expect(error?.details.reason == "follower.event_not_held")
        }
        await #expect(throws: RPCError.self) { try await follower.settle(eventAt: 9, .retry) }
        var release = try await follower.settle(eventAt: 1, .retry)
        #expect(release.applied == 0 && release.remaining == 0)
        release = try await follower.settle(eventAt: 2, .retry)
        #expect(release.applied == 0 && release.remaining == 3 && release.reason == "failed")
        release = try await follower.settle(eventAt: 2, .setAside)
        #expect(release.applied == 1 && release.remaining == 1)
        // Somebody whom the answer did not reach asks again.
        release = try await follower.settle(eventAt: 2, .setAside)
        #expect(release.applied == 0 && release.remaining == 1)
        status = await follower.status()
        #expect(status.setAsideEvents == 1 && status.unapplied.map(\.sequence) == [4])
        isWell.withLock { $0 = true }
        release = try await follower.settle(eventAt: 4, .retry)
        #expect(release.applied == 1 && release.remaining == 0)
        #expect(applied.withLock { $0 } == [1, 3, 4])
        status = await follower.status()
        #expect(status.quarantinedEvents + status.heldEvents == 0 && status.setAsideEvents == 1)
        try await database.close()
    }

    @Test("where so many events fail that it is not the events, following stops")
    func failingEvents() async throws {
        let folder = try TemporaryFolder()
        let database = try database(in: folder)
        let follower = follower(
            of: database,
            readPage: { cursor, _ in
                let first = Int(cursor?.position.sequence ?? 0)
                let last = first + FollowingLimits.failedEventsMax
                let page = Pages.page(of: last, ofOneSubject: false)
                return .init(
                    events: Array(page.events.dropFirst(first)), headSequence: UInt64(last))
            },
            effects: .init(
                apply: { _, _ in throw StorageError(.constraint, "a row is in the way") },
                reset: { _ in }))
        try await follower.step()
        let error = await #expect(throws: StorageError.self) { try await follower.step() }
        #expect(error?.code == .constraint)
        let status = await follower.status()
        #expect(status.quarantinedEvents == UInt64(FollowingLimits.failedEventsMax))
        #expect(status.unapplied.count == FollowingLimits.unappliedShownMax)
        try await database.close()
    }

    // Events were held one after the other, and setting them aside was advised.
    @Test("where the database is damaged following stops, and no event is to blame")
    func damagedFile() async throws {
        let folder = try TemporaryFolder()
        let database = try database(in: folder)
        let follower = follower(
            of: database,
            readPage: { cursor, _ in Pages.page(after: cursor, of: 1) },
            effects: .init(
                apply: { _, _ in throw StorageError(.corrupt, "a page is damaged") },
                reset: { _ in }))
        let error = await #expect(throws: StorageError.self) { try await follower.step() }
        #expect(error?.code == .corrupt)
        #expect(await follower.status().quarantinedEvents == 0)
        try await database.close()
    }

    @Test("an erasure that fails waits, and is not set aside")
    func failingErasure() async throws {
        let folder = try TemporaryFolder()
        let database = try database(in: folder)
        let follower = follower(
            of: database,
            readPage: { cursor, _ in
                Pages.page(after: cursor, of: 1, kind: StoredEvent.erasureKind)
            },
            effects: .init(
                apply: { _, _ in throw StorageError(.constraint, "a row is in the way") },
                reset: { _ in }))
        try await follower.step()
        let error = await #expect(throws: RPCError.self) {
            try await follower.settle(eventAt: 1, .setAside)
        }
        #expect(error?.details.reason == "follower.erasure_not_set_aside")
        #expect(await follower.status().quarantinedEvents == 1)
        try await database.close()
    }
}
