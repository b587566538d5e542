import Basics
import DeduplicationCore
import Logging
import Messages
import Status
import Storage
import Synchronization
import Testing

@testable import DeduplicationService

/// What is owed after a start or a rebuilt log.
@Suite struct UpkeepTests {
    @Test func `what fails stays due and holds up nothing else`() async throws {
        try await withSite { site in
            let failing = Mutex(true)
            let runs = Mutex<[String]>([])
            let upkeep = Upkeep(
                database: site.store.database,
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
                jobs: [
                    .init(name: "one") { _, _ in
                        runs.withLock { $0.append("one") }
                        if failing.withLock({ $0 }) { throw StorageError(.busy, "not now") }
                        return nil
                    },
                    .init(name: "other") { after, _ in
                        runs.withLock { $0.append("other") }
                        return after == .nilID ? FakeLog.id(1) : nil
                    },
                ])
            #expect(await upkeep.step() == false)
            failing.withLock { $0 = false }
            #expect(await upkeep.step())
            #expect(await upkeep.step())
            #expect(runs.withLock { $0 } == ["one", "other", "other", "one"])
            upkeep.beginAgain()
            #expect(await upkeep.step())
            #expect(runs.withLock { $0.count } == 7)
        }
    }

    // A follower heard of a merge of identities that it had never heard of.
    @Test func `an older identity is told of before a decision changes it`() async throws {
        try await withSite { site in
            for number in 1...3 as ClosedRange<UInt64> {
                try site.log.record(Households.household(number, [Households.mariam()]))
            }
            try await site.follow()
            let people = (1...3).map { Households.personID($0, 0) }
            let pairs = try await site.pairs()
            func pair(_ one: Int, _ other: Int) throws -> DeduplicationV1.Pair {
                let id = PairKey(people[one], people[other]).pairID
                return try #require(pairs.first { $0.pairID == id })
            }
            _ = try await site.decide(try pair(0, 1), .same)
            try await site.store.database.write {
                try $0.execute(
                    "INSERT INTO untold_identity (region, person_id) VALUES ($region, $id)",
                    ["region": .text(site.log.region), "id": .id(people[0])])
            }
            _ = try await site.decide(try pair(1, 2), .same)
            let told = try await site.events().compactMap { event in
                if case .identitiesMerged(let merged) = event.change { merged } else { nil }
            }
            #expect(told.map { $0.before.map(\.personIDs.count) } == [[1, 1], [1, 1], [2, 1]])
            #expect(await site.store.upkeep.step())
            #expect(try await site.events().count == 3 + 2 + told.count)
        }
    }
}

/// Pairs stand between the households that their people are in.
@Suite struct PairHouseholdTests {
    // A rule, and who had two households before them, did not see a decision of before the households were kept.
    @Test func `a decided pair gets its households when its people are read again`() async throws {
        try await withSite { site in
            for number in [1, 2] as [UInt64] {
                try site.log.record(Households.household(number, [Households.mariam()]))
            }
            try await site.follow()
            let pair = try #require(try await site.pairs().first)
            _ = try await site.decide(pair, .different)
            try await site.store.database.write {
                try $0.execute("UPDATE pair SET household_one = x'', household_other = x''")
            }
            // The two are not alike any more, so the pair is not found again.
            let changed = Households.household(1, [Households.salif()])
            try site.log.record(changed)
            try await site.follow()
            let other = Households.household(2, []).householdID
            let between = try await site.store.database.read {
                try site.store.pairs.pairs(between: changed.householdID, other, in: $0)
            }
            #expect(between.map(\.pairID) == [pair.pairID])
        }
    }

    @Test func `an older database gives decided pairs their households`() async throws {
        let site = try Site()
        let path = "\(site.folder)/older.sqlite"
        let older = try Database(
            at: path,
            schema: Schema(
                applicationID: DeduplicationSchema.applicationID,
                migrations: Array(DeduplicationSchema.schema.migrations.prefix(8))))
        let region = site.log.region
        let ids = (1...8).map { FakeLog.id($0) }
        try await older.write { transaction in
            for (person, household) in [(ids[0], ids[7]), (ids[1], ids[6]), (ids[2], ids[6])] {
                try transaction.execute(
                    "INSERT INTO record VALUES ($region, $person, $household, 1, x'')",
                    [
                        "region": .text(region), "person": .id(person),
                        "household": .id(household),
                    ])
            }
            for (number, other) in [(1, ids[1]), (2, ids[5])] {
                try transaction.execute(
                    """
                    INSERT INTO pair (region, pair_id, earlier_id, later_id, state, level, weight,
                        batch_id, screened_id, record)
                    VALUES ($region, $pair, $one, $other, 3, 1, 0, x'', x'', x'')
                    """,
                    [
                        "region": .text(region), "pair": .blob([UInt8(number)]),
                        "one": .id(ids[0]), "other": .id(other),
                    ])
            }
        }
        try await older.close()
        let newer = try Database(at: path, schema: DeduplicationSchema.schema)
        let rows = try await newer.read {
            try $0.query("SELECT household_one, household_other FROM pair ORDER BY pair_id")
                .map { [try $0.blob(0), try $0.blob(1)] }
        }
        #expect(rows == [[ids[6].bytes, ids[7].bytes], [[], []]])
        try await newer.close()
        try await site.close()
    }

    @Test func `who was called one person and lives in one household now is shown, not undone`()
        async throws
    {
        try await withSite { site in
            for number in 1...2 as ClosedRange<UInt64> {
                try site.log.record(Households.household(number, [Households.mariam()]))
            }
            try await site.follow()
            let pair = try #require(try await site.pairs().first)
            _ = try await site.decide(pair, .same)
            func contradictions() async throws -> (count: UInt64?, listed: [[UInt8]]) {
                var status = HealthV1.ProgramStatus()
                await site.store.describe(&status)
                let listed = try await DeduplicationHandlers(store: site.store)
                    .listPairs(.init(sameHousehold: true)).pairs
                return (
                    status.waiting.first { $0.kind == "contradicted_decisions" }?.count,
                    listed.map(\.pairID)
                )
            }
            #expect(try await contradictions() == (0, []))
            var moved = Households.mariam()
            moved.personID = Households.personID(2, 0).bytes
            try site.log.record(Households.household(1, [Households.mariam(), moved]))
            try await site.follow()
            #expect(try await contradictions() == (1, [pair.pairID]))
            let kept = try #require(try await site.pairs(.same).first)
            #expect(kept.decidedBy == "awa")
            _ = try await site.decide(kept, .different)
            #expect(try await contradictions() == (0, []))
        }
    }
}
