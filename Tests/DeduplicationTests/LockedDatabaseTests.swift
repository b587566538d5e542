import Following
import GRDB
import Messages
import Status
import Storage
import Testing

@testable import DeduplicationService

/// Another program, such as a copy that an operator makes by hand, holds the database.
@Suite struct LockedDatabaseTests {
    private func locked(_ site: Site, _ body: () async throws -> Void) async throws {
        var lasting = GRDB.Configuration()
        lasting.allowsUnsafeTransactions = true
        let other = try DatabaseQueue(
            path: site.folder + "/deduplication.sqlite", configuration: lasting)
        try await other.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE") }
        try await body()
        try await other.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
        try other.close()
    }

    @Test func `a decision is refused, nothing of it is kept, and it can be said again`()
        async throws
    {
        try await withSite { site in
            for number: UInt64 in [1, 2] {
                try site.log.record(Households.household(number, [Households.mariam()]))
            }
            try await site.follow()
            let pair = try #require(try await site.pairs().first)
            let events = try await site.events().count
            try await locked(site) {
                let error = await #expect(throws: StorageError.self) {
                    try await site.decide(pair, .same)
                }
                #expect(error.map { RPCError(wrapping: $0).code } == .unavailable)
            }
            #expect(try await site.pairs().map(\.revision) == [pair.revision])
            #expect(try await site.events().count == events)
            #expect(try await site.decide(pair, .same)?.state == .same)
        }
    }

    @Test func `a page of the log waits, and is then applied once`() async throws {
        try await withSite { site in
            try site.log.record(Households.household(1, [Households.mariam()]))
            try await site.follow()
            let position = site.store.follower.position
            try site.log.record(Households.household(2, [Households.mariam()]))
            try await locked(site) {
                _ = try? await site.store.follower.step()
                #expect(site.store.follower.position == position)
            }
            try await site.follow()
            #expect(site.store.follower.position?.sequence == 2)
            #expect(try await site.pairs().count == 1)
            #expect(try await site.events().count == 1)
        }
    }
}
