import Basics
import DeduplicationCore
import Messages
import Storage
import Testing

@testable import DeduplicationService

/// A person cannot be in two households on one day unless they left one of them.
@Suite struct PresenceTests {
    private typealias Presence = DeduplicationV1.PairPresence

    /// Noon of a day of August 2026.
    private static func noon(_ day: Int) -> Int64 {
        // 2026-08-01T12:00Z.
        1_785_585_600_000 + Int64(day - 1) * 86_400_000
    }

    private static func record(
        _ household: UInt8, _ place: String = "", day: Int? = nil,
        left: CommonV1.PartialDate? = nil,
        departed: Bool = false
    ) -> DeduplicationV1.RecordSummary {
        .init(
            householdID: [household], place: .init(code: place), departed: departed || left != nil,
            collectedAtMilliseconds: day.map(noon) ?? 0, departedOn: left)
    }

    private static func day(_ day: UInt32) -> CommonV1.PartialDate {
        .init(year: 2026, month: 8, day: day, precision: .day)
    }

    private static let august = CommonV1.PartialDate(year: 2026, month: 8, precision: .month)

    private typealias Record = DeduplicationV1.RecordSummary

    private static let cases: [(one: Record, other: Record, expected: Presence)] = [
        // One left before the other was registered, or on that day.
        (record(1, day: 1, left: day(5)), record(2, day: 9), .moved),
        (record(1, day: 1, left: day(9)), record(2, day: 9), .moved),
        (record(1, day: 9), record(2, day: 12, left: day(4)), .moved),
        // Later, or nobody knows when.
        (record(1, day: 1, left: day(10)), record(2, day: 9), .left),
        (record(1, day: 1, left: august), record(2, day: 9), .left),
        (record(1, day: 1, departed: true), record(2, day: 9), .left),
        (record(1, day: 1, left: day(5)), record(2), .left),
        // Both are there.
        (record(1, day: 1), record(2, day: 9), .twice),
        (record(1, "ML0501", day: 9), record(2, "ML0505", day: 9), .apart),
        (record(1, "ML050112", day: 9), record(2, "ML0505", day: 9), .apart),
        (record(1, "ML0501", day: 9), record(2, "ML0505", day: 10), .twice),
        (record(1, "ML0501", day: 9), record(2, "ML050112", day: 9), .twice),
        (record(1, "ML0501", day: 9), record(2, "ML19", day: 9), .twice),
        (record(1, "ML0501", day: 9), record(2, day: 9), .twice),
        (record(1, "ML0501"), record(2, "ML0505"), .twice),
        // Members of one household are two.
        (record(1, day: 1), record(1, day: 9), .unspecified),
        // A record is gone.
        (record(1, day: 1), .init(), .unspecified), (.init(), .init(), .unspecified),
    ]

    @Test(arguments: cases.indices)
    func `two records say when their people were present, whichever is first`(number: Int) {
        let (one, other, expected) = Self.cases[number]
        #expect(Presence(one, other, Site.cercles) == expected)
        #expect(Presence(other, one, Site.cercles) == expected)
    }

    private func household(_ number: UInt64, in place: String = "ML0501")
        -> RegistrationV1.Household
    {
        var household = Households.household(number, [Households.mariam()])
        household.place = .init(code: place)
        return household
    }

    private func depart(
        _ number: UInt64, on day: CommonV1.PartialDate?, told: Int, in site: Site
    ) async throws {
        var left = household(number)
        left.members[0].presence = .departed
        try site.log.append(
            .peopleDeparted(
                .init(
                    householdID: left.householdID, personIDs: left.members.map(\.personID),
                    departedOn: day, household: left)),
            subject: left.householdID, collectedAt: Self.noon(told))
        try await site.follow()
    }

    @Test func `a departure explains a pair, and outlives what is told of the household later`()
        async throws
    {
        try await withSite { site in
            try site.log.record(household(1), collectedAt: Self.noon(1))
            try site.log.record(household(2), collectedAt: Self.noon(9))
            try await site.follow()
            func presence() async throws -> Presence {
                let pair = try #require(try await site.pairs().first)
                let both = try await CompareHouseholds(store: site.store).run(
                    .init(pairID: pair.pairID), for: "awa")
                #expect(both.members.first?.pair?.presence == pair.presence)
                return pair.presence
            }
            #expect(try await presence() == .twice)
            // Of whom nobody says the day, it is known that they had left when the team told of it.
            try await depart(1, on: nil, told: 8, in: site)
            #expect(try await presence() == .moved)
            var corrected = household(1)
            corrected.members[0].presence = .departed
            corrected.members[0].relationship = "head"
            try site.log.record(corrected, collectedAt: Self.noon(20))
            try await site.follow()
            #expect(try await presence() == .moved)
            corrected.members[0].presence = .present
            try site.log.record(corrected, collectedAt: Self.noon(21))
            try await site.follow()
            #expect(try await presence() == .twice)
            try await depart(1, on: Self.day(22), told: 25, in: site)
            #expect(try await presence() == .left)
        }
    }

