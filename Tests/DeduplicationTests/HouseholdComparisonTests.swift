import Basics
import DeduplicationCore
import Messages
import Status
import Storage
import Testing

@testable import DeduplicationService

@Suite struct HouseholdComparisonTests {
    private func compare(
        _ one: UInt64, _ other: UInt64, in site: Site, page: UInt32 = 200
    ) async throws -> DeduplicationV1.CompareHouseholdsResponse {
        var whole: DeduplicationV1.CompareHouseholdsResponse?
        var token = ""
        repeat {
            let answer = try await CompareHouseholds(store: site.store).run(
                .init(
                    householdIDs: [one, other].map { FakeLog.id(1_000_000 + $0).bytes },
                    pageSize: page, pageToken: token), for: "awa")
            if whole == nil {
                whole = answer
            } else {
                whole?.members += answer.members
            }
            token = answer.nextPageToken
        } while !token.isEmpty
        return try #require(whole)
    }

    private func child(_ name: String, born year: UInt32) -> RegistrationV1.Person {
        Households.person(name, "Coulibaly", .female, year, 6, 3, "Oumar Guindo", "Mariam", "")
    }

    @Test func membersStandBesideThoseWhomTheyMatchAndOthersAlone() async throws {
        try await withSite { site in
            // The ids of the test are of November 2023.
            try site.log.record(
                Households.household(
                    1, [Households.oumar(), Households.mariam(), Households.salif()]))
            try site.log.record(
                Households.household(
                    2,
                    [
                        Households.mariam(familyName: "Kulibali"), Households.oumar(),
                        child("Rokia", born: 2025), child("Ina", born: 2011),
                    ]))
            try await site.follow()
            for page in [1, 200] as [UInt32] {
                let both = try await compare(2, 1, in: site, page: page)
                #expect(both.earlier?.caseNumber == "BDG-1")
                #expect(both.later?.memberCount == 4)
                let rows = both.members.map { row in
                    [row.earlier, row.later].map { $0?.givenName ?? "–" }.joined(separator: " ")
                        + (row.pair == nil ? "" : " =") + (row.bornSince ? " born since" : "")
                }
                #expect(
                    rows == [
                        "Oumar Oumar =", "Mariam Mariam =", "Salif –", "– Rokia born since",
                        "– Ina",
                    ])
            }
        }
    }

    @Test func everyPairBetweenThemIsInOneRow() async throws {
        try await withSite { site in
            // Twins: each resembles both.
            let twins = [Households.mariam(), Households.mariam()]
            try site.log.record(Households.household(1, twins))
            try site.log.record(Households.household(2, twins))
            try await site.follow()
            let both = try await compare(1, 2, in: site)
            let pairs = both.members.flatMap { [$0.pair].compactMap(\.self) + $0.otherPairs }
            #expect(pairs.count == 4)
            #expect(Set(pairs.map(\.pairID)).count == 4)
            #expect(both.members.allSatisfy { $0.pair != nil && $0.otherPairs.count == 1 })
            // Decided otherwise than the weights have it: the decision rules.
            let other = try #require(both.members.first?.otherPairs.first)
            _ = try await site.decide(other, .same)
            let after = try await compare(1, 2, in: site)
            #expect(after.members.first?.pair?.pairID == other.pairID)
            #expect(after.members.first?.pair?.state == .same)
        }
    }

    @Test func whatIsNoTwoHouseholdsIsRefused() async throws {
        try await withSite { site in
            try site.log.record(Households.household(1, [Households.mariam()]))
            try site.log.record(Households.household(2, [Households.mariam()]))
            try await site.follow()
            let pair = try #require(try await site.pairs().first)
            let ids = [1, 2].map { FakeLog.id(1_000_000 + $0).bytes }
            let comparing = CompareHouseholds(store: site.store)
            for (request, code) in [
                (
                    DeduplicationV1.CompareHouseholdsRequest(householdIDs: [ids[0], ids[0]]),
                    RPCV1.StatusCode.invalidArgument
                ),
                (.init(householdIDs: [ids[0]]), .invalidArgument),
                (.init(householdIDs: [ids[0], [1]]), .invalidArgument),
                (.init(), .invalidArgument),
                (.init(pairID: [UInt8](repeating: 7, count: 16)), .notFound),
                (.init(householdIDs: [ids[0], FakeLog.id(77).bytes]), .notFound),
            ] {
                let error = await #expect(throws: RPCError.self) {
                    try await comparing.run(request, for: "awa")
                }
                #expect(error?.code == code)
            }
            _ = try await site.decide(pair, .same)
            try site.log.append(.personalDataErased(.init(householdID: ids[0])), subject: ids[0])
            try await site.follow()
            let gone = await #expect(throws: RPCError.self) {
                try await comparing.run(.init(pairID: pair.pairID), for: "awa")
            }
            #expect(gone?.code == .failedPrecondition)
        }
    }

    @Test(arguments: [true, false])
    func aHouseholdOfFiveHundredIsShownInPart(hasNamesOfTheirOwn: Bool) async throws {
        try await withSite { site in
            // Registration refuses it; a log could hold it all the same.
            let syllables = ["ba", "di", "fo", "ga", "ku", "la", "mo", "ni", "sa", "te"]
            let members = (0..<500).map { number in
                let name =
                    syllables[number / 100] + syllables[number / 10 % 10] + syllables[number % 10]
                // Digits are no part of a name: by them all 500 are called alike, with documents of their own.
                return Households.person(
                    hasNamesOfTheirOwn ? "Fan\(name)" : "Fanta\(number)", "Diarra", .female,
                    1950 + UInt32(number % 60), 3, UInt32(1 + number % 28),
                    hasNamesOfTheirOwn ? "Pe\(name)" : "Pere\(number)",
                    hasNamesOfTheirOwn ? "Me\(name)" : "Mere\(number)", "DD-\(number)")
            }
            var one = Households.household(1, members)
            var other = Households.household(2, members)
            for index in members.indices {
                one.members[index].personID = FakeLog.id(10_000 + UInt64(index)).bytes
                other.members[index].personID = FakeLog.id(20_000 + UInt64(index)).bytes
            }
            try site.log.record(one)
            try site.log.record(other)
            try await site.follow()
            let both = try await compare(1, 2, in: site, page: 200)
            #expect(both.earlier?.memberCount == 500)
            let max = DeduplicationLimits.householdMembersMax
            #expect(both.members.count { $0.earlier != nil } == max)
            #expect(both.members.contains { $0.pair != nil })
        }
    }

    @Test func aBirthIsSurelyAfterADayOnlyWhereNoReadingOfItSaysOtherwise() {
        // 2023-11-14.
        let time = Timestamp(millisecondsSinceEpoch: 1_700_000_000_000)
        func isAfter(
            _ year: UInt32, _ month: UInt32, _ day: UInt32, _ precision: CommonV1.DatePrecision
        ) -> Bool {
            CommonV1.PartialDate(year: year, month: month, day: day, precision: precision)
                .isSurelyAfter(time)
        }
        #expect(isAfter(2023, 11, 15, .day) && !isAfter(2023, 11, 14, .day))
        #expect(isAfter(2023, 12, 0, .month) && !isAfter(2023, 11, 0, .month))
        #expect(isAfter(2024, 0, 0, .year) && !isAfter(2023, 0, 0, .year))
        #expect(!isAfter(2025, 0, 0, .estimated))
        func isBy(
            _ year: UInt32, _ month: UInt32, _ day: UInt32, _ precision: CommonV1.DatePrecision
        ) -> Bool {
            CommonV1.PartialDate(year: year, month: month, day: day, precision: precision)
                .isSurelyBy(time)
        }
        #expect(isBy(2023, 11, 14, .day) && !isBy(2023, 11, 15, .day))
        #expect(isBy(2023, 10, 0, .month) && !isBy(2023, 11, 0, .month))
        #expect(isBy(2022, 0, 0, .year) && !isBy(2023, 0, 0, .year))
        #expect(!isBy(2020, 0, 0, .estimated))
    }

    // The day on which the region received it came weeks after the team had left the household.
    @Test func aChildIsBornSinceTheTeamWasThereNotSinceTheRegionHeardOfIt() async throws {
        try await withSite { site in
            // 2023-10-01; the ids of the test are of 14 November 2023.
            try site.log.record(
                Households.household(1, [Households.mariam()]), collectedAt: 1_696_118_400_000)
            // What is added later does not make the household a later one.
            try site.log.record(
                Households.household(1, [Households.mariam(), Households.salif()]),
                collectedAt: 1_699_920_000_000)
            try site.log.record(
                Households.household(
                    2,
                    [
                        Households.mariam(),
                        Households.person(
                            "Rokia", "Coulibaly", .female, 2023, 10, 20, "Oumar", "Mariam", ""),
                    ]))
            try await site.follow()
            let both = try await compare(1, 2, in: site)
            #expect(both.earlier?.collectedAtMilliseconds == 1_696_118_400_000)
            #expect(both.members.map(\.bornSince) == [false, false, true])
        }
    }
}
