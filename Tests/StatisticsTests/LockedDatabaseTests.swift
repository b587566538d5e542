import Catalogue
import Following
import GRDB
import Messages
import Storage
import Testing

@testable import StatisticsService

/// Another process, such as a copy made by hand, holds the database.
@Suite struct LockedDatabaseTests {
    @Test func `followers wait and say why, counts go on, and what came meanwhile is counted once`()
        async throws
    {
        try await withRegion { region in
            let first = region.person()
            try region.record(region.household([first, region.person()]))
            try await region.follow()
            #expect(try await region.counts().totalLine == "2 1 2 0")
            var lasting = GRDB.Configuration()
            lasting.allowsUnsafeTransactions = true
            let other = try DatabaseQueue(
                path: region.store.database.path, configuration: lasting)
            try await other.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE") }

            let again = region.person()
            try region.record(region.household([again]))
            try region.decide(first, again, .same, pair: region.newID())
            let followers = [region.projections.registration, region.projections.deduplication]
            let following = Task {
                await withTaskGroup { group in
                    for follower in followers { group.addTask { await follower.run() } }
                }
            }
            let locked = MessageKey.storage(.locked).rawValue
            for follower in followers {
                #expect(await eventually { await follower.status().lastFailureReason == locked })
            }
            #expect(followers.map { $0.position?.sequence } == [1, nil])
            #expect(try await region.counts().totalLine == "2 1 2 0")

            try await other.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
            try other.close()
            for (follower, head) in zip(followers, [UInt64(2), 2]) {
                #expect(
                    await eventually {
                        let status = await follower.status()
                        return status.position?.sequence == head && status.lastFailureReason.isEmpty
                    })
            }
            following.cancel()
            await following.value
            #expect(try await region.counts().totalLine == "3 2 2 0")
        }
    }

    /// Waits until something is so, for longer than a follower pauses.
    private func eventually(_ condition: () async -> Bool) async -> Bool {
        let end = ContinuousClock.now + .seconds(30)
        while ContinuousClock.now < end {
            if await condition() { return true }
            try? await Task.sleep(for: .milliseconds(10))
        }
        return await condition()
    }
}