    @Test func `no rule merges who was present on one day in different cercles`() async throws {
        let policy = ReviewPolicy(merging: MergeRule(probability: 0.999, exact: ["document"]))
        for (there, day, isMerged) in [
            ("ML0505", 1, false), ("ML0501", 1, true), ("ML0505", 2, true),
        ] {
            try await withSite(policy: policy) { site in
                for household in Households.strangers(from: 50, count: 3) {
                    try site.log.record(household)
                }
                try await site.follow()
                try site.log.record(household(1), collectedAt: Self.noon(1))
                try site.log.record(household(2, in: there), collectedAt: Self.noon(day))
                try await site.follow()
                #expect(try await site.pairs(.same).count == (isMerged ? 1 : 0))
                guard !isMerged else { return }
                let pair = try #require(try await site.pairs().first)
                #expect(pair.presence == .apart && pair.probability > 0.999)
                let replay = try await ReplayThresholds(store: site.store)
                    .run(.init(merge: 0.999))
                #expect(replay.merged == 0)
                // Where one of them left, they are in one place.
                try await depart(1, on: Self.day(3), told: 3, in: site)
                #expect(try await site.pairs(.same).map(\.presence) == [.left])
            }
        }
    }

    /// What the status counts, the list shows, and the identity of household 1's person tells.
    private func twice(
        _ site: Site
    ) async throws -> (count: UInt64?, listed: Set<[UInt8]>, isTold: Bool) {
        var status = HealthV1.ProgramStatus()
        await site.store.describe(&status)
        let listed = try await DeduplicationHandlers(store: site.store)
            .listPairs(.init(presentTwice: true)).pairs
        let identity = try await GetIdentity(store: site.store)
            .run(.init(personID: Households.personID(1, 0).bytes))
        return (
            status.waiting.first { $0.kind == "present_twice" }?.count,
            Set(listed.map(\.pairID)), identity.presentTwice
        )
    }

    @Test func `who was called one person and is present twice is counted, listed and told`()
        async throws
    {
        try await withSite { site in
            try site.log.record(household(1), collectedAt: Self.noon(1))
            try site.log.record(household(2), collectedAt: Self.noon(1))
            try await site.follow()
            let pair = try #require(try await site.pairs().first)
            #expect(try await twice(site) == (0, [], false))
            _ = try await site.decide(pair, .same)
            #expect(try await twice(site) == (1, [pair.pairID], true))
            // A record of before this was kept: they were never counted.
            try await site.store.database.write {
                try $0.execute("UPDATE record SET is_present = NULL")
            }
            #expect(try await twice(site) == (0, [], true))
            _ = await site.store.upkeep.step()
            #expect(try await twice(site) == (1, [pair.pairID], true))
            try await depart(1, on: Self.day(2), told: 2, in: site)
            #expect(try await twice(site) == (0, [], false))
        }
    }

    // Only the identity told of them, and nobody knew whose to look at.
    @Test func `of two whom only somebody who left holds together the decisions are listed`()
        async throws
    {
        try await withSite { site in
            for number: UInt64 in 1...4 {
                try site.log.record(household(number), collectedAt: Self.noon(1))
            }
            try await site.follow()
            let pairs = try await site.pairs()
            func decide(_ one: UInt64, _ other: UInt64) async throws -> [UInt8] {
                let people = [one, other].map { Households.personID($0, 0).bytes }
                let pair = try #require(
                    pairs.first {
                        people.contains($0.earlier?.personID ?? [])
                            && people.contains($0.later?.personID ?? [])
                    })
                return try #require(try await site.decide(pair, .same)).pairID
            }
            let links = [
                try await decide(1, 2), try await decide(2, 3), try await decide(3, 4),
            ]
            #expect(try await twice(site) == (3, Set(links), true))
            try await depart(2, on: Self.day(2), told: 2, in: site)
            try await depart(3, on: Self.day(2), told: 2, in: site)
            // That between the two who left says nothing of who is here.
            #expect(try await twice(site) == (2, [links[0], links[2]], true))
            try await depart(4, on: Self.day(3), told: 3, in: site)
            #expect(try await twice(site) == (0, [], false))
        }
    }

    // Where a household was later was held against where another had been that day.
    @Test func `where people were registered on a day does not change when they move`() async throws
    {
        for (first, later, expected) in [
            ("ML0501", "ML0505", Presence.twice), ("ML0505", "ML0501", .apart),
        ] {
            try await withSite { site in
                try site.log.record(household(1), collectedAt: Self.noon(1))
                try site.log.record(household(2, in: first), collectedAt: Self.noon(1))
                try site.log.record(household(2, in: later), collectedAt: Self.noon(5))
                try await site.follow()
                #expect(try await site.pairs().map(\.presence) == [expected])
            }
        }
    }
}
