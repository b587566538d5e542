import Basics
import DeduplicationCore
import Following
import Linkage
import Messages
import Status
import Storage
import Testing

@testable import DeduplicationService

@Suite struct RebuildTests {
    private func fill(_ log: FakeLog) throws {
        for household in Households.strangers(from: 10, count: 40) { try log.record(household) }
        try log.record(Households.household(1, [Households.mariam(), Households.oumar()]))
        try log.record(Households.household(2, [Households.salif()]))
        try log.record(
            Households.household(
                3, [Households.mariam(familyName: "Kulibali"), Households.salif()]))
        try log.record(Households.household(4, [Households.oumar()]))
        try log.record(Households.household(2, [Households.oumar()]))
    }

    @Test func aSecondBuildFromTheSameLogIsTheFirst() async throws {
        let log = FakeLog()
        try fill(log)
        let first = try Site(log: log)
        let second = try Site(log: log)
        try await first.follow()
        try await second.follow()
        let pairs = try await first.pairs()
        #expect(pairs.count >= 3)
        #expect(try await second.pairs() == pairs)
        try await first.close()
        try await second.close()
    }

    // All households were screened a second time as soon as a new service had read the log.
    @Test func aNewServiceScreensNobodyTwice() async throws {
        try await withSite { site in
            try fill(site.log)
            let following = Task { await site.store.follow() }
            _ = try await site.store.follower.wait(until: 45, deadline: .now + .seconds(60))
            following.cancel()
            await following.value
            try await site.store.modelWorker.begin()
            #expect(try await ModelHandlers(store: site.store).get(0).peopleWaiting == 0)
            #expect(try await site.pairs().count >= 3)
        }
    }

    @Test func aRestartBetweenTwoEventsChangesNothing() async throws {
        let log = FakeLog()
        try fill(log)
        let whole = try Site(log: log)
        try await whole.follow()
        let pairs = try await whole.pairs()
        try await whole.close()

        let growing = FakeLog()
        for household in Households.strangers(from: 10, count: 40) { try growing.record(household) }
        try growing.record(Households.household(1, [Households.mariam(), Households.oumar()]))
        let before = try Site(log: growing)
        try await before.follow()
        try await before.close(removing: false)
        try growing.record(Households.household(2, [Households.salif()]))
        try growing.record(
            Households.household(
                3, [Households.mariam(familyName: "Kulibali"), Households.salif()]))
        try growing.record(Households.household(4, [Households.oumar()]))
        try growing.record(Households.household(2, [Households.oumar()]))
        let after = try Site(log: growing, folder: before.folder)
        try await after.follow()
        #expect(try await after.pairs() == pairs)
        try await after.close()
    }

    /// Appends two events to the log whose page fails after the engine took their people: the table that the second needs
    /// is away.
    private func failAPage(_ site: Site) async throws {
        try await site.holdAsManyAsMayFail()
        try site.log.record(Households.household(2, [Households.oumar()]))
        try site.log.record(Households.household(3, [Households.mariam()]))
        try await site.store.database.write {
            try $0.execute("ALTER TABLE pair RENAME TO pair_away")
        }
        await #expect(throws: StorageError.self) { try await site.store.follower.step() }
        try await site.store.database.write {
            try $0.execute("ALTER TABLE pair_away RENAME TO pair")
        }
    }

    // Learning and screening again had to wait for the next event, which may be hours away.
    @Test
    func `after a page that failed the engine is searched at once, without those of the page`()
        async throws
    {
        try await withSite { site in
            try site.log.record(Households.household(1, [Households.mariam()]))
            try await site.follow()
            try await failAPage(site)
            let engine = site.store.modelWorker.rescreening.engine
            let present = try await site.store.database.write { transaction in
                try engine.search(in: transaction) { index in
                    [1, 2, 3].filter { index.contains(Households.personID($0, 0).bytes) }
                }
            }
            #expect(present == [1])
        }
    }

