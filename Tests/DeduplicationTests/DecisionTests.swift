import Basics
import Catalogue
import DeduplicationCore
import Messages
import Status
import Storage
import Testing

@testable import DeduplicationService

@Suite struct DecisionTests {
    private func fill(_ site: Site, _ households: [RegistrationV1.Household]) async throws {
        for household in households { try site.log.record(household) }
        try await site.follow()
    }

    private func pair(
        _ one: UInt64, _ other: UInt64, in site: Site
    ) async throws -> DeduplicationV1.Pair {
        for state in [DeduplicationV1.PairState.open, .same, .different, .unsure] {
            let found = try await site.pairs(state).first {
                $0.earlier?.caseNumber == "BDG-\(one)" && $0.later?.caseNumber == "BDG-\(other)"
            }
            if let found { return found }
        }
        throw RPCError(.notFound, .deduplication(.pairUnknown))
    }

    private func refusal(_ body: () async throws -> Void) async -> RPCError? {
        do {
            try await body()
            return nil
        } catch {
            return error as? RPCError
        }
    }

    private func identity(
        _ person: RecordID, in site: Site
    ) async throws -> DeduplicationV1.GetIdentityResponse {
        try await GetIdentity(store: site.store).run(
            .init(personID: person.bytes))
    }

    @Test func aRevisionThatNoPairHasIsAborted() async throws {
        try await withSite { site in
            try site.log.record(Households.household(1, [Households.mariam()]))
            try site.log.record(Households.household(2, [Households.mariam()]))
            try await site.follow()
            var pair = try #require(try await site.pairs().first)
            pair.revision = .max
            for decision in [DeduplicationV1.PairState.open, .same] {
                await #expect(throws: RPCError.self) {
                    try await site.decide(pair, decision)
                }
            }
        }
    }

    @Test func aDecisionOnAnOldRevisionIsAborted() async throws {
        try await withSite { site in
            try await fill(site, (1...2).map { Households.household($0, [Households.mariam()]) })
            let seen = try await pair(1, 2, in: site)
            _ = try await site.decide(seen, .unsure, by: "issa")
            let error = await refusal { _ = try await site.decide(seen, .same) }
            #expect(error?.code == .aborted)
            #expect(error?.details.reason == MessageKey.deduplication(.pairRevised).rawValue)
            #expect(try await pair(1, 2, in: site).state == .unsure)
        }
    }

    @Test func theSameDecisionSentAgainIsTakenOnce() async throws {
        try await withSite { site in
            try await fill(site, (1...2).map { Households.household($0, [Households.mariam()]) })
            let seen = try await pair(1, 2, in: site)
            let first = try await site.decide(seen, .same)
            let second = try await site.decide(seen, .same)
            #expect(first == second)
            let decided = try await site.events().filter {
                if case .pairDecided = $0.change { true } else { false }
            }
            #expect(decided.count == 1)
        }
    }

    @Test func aDecisionCanBeReplacedAndEveryOneIsKept() async throws {
        try await withSite { site in
            try await fill(site, (1...2).map { Households.household($0, [Households.mariam()]) })
            let first = try #require(
                try await site.decide(try await pair(1, 2, in: site), .same, comment: "one"))
            let second = try #require(try await site.decide(first, .different, comment: "two"))
            #expect(second.state == .different)
            #expect(second.decidedBy == "awa")
            let comments = try await site.store.database.read {
                try $0.query("SELECT comment FROM decision ORDER BY revision")
                    .map { try $0.text("comment") }
            }
            #expect(comments == ["one", "two"])
        }
    }

    @Test func whatIsNoDecisionIsRefused() async throws {
        try await withSite { site in
            try await fill(site, (1...2).map { Households.household($0, [Households.mariam()]) })
            let seen = try await pair(1, 2, in: site)
            for state in [DeduplicationV1.PairState.open, .withdrawn, .unspecified] {
                let error = await refusal { _ = try await site.decide(seen, state) }
                #expect(error?.code == .invalidArgument)
                #expect(error?.details.violations.first?.field == "decision")
            }
            // The second is one character.
            for comment in [
                String(repeating: "a", count: 513), "a" + String(repeating: "\u{301}", count: 512),
                "she is\u{1B}[2J her sister",
            ] {
                let error = await refusal {
                    _ = try await site.decide(seen, .same, comment: comment)
                }
                #expect(error?.code == .invalidArgument)
                #expect(error?.details.violations.first?.field == "comment")
            }
        }
    }

    @Test func aPairThatHasGoneCannotBeDecided() async throws {
        try await withSite { site in
            try await fill(site, (1...2).map { Households.household($0, [Households.mariam()]) })
            let seen = try await pair(1, 2, in: site)
            try await fill(site, [Households.household(2, [Households.salif()])])
            for decision in [DeduplicationV1.PairState.same, .different, .unsure] {
                let error = await refusal { _ = try await site.decide(seen, decision) }
                #expect(error?.code == .failedPrecondition)
                #expect(error?.details.reason == "deduplication.pair_withdrawn")
            }
            let unknown = DeduplicationV1.Pair(
                pairID: [UInt8](repeating: 9, count: 16), revision: 1)
            let error = await refusal { _ = try await site.decide(unknown, .same) }
            #expect(error?.code == .notFound)
        }
    }

    @Test func recordsDecidedToBeTheSameAreOneIdentityUntilItIsUndone() async throws {
        try await withSite { site in
            try await fill(site, (1...3).map { Households.household($0, [Households.mariam()]) })
            _ = try await site.decide(try await pair(1, 2, in: site), .same)
            let second = try #require(try await site.decide(try await pair(2, 3, in: site), .same))
            let merged = try await identity(Households.personID(3, 0), in: site)
            #expect(merged.identityID == Households.personID(1, 0).bytes)
            #expect(merged.records.map(\.caseNumber) == ["BDG-1", "BDG-2", "BDG-3"])
            _ = try await site.decide(second, .different)
            let alone = try await identity(Households.personID(3, 0), in: site)
            #expect(alone.identityID == Households.personID(3, 0).bytes)
            #expect(alone.records.count == 1)
        }
    }

    @Test func twoMembersOfOneHouseholdNeverBecomeOnePerson() async throws {
        try await withSite { site in
            // Two women of one household who resemble the same third record.
            try await fill(
                site,
                [
                    Households.household(1, [Households.mariam(), Households.mariam()]),
                    Households.household(2, [Households.mariam()]),
                ])
            let pairs = try await site.pairs()
            #expect(pairs.count == 2)
            _ = try await site.decide(pairs[0], .same)
            let error = await refusal { _ = try await site.decide(pairs[1], .same) }
            #expect(error?.code == .failedPrecondition)
            #expect(error?.details.reason == MessageKey.deduplication(.householdConflict).rawValue)
            #expect(try await site.pairs().map(\.pairID) == [pairs[1].pairID])
            #expect(try await site.decide(pairs[1], .different)?.state == .different)
        }
    }

    @Test func aDecisionThatContradictsAnotherIsRefused() async throws {
        try await withSite { site in
            try await fill(site, (1...3).map { Households.household($0, [Households.mariam()]) })
            _ = try await site.decide(try await pair(1, 2, in: site), .same)
            _ = try await site.decide(try await pair(1, 3, in: site), .different)
            let third = try await pair(2, 3, in: site)
            let error = await refusal { _ = try await site.decide(third, .same) }
            #expect(
                error?.details.reason == MessageKey.deduplication(.decisionContradicted).rawValue)
            #expect(try await pair(2, 3, in: site).revision == third.revision)
        }
    }

    @Test func aPageOfLargePairsIsCutByItsBytes() async throws {
        try await withSite { site in
            var household = Households.household(1, [Households.mariam()])
            household.members[0].documents += (0..<600).map { number in
                .init(kind: "other", number: "\(number)-" + String(repeating: "é", count: 1_000))
            }
            try site.log.record(household)
            for number in 2...4 {
                try site.log.record(Households.household(UInt64(number), [Households.mariam()]))
            }
            try await site.follow()
            let handlers = DeduplicationHandlers(store: site.store)
            var seen: [[UInt8]] = []
            var sizes: [Int] = []
            var token = ""
            repeat {
                let page = try await handlers.listPairs(.init(pageSize: 200, pageToken: token))
                #expect(try page.encoded().count < 3 << 20)
                seen += page.pairs.map(\.pairID)
                sizes.append(page.pairs.count)
                token = page.nextPageToken
            } while !token.isEmpty
            #expect(seen.count == 6)
            #expect(Set(seen).count == 6)
            #expect(sizes.count > 1, "three pairs hold 1.2 MB each")
        }
    }

    @Test func pagesGiveEveryPairOnceHeaviestFirst() async throws {
        try await withSite { site in
            try await fill(site, (1...5).map { Households.household($0, [Households.mariam()]) })
            let handlers = DeduplicationHandlers(store: site.store)
            var seen: [DeduplicationV1.Pair] = []
            var token = ""
            repeat {
                let page = try await handlers.listPairs(
                    .init(pageSize: 3, pageToken: token, order: .weight))
                seen += page.pairs
                token = page.nextPageToken
            } while !token.isEmpty
            #expect(seen.count == 10)
            #expect(Set(seen.map(\.pairID)).count == 10)
            #expect(seen.map(\.weightBits) == seen.map(\.weightBits).sorted(by: >))
            let error = await refusal {
                _ = try await handlers.listPairs(
                    .init(pageToken: String(repeating: "ab", count: 16)))
            }
            #expect(error?.code == .invalidArgument)
        }
    }
}
