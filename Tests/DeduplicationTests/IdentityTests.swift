import Basics
import DeduplicationCore
import Foundation
import Messages
import Status
import Storage
import Testing

@testable import DeduplicationService

@Suite struct IdentityTests {
    private func registered(_ count: UInt64, _ site: Site) async throws {
        for number in 1...count {
            try site.log.record(Households.household(number, [Households.mariam()]))
        }
        try await site.follow()
    }

    private func pair(
        _ one: UInt64, _ other: UInt64, in site: Site
    ) async throws -> DeduplicationV1.Pair {
        let key = PairKey(Households.personID(one, 0), Households.personID(other, 0))
        return try #require(
            try await DeduplicationHandlers(store: site.store).getPair(.init(pairID: key.pairID))
                .pair)
    }

    private func identity(
        _ number: UInt64, in site: Site
    ) async throws -> DeduplicationV1.GetIdentityResponse {
        try await GetIdentity(store: site.store).run(
            .init(personID: Households.personID(number, 0).bytes))
    }

    private func ids(_ numbers: UInt64...) -> [[UInt8]] {
        numbers.map { Households.personID($0, 0).bytes }
    }

    private func changes(_ site: Site) async throws -> [DeduplicationV1.Event.Change] {
        try await site.events().compactMap(\.change).filter { change in
            switch change {
            case .identitiesMerged, .identitySplit: true
            default: false
            }
        }
    }

    private func identity(_ numbers: UInt64...) -> DeduplicationV1.Identity {
        let people = numbers.map { Households.personID($0, 0).bytes }
        return .init(identityID: people[0], personIDs: people)
    }

    @Test func aMergeAndItsUndoingNameTheIdentitiesBeforeAndAfter() async throws {
        try await withSite { site in
            try await registered(4, site)
            for (one, other) in [(3, 4), (1, 2), (2, 3)] as [(UInt64, UInt64)] {
                _ = try await site.decide(try await pair(one, other, in: site), .same)
            }
            _ = try await site.decide(try await pair(2, 3, in: site), .unsure)
            let expected: [DeduplicationV1.Event.Change] = [
                .identitiesMerged(
                    .init(before: [identity(3), identity(4)], after: identity(3, 4))),
                .identitiesMerged(
                    .init(before: [identity(1), identity(2)], after: identity(1, 2))),
                .identitiesMerged(
                    .init(before: [identity(1, 2), identity(3, 4)], after: identity(1, 2, 3, 4))),
                .identitySplit(
                    .init(before: identity(1, 2, 3, 4), after: [identity(1, 2), identity(3, 4)])),
            ]
            #expect(try await changes(site) == expected)
            // The id that was given before the merge is the identity's again.
            #expect(try await identity(4, in: site).identityID == ids(3)[0])
        }
    }

    @Test func aDecisionThatOnlyAgreesWithOthersChangesNoIdentity() async throws {
        try await withSite { site in
            try await registered(3, site)
            for (one, other) in [(1, 2), (2, 3), (1, 3)] as [(UInt64, UInt64)] {
                _ = try await site.decide(try await pair(one, other, in: site), .same)
            }
            _ = try await site.decide(try await pair(1, 2, in: site), .open)
            #expect(try await changes(site).count == 2)
            #expect(try await identity(2, in: site).identityID == ids(1)[0])
        }
    }

    @Test func aDecisionThatIsTakenBackLeavesThePairOpenAndItsHistory() async throws {
        try await withSite { site in
            try await registered(2, site)
            let seen = try await pair(1, 2, in: site)
            let decided = try #require(try await site.decide(seen, .same, comment: "same voice"))
            let back = try #require(try await site.decide(decided, .open, comment: "a slip"))
            #expect(back.state == .open)
            #expect(back.revision == 3)
            #expect(try await site.decide(decided, .open, comment: "a slip") == back)
            #expect(try await site.pairs().map(\.pairID) == [seen.pairID])
            let states = try await site.store.database.read {
                try $0.query("SELECT state FROM decision ORDER BY revision")
                    .map { try $0.integer("state") }
            }
            #expect(states == [2, 1])
            let told = try await site.events().compactMap { event -> DeduplicationV1.PairState? in
                if case .pairDecided(let decided) = event.change { decided.decision } else { nil }
            }
            #expect(told == [.same, .open])
        }
    }

    @Test func anIDThatWasGivenResolvesThoughItsRecordIsErased() async throws {
        try await withSite { site in
            try await registered(3, site)
            _ = try await site.decide(try await pair(1, 2, in: site), .same)
            let household = Households.household(1, [Households.mariam()])
            try site.log.append(
                .personalDataErased(.init(householdID: household.householdID)),
                subject: household.householdID)
            try await site.follow()
            let merged = try await identity(1, in: site)
            #expect(merged.identityID == ids(1)[0])
            #expect(merged.records.map(\.caseNumber) == ["BDG-2"])
            // Taken back, the pair is none any more: a record of it is gone.
            let decided = try await pair(1, 2, in: site)
            let back = try await site.decide(decided, .open)
            #expect(back?.state == .withdrawn)
            #expect(try await site.decide(decided, .open) == back)
            let told = try await site.events().compactMap(\.change).suffix(3)
            guard case .pairDecided(let taken) = told.first, case .pairWithdrawn = told.last else {
                Issue.record("\(told)")
                return
            }
            #expect(taken.decision == .open)
            #expect(try await identity(2, in: site).identityID == ids(2)[0])
            #expect(try await identity(1, in: site).records.isEmpty)
            await #expect(throws: RPCError.self) { try await self.identity(9, in: site) }
        }
    }

    @Test func itSaysWhoLinkedItsRecordsAndWhatTakingThatBackWouldPart() async throws {
        try await withSite { site in
            try await registered(3, site)
            #expect(try await identity(1, in: site).links.isEmpty)
            _ = try await site.decide(
                try await pair(1, 2, in: site), .same, comment: "one card", by: "awa")
            _ = try await site.decide(try await pair(2, 3, in: site), .same, by: "issa")
            let chain = try await identity(3, in: site)
            #expect(Set(chain.links.map(\.decidedBy)) == ["awa", "issa"])
            let first = try #require(chain.links.first { $0.decidedBy == "awa" })
            #expect(first.comment == "one card" && first.decidedAtMilliseconds > 0)
            #expect([first.earlierPersonID, first.laterPersonID] == ids(1, 2))
            #expect(first.parts == [identity(1), identity(2, 3)])
            // What the answer foretells is what taking it back does.
            let open = try #require(
                try await site.decide(try await pair(1, 2, in: site), .open))
            #expect(try await identity(3, in: site).records.map(\.personID) == ids(2, 3))
            _ = try await site.decide(open, .same)
            // A third decision that holds the same records: none of them parts anything alone.
            _ = try await site.decide(try await pair(1, 3, in: site), .same)
            let ring = try await identity(2, in: site)
            #expect(ring.links.count == 3 && ring.links.allSatisfy(\.parts.isEmpty))
        }
    }

    @Test func aRebuildGivesTheSameIdentities() async throws {
        try await withSite { site in
            try await registered(3, site)
            _ = try await site.decide(try await pair(2, 3, in: site), .same)
            _ = try await site.decide(try await pair(1, 2, in: site), .same)
            let before = try await identity(3, in: site)
            let told = try await changes(site)
            site.log.restore(keeping: 2, epoch: 2)
            try site.log.record(Households.household(3, [Households.mariam()]))
            try await site.follow()
            #expect(try await identity(3, in: site) == before)
            #expect(try await changes(site) == told)
        }
    }

    @Test func severalDecisionsAreTakenTogetherOrNotAtAll() async throws {
        try await withSite { site in
            try await registered(3, site)
            let handlers = DecidePair(store: site.store)
            var wishes: [DeduplicationV1.PairDecision] = []
            for (one, other) in [(1, 2), (1, 3), (2, 3)] as [(UInt64, UInt64)] {
                let pair = try await pair(one, other, in: site)
                wishes.append(.init(pairID: pair.pairID, decision: .same, revision: pair.revision))
            }
            wishes[2].decision = .different
            let contradiction = await #expect(throws: RPCError.self) {
                try await handlers.run(.init(decisions: wishes), by: "awa")
            }
            #expect(contradiction?.code == .failedPrecondition)
            wishes[2].decision = .same
            wishes[2].revision = 7
            let stale = await #expect(throws: RPCError.self) {
                try await handlers.run(.init(decisions: wishes), by: "awa")
            }
            #expect(stale?.code == .aborted)
            #expect(stale?.details.violations.map(\.field) == ["decisions[2]"])
            #expect(try await site.pairs().count == 3)
            wishes[2].revision = 1
            let answer = try await handlers.run(.init(decisions: wishes, comment: "one"), by: "awa")
            #expect(answer.pairs.map(\.state) == [.same, .same, .same])
            #expect(try await changes(site).count == 1)
            // Sent again because its answer was lost.
            #expect(
                try await handlers.run(.init(decisions: wishes, comment: "one"), by: "awa")
                    == answer)
            // A link can be moved from one record to another in one call, in either order.
            let moved = try await handlers.run(
                .init(decisions: [
                    .init(pairID: wishes[0].pairID, decision: .different, revision: 2),
                    .init(pairID: wishes[2].pairID, decision: .different, revision: 2),
                ]), by: "awa")
            #expect(moved.pairs.map(\.state) == [.different, .different])
            #expect(try await identity(3, in: site).records.count == 2)
        }
    }

    @Test func whatIsNoListOfDecisionsIsRefused() async throws {
        try await withSite { site in
            try await registered(2, site)
            let pair = try await pair(1, 2, in: site)
            let wish = DeduplicationV1.PairDecision(
                pairID: pair.pairID, decision: .same, revision: 1)
            let gone = DeduplicationV1.PairDecision(
                pairID: [UInt8](repeating: 9, count: 16), decision: .same, revision: 1)
            for (wishes, code) in [
                ([], RPCV1.StatusCode.invalidArgument), ([wish, wish], .invalidArgument),
                ([DeduplicationV1.PairDecision](repeating: wish, count: 201), .invalidArgument),
                ([.init(pairID: [1], decision: .same, revision: 1)], .invalidArgument),
                ([wish, gone], .notFound), ([gone], .notFound),
            ] {
                let error = await #expect(throws: RPCError.self) {
                    try await DecidePair(store: site.store).run(
                        .init(decisions: wishes), by: "awa")
                }
                #expect(error?.code == code)
            }
            #expect(try await site.pairs().count == 1)
        }
    }

    @Test func aDatabaseOfBeforeIsReadAgainAndItsIdentitiesAreToldOnce() async throws {
        let first = try Site()
        try await registered(4, first)
        let folder = first.folder
        for (one, other) in [(1, 2), (2, 3)] as [(UInt64, UInt64)] {
            _ = try await first.decide(try await pair(one, other, in: first), .same)
        }
        let rows = try await first.store.database.read {
            try $0.query(
                """
                SELECT region, pair_id, earlier_id, later_id, state, level, weight, batch_id,
                    screened_id, record FROM pair
                """
            ).map(\.values)
        }
        try await first.close()
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        let older = try Database(
            at: "\(folder)/deduplication.sqlite",
            schema: Schema(
                applicationID: DeduplicationSchema.applicationID,
                migrations: Array(DeduplicationSchema.schema.migrations.prefix(5))))
        try await older.write { transaction in
            let insert = try transaction.prepare(
                "INSERT INTO pair VALUES ($a, $b, $c, $d, $e, $f, $g, $h, $i, $j)")
            for row in rows { try insert.run(zip("abcdefghij".map(String.init), row).map { $0 }) }
            try FollowerState(source: "registration", region: "ML19").advance(
                in: transaction,
                to: LogCursor(
                    position: LogPosition(region: "ML19", epoch: FakeLog.id(1), sequence: 4),
                    eventID: FakeLog.id(3)))
        }
        try await older.close()
        let site = try Site(log: first.log, folder: folder)
        _ = await site.store.upkeep.step()
        _ = await site.store.upkeep.step()
        let told: [DeduplicationV1.Event.Change] = [
            .identitiesMerged(
                .init(before: [identity(1), identity(2), identity(3)], after: identity(1, 2, 3)))
        ]
        #expect(try await changes(site) == told)
        try await site.follow()
        #expect(try await site.pairs(.same).count == 2)
        #expect(try await site.pairs().count == 4)
        #expect(try await site.pairs().allSatisfy { $0.probability > 0.3 })
        #expect(try await changes(site) == told)
        try await site.close()
    }

    // Each of the links was tried, in identities of thousands.
    @Test func `only links of a spanning forest can part an identity`() {
        func link(_ one: UInt64, _ other: UInt64) -> PairKey {
            PairKey(FakeLog.id(one), FakeLog.id(other))
        }
        // A ring with a tail, and two apart.
        let links = [link(1, 2), link(2, 3), link(3, 1), link(3, 4), link(5, 6)]
        let people = (1...6).map { FakeLog.id($0) }
        let spanning = Identity.spanning(links)
        #expect(spanning.count == 4 && spanning.isSuperset(of: links.suffix(2)))
        for left in links where !spanning.contains(left) {
            #expect(
                Identity.identities(of: people, links: links.filter { $0 != left })
                    == Identity.identities(of: people, links: links))
        }
    }
}