    @Test func aPageThatFailsLeavesNothingOfItInTheEngine() async throws {
        try await withSite { site in
            try site.log.record(Households.household(1, [Households.mariam()]))
            try await site.follow()
            try await failAPage(site)
            // Another log's events follow: the engine must not remember those that were undone.
            site.log.restore(keeping: 1, epoch: 1)
            try site.log.record(Households.household(5, [Households.oumar()]))
            try site.log.record(Households.household(6, [Households.mariam()]))
            try await site.follow()
            let pairs = try await site.pairs()
            #expect(pairs.map { $0.later?.caseNumber } == ["BDG-6"])
        }
    }

    @Test func decisionsOutliveARestoredLogAndOrphansAreCounted() async throws {
        try await withSite { site in
            try site.log.record(Households.household(1, [Households.mariam()]))
            try site.log.record(Households.household(2, [Households.mariam()]))
            try site.log.record(Households.household(3, [Households.oumar()]))
            try site.log.record(Households.household(4, [Households.oumar()]))
            try await site.follow()
            let pairs = try await site.pairs()
            #expect(pairs.count == 2)
            for pair in pairs { _ = try await site.decide(pair, .same, comment: "seen") }
            // A backup made before household 4: the log goes on from there with other events.
            site.log.restore(keeping: 3, epoch: 2)
            try site.log.record(Households.household(5, [Households.salif()]))
            try site.log.record(Households.household(6, [Households.salif()]))
            try await site.follow()
            try await site.follow()
            let same = try await site.pairs(.same)
            #expect(same.count == 2)
            let whole = try #require(same.first { $0.later?.caseNumber == "BDG-2" })
            #expect(whole.earlier?.caseNumber == "BDG-1")
            #expect(whole.comment == "seen")
            #expect(try await site.pairs().map { $0.later?.caseNumber } == ["BDG-6"])
            var status = HealthV1.ProgramStatus()
            await site.store.describe(&status)
            #expect(status.waiting.first { $0.kind == "orphaned_decisions" }?.count == 1)
            #expect(status.waiting.first { $0.kind == "pairs" }?.count == 1)
        }
    }

    @Test func anErasureAfterAResetTakesTheWordsOfReviewersToo() async throws {
        let site = try Site()
        try site.log.record(Households.household(1, [Households.mariam()]))
        try site.log.record(Households.household(2, [Households.mariam()]))
        try await site.follow()
        let pair = try #require(try await site.pairs().first)
        _ = try await site.decide(pair, .same, comment: "her uncle says so")
        site.log.restore(keeping: 0, epoch: 2)
        let erased = Households.household(2, []).householdID
        try site.log.append(.personalDataErased(.init(householdID: erased)), subject: erased)
        try site.log.record(Households.household(1, [Households.mariam()]))
        try await site.follow()
        let left = try #require(
            try await site.store.database.read { reading in
                try site.store.pairs.pair(pair.pairID, in: reading)
            })
        #expect(left.comment.isEmpty)
        #expect(left.evidence.isEmpty)
        try await site.close()
    }

    // A pair stays where it stood when the one record is gone, though the other's person moves on.
    @Test func anErasureReachesThePairsOfPeopleWhoHadMoved() async throws {
        try await withSite { site in
            try site.log.record(Households.household(1, [Households.mariam()]))
            try site.log.record(Households.household(2, [Households.mariam()]))
            try await site.follow()
            let pair = try #require(try await site.pairs().first)
            _ = try await site.decide(pair, .different, comment: "her uncle says so")
            var moved = Households.mariam()
            moved.personID = Households.personID(1, 0).bytes
            let last = Households.household(3, [moved])
            try site.log.record(Households.household(2, [Households.oumar()]))
            try site.log.record(Households.household(1, [Households.salif()]))
            try site.log.record(last)
            try site.log.append(
                .personalDataErased(.init(householdID: last.householdID)),
                subject: last.householdID)
            try await site.follow()
            let left = try #require(
                try await site.store.database.read { reading in
                    try site.store.pairs.pair(pair.pairID, in: reading)
                })
            #expect(left.state == .different && left.comment.isEmpty && left.evidence.isEmpty)
            let words = try await site.store.database.read { reading in
                try reading.query("SELECT comment FROM decision").map { try $0.text("comment") }
            }
            #expect(words == [""])
        }
    }

    @Test func nothingIsShownOrDecidedOfALogThatIsReadInPart() async throws {
        let log = FakeLog(pageSize: 2)
        let site = try Site(log: log)
        let handlers = DeduplicationHandlers(store: site.store)
        func isRefused(_ body: () async throws -> Void) async -> Bool {
            do {
                try await body()
                return false
            } catch {
                let refusal = error as? RPCError
                return refusal?.code == .unavailable
                    && refusal?.details.reason == "follower.rebuilding"
            }
        }
        // Two women of one household who resemble the same third record, which comes first.
        try log.record(Households.household(2, [Households.mariam()]))
        try log.record(Households.household(1, [Households.mariam(), Households.mariam()]))
        for household in Households.strangers(from: 10, count: 3) { try log.record(household) }
        #expect(await isRefused { _ = try await handlers.listPairs(.init()) })
        try await site.follow()
        let pairs = try await site.pairs()
        #expect(pairs.count == 2)
        _ = try await site.decide(pairs[0], .same)

        log.restore(keeping: 0, epoch: 2)
        try log.record(Households.household(2, [Households.mariam()]))
        for household in Households.strangers(from: 10, count: 3) { try log.record(household) }
        try log.record(Households.household(1, [Households.mariam(), Households.mariam()]))
        // The reset, and each page but the last.
        for _ in 0..<3 {
            try await site.store.follower.step()
            #expect(await isRefused { _ = try await site.decide(pairs[1], .same) })
            #expect(await isRefused { _ = try await handlers.listPairs(.init()) })
            #expect(
                await isRefused { _ = try await handlers.getPair(.init(pairID: pairs[0].pairID)) })
            #expect(
                await isRefused {
                    _ = try await GetIdentity(store: site.store).run(
                        .init(personID: Households.personID(1, 0).bytes))
                })
            let reason = await site.store.follower.status().lastFailureReason
            #expect(reason == "follower.data_loss" || reason == "follower.rebuilding")
        }
        try await site.store.follower.step()
        #expect(try await site.pairs(.same).map(\.pairID) == [pairs[0].pairID])
        #expect(await site.store.follower.status().lastFailureReason == "")
        let open = try await site.pairs()
        #expect(open.map(\.pairID) == [pairs[1].pairID])
        await #expect(throws: RPCError.self) { try await site.decide(open[0], .same) }
        try await site.close()
    }

    @Test func lookUpsOfAHouseholdAndOfAPairsPeopleReadNoWholeTable() async throws {
        try await withSite { site in
            let queries = [
                "SELECT summary FROM record WHERE region = 'ML19' AND household_id = x'00'":
                    "record_household",
                "SELECT record FROM pair WHERE region = 'ML19' AND later_id = x'00'": "pair_later",
                "SELECT record FROM pair WHERE region = 'ML19' AND earlier_id = x'00'":
                    "pair_earlier",
                "SELECT record FROM pair WHERE region = 'ML19' AND batch_id = x'00'": "pair_batch",
            ]
            for (query, index) in queries {
                let write = try await site.store.database.write {
                    try $0.query("EXPLAIN QUERY PLAN " + query).map { try $0.text("detail") }
                }
                let read = try await site.store.database.read {
                    try $0.query("EXPLAIN QUERY PLAN " + query).map { try $0.text("detail") }
                }
                #expect(write.joined().contains(index))
                #expect(read.joined().contains(index))
            }
        }
    }
}
