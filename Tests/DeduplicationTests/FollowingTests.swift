import Basics
import DeduplicationCore
import Following
import Foundation
import Messages
import Storage
import Testing

@testable import DeduplicationService

@Suite struct FollowingTests {
    @Test func aPersonRegisteredAgainUnderAnotherSpellingMakesAPair() async throws {
        try await withSite { site in
            try site.log.record(Households.household(1, [Households.mariam(), Households.oumar()]))
            try site.log.record(
                Households.household(2, [Households.mariam(familyName: "Kulibali")]))
            try await site.follow()
            let pairs = try await site.pairs()
            #expect(pairs.count == 1)
            let pair = try #require(pairs.first)
            #expect(pair.earlier?.caseNumber == "BDG-1")
            #expect(pair.later?.caseNumber == "BDG-2")
            #expect(pair.later?.familyName == "Kulibali")
            #expect(pair.level == .probable)
            #expect(
                pair.evidence.contains {
                    $0.field == "family_name" && $0.level != "exact" && $0.weightBits > 0
                })
            let sum = pair.evidence.reduce(0) { $0 + $1.weightBits }
            #expect(abs(sum - pair.weightBits) < 0.001)
        }
    }

    @Test func membersOfOneHouseholdAreNoPair() async throws {
        try await withSite { site in
            try site.log.record(
                Households.household(1, [Households.mariam(), Households.mariam()]))
            try await site.follow()
            #expect(try await site.pairs().isEmpty)
        }
    }

    @Test func aCorrectionThatEndsTheLikenessWithdrawsTheOpenPair() async throws {
        try await withSite { site in
            try site.log.record(Households.household(1, [Households.mariam()]))
            try site.log.record(Households.household(2, [Households.mariam()]))
            try await site.follow()
            let pair = try #require(try await site.pairs().first)
            // The correction of the earlier one is noticed as well as one of the later would be.
            try site.log.record(Households.household(1, [Households.salif()]))
            try await site.follow()
            #expect(try await site.pairs().isEmpty)
            #expect(try await site.pairs(.withdrawn).map(\.pairID) == [pair.pairID])
            try site.log.record(Households.household(1, [Households.mariam()]))
            try await site.follow()
            #expect(try await site.pairs().map(\.pairID) == [pair.pairID])
            let kinds = try await site.events().map { event in
                switch event.change {
                case .pairFound: "found"
                case .pairWithdrawn: "withdrawn"
                case .pairDecided: "decided"
                case .identitiesMerged: "merged"
                case .identitySplit: "split"
                case .modelTaken: "taken"
                case nil: "?"
                }
            }
            #expect(kinds == ["found", "withdrawn", "found"])
        }
    }

    @Test func aCorrectionKeepsADecidedPairAndCountsItsRevisionUp() async throws {
        try await withSite { site in
            try site.log.record(Households.household(1, [Households.mariam()]))
            try site.log.record(Households.household(2, [Households.mariam()]))
            try await site.follow()
            let pair = try #require(try await site.pairs().first)
            let decided = try #require(try await site.decide(pair, .same))
            try site.log.record(
                Households.household(2, [Households.mariam(familyName: "Kulibali")]))
            try await site.follow()
            let kept = try #require(try await site.pairs(.same).first)
            #expect(kept.revision == decided.revision + 1)
            #expect(kept.evidence != decided.evidence)
            try site.log.record(Households.household(2, [Households.salif()]))
            try await site.follow()
            #expect(try await site.pairs(.same).count == 1)
        }
    }

    @Test func aMemberWhoIsNoLongerInTheHouseholdLeavesThePairs() async throws {
        try await withSite { site in
            try site.log.record(Households.household(1, [Households.oumar(), Households.mariam()]))
            try site.log.record(Households.household(2, [Households.mariam()]))
            try await site.follow()
            #expect(try await site.pairs().count == 1)
            try site.log.record(Households.household(1, [Households.oumar()]))
            try await site.follow()
            #expect(try await site.pairs().isEmpty)
            try site.log.record(Households.household(3, [Households.mariam()]))
            try await site.follow()
            let pairs = try await site.pairs()
            #expect(pairs.count == 1)
            #expect(pairs.first?.earlier?.caseNumber == "BDG-2")
        }
    }

    @Test func thoseWhoDepartedAreStillFound() async throws {
        try await withSite { site in
            var household = Households.household(1, [Households.mariam()])
            try site.log.record(household)
            household.members[0].presence = .departed
            try site.log.append(
                .peopleDeparted(
                    .init(
                        householdID: household.householdID,
                        personIDs: household.members.map(\.personID), household: household)),
                subject: household.householdID)
            try site.log.record(Households.household(2, [Households.mariam()]))
            try await site.follow()
            #expect(try await site.pairs().count == 1)
        }
    }

    @Test func anErasedHouseholdLeavesNoPersonalData() async throws {
        try await withSite { site in
            let erased = Households.household(1, [Households.mariam()])
            try site.log.record(erased)
            try site.log.record(Households.household(2, [Households.mariam()]))
            try site.log.record(Households.household(3, [Households.mariam()]))
            try await site.follow()
            let decided = try #require(
                try await site.pairs().first { $0.earlier?.caseNumber == "BDG-1" })
            _ = try await site.decide(decided, .same, comment: "her sister says so")
            try site.log.append(
                .personalDataErased(.init(householdID: erased.householdID)),
                subject: erased.householdID)
            try site.log.record(Households.household(4, [Households.mariam()]))
            try await site.follow()
            let kept = try #require(try await site.pairs(.same).first)
            #expect(kept.earlier == .init(personID: Households.personID(1, 0).bytes))
            #expect(kept.comment.isEmpty)
            #expect(kept.evidence.isEmpty)
            let open = try await site.pairs()
            #expect(!open.contains { $0.earlier?.personID == Households.personID(1, 0).bytes })
            #expect(open.contains { $0.later?.caseNumber == "BDG-4" })
            let comments = try await site.store.database.read {
                try $0.query("SELECT comment FROM decision").map { try $0.text("comment") }
            }
            #expect(comments == [""])
        }
    }

    @Test
    func `one person who is erased leaves no personal data, and the others' pairs as they are`()
        async throws
    {
        try await withSite { site in
            let whole = Households.household(1, [Households.mariam(), Households.salif()])
            try site.log.record(whole)
            try site.log.record(
                Households.household(2, [Households.mariam(), Households.salif()]))
            try await site.follow()
            for pair in try await site.pairs() {
                _ = try await site.decide(pair, .same, comment: "they say so")
            }
            #expect(try await site.pairs(.same).count == 2)
            var left = whole
            let gone = left.members.removeFirst()
            try site.log.append(
                .personalDataErased(
                    .init(
                        householdID: whole.householdID, personIDs: [gone.personID],
                        household: left)),
                subject: whole.householdID)
            try await site.follow()
            let kept = try await site.pairs(.same)
            let erased = try #require(kept.first { $0.earlier?.personID == gone.personID })
            let other = try #require(kept.first { $0.pairID != erased.pairID })
            #expect(erased.comment.isEmpty && erased.evidence.isEmpty)
            #expect(other.comment == "they say so" && !other.evidence.isEmpty)
            let records = try await site.store.database.read {
                try $0.query("SELECT 1 FROM record").count
            }
            #expect(records == 3)
        }
    }

    @Test func anEventThatCannotBeReadHoldsItsHouseholdAndNoOther() async throws {
        try await withSite { site in
            try site.log.record(Households.household(1, [Households.mariam()]))
            try site.log.append(nil, subject: FakeLog.id(1_000_009).bytes)
            try site.log.record(Households.household(2, [Households.mariam()]))
            try await site.follow()
            #expect(try await site.pairs().count == 1)
            let status = await site.store.follower.status()
            #expect(status.quarantinedEvents == 1)
        }
    }

    @Test func whatAnOlderProgramHeldIsAppliedByTheNextThatCan() async throws {
        let first = try Site()
        let household = Households.household(1, [Households.mariam()])
        try first.log.append(nil, subject: household.householdID)
        try first.log.record(household)
        try first.log.record(Households.household(2, [Households.mariam()]))
        try await first.follow()
        #expect(try await first.pairs().isEmpty)
        #expect(await first.store.follower.status().heldEvents == 1)
        // As a newer program's applier would, this one finds the event to be one that it knows.
        let event = RegistrationV1.Event(
            subjectID: household.householdID, change: .commandHeld(.init()))
        let payload = try event.encoded()
        try await first.store.database.write { transaction in
            try transaction.execute(
                "UPDATE quarantine SET event = $event WHERE sequence = 1",
                ["event": .blob(payload)])
        }
        try await first.close(removing: false)
        let second = try Site(log: first.log, folder: first.folder)
        try await second.follow()
        let status = await second.store.follower.status()
        #expect(status.quarantinedEvents + status.heldEvents == 0)
        #expect(try await second.pairs().map { $0.later?.caseNumber } == ["BDG-2"])
        try await second.close()
    }

    // Beyond a thousand, pairs of somebody who was erased stayed in the queue.
    @Test func `whoever is erased is in no open pair, however many there were`() async throws {
        try await withSite { site in
            let household = Households.household(1, [Households.mariam()])
            try site.log.record(household)
            try await site.follow()
            let count = UInt64(DeduplicationLimits.pairsOfRecordMax) + 2
            try await site.store.database.write { transaction in
                for number in 1...count {
                    let key = PairKey(Households.personID(1, 0), FakeLog.id(5_000 + number))
                    let pair = DeduplicationV1.Pair(
                        pairID: key.pairID, state: .open, level: .possible,
                        earlier: .init(personID: key.earlier.bytes),
                        later: .init(personID: key.later.bytes), revision: 1)
                    try site.store.pairs.save(
                        pair, key, foundFor: key.earlier, batchID: [], in: transaction)
                }
            }
            try site.log.append(
                .personalDataErased(.init(householdID: household.householdID)),
                subject: household.householdID)
            try await site.follow()
            #expect(try await site.pairs().isEmpty)
            let withdrawn = try await site.store.database.read {
                try $0.first("SELECT count(*) FROM pair WHERE state = 5")?.integer(0)
            }
            #expect(withdrawn == Int64(count))
        }
    }

    /// Makes each pair that is found fail, as a row that is damaged would.
    private func breakPairs(_ site: Site) async throws {
        try await site.store.database.write { transaction in
            try transaction.execute(
                """
                CREATE TRIGGER broken BEFORE INSERT ON pair
                BEGIN SELECT RAISE(ABORT, 'broken'); END
                """)
        }
    }

    private func mendPairs(_ site: Site) async throws {
        try await site.store.database.write { try $0.execute("DROP TRIGGER broken") }
    }

    // It stopped deduplication for good, and screening in the whole region with it.
    @Test func `a household whose event fails is left out, and nobody is compared with it`()
        async throws
    {
        try await withSite { site in
            try await breakPairs(site)
            for number: UInt64 in 1...2 {
                try site.log.record(Households.household(number, [Households.mariam()]))
            }
            try site.log.record(Households.household(3, [Households.oumar()]))
            try await site.follow()
            let status = await site.store.follower.status()
            #expect(status.unapplied.map(\.sequence) == [2] && status.position?.sequence == 3)
            try await mendPairs(site)
            try site.log.record(
                Households.household(4, [Households.mariam(), Households.oumar()]))
            try await site.follow()
            func found() async throws -> Set<Set<[UInt8]>> {
                Set(
                    try await site.pairs().map {
                        [$0.earlier?.personID ?? [], $0.later?.personID ?? []]
                    })
            }
            let (first, second) = (
                Households.personID(1, 0).bytes, Households.personID(2, 0).bytes
            )
            let (third, again) = (
                Households.personID(3, 0).bytes, Households.personID(4, 0).bytes
            )
            #expect(
                try await found() == [[first, again], [third, Households.personID(4, 1).bytes]])
            _ = try await site.store.follower.settle(eventAt: 2, .retry)
            #expect(try await found().isSuperset(of: [[first, second], [second, again]]))
        }
    }

    @Test func `an event that fails is tried again however many are held`() async throws {
        try await withSite { site in
            try await breakPairs(site)
            for number: UInt64 in 1...2 {
                try site.log.record(Households.household(number, [Households.mariam()]))
            }
            try await site.follow()
            try await site.holdAsManyAsMayFail()
            let failed = try await site.store.follower.settle(eventAt: 2, .retry)
            #expect(failed.applied == 0 && failed.remaining == 1)
            // Nothing of it is left in the index.
            try site.log.record(Households.household(3, [Households.oumar()]))
            try await site.follow()
            try await mendPairs(site)
            #expect(try await site.store.follower.settle(eventAt: 2, .retry).applied == 1)
            #expect(try await site.pairs().count == 1)
        }
    }

    // The second took the first away with all that was held.
    @Test func `an erasure erases, too, whom one that could not be applied was of`() async throws {
        try await withSite { site in
            var household = Households.household(
                1, [Households.mariam(), Households.oumar(), Households.salif()])
            let first = household.members[0].personID
            try site.log.record(household)
            try site.log.record(Households.household(2, [Households.mariam()]))
            try await site.follow()
            try await site.store.database.write {
                try $0.execute(
                    """
                    CREATE TRIGGER broken BEFORE DELETE ON record
                    BEGIN SELECT RAISE(ABORT, 'broken'); END
                    """)
            }
            #expect(try await site.pairs().first?.evidence.isEmpty == false)
            for _ in 1...2 {
                let erased = household.members.removeFirst().personID
                try site.log.append(
                    .personalDataErased(
                        .init(
                            householdID: household.householdID, personIDs: [erased],
                            household: household)),
                    subject: household.householdID)
            }
            try await site.follow()
            let status = await site.store.follower.status()
            #expect(status.unapplied.map(\.sequence) == [4] && status.heldEvents == 0)
            try await mendPairs(site)
            let release = try await site.store.follower.settle(eventAt: 4, .retry)
            #expect(release.applied == 1 && release.remaining == 0)
            let erased = try #require(RecordID(bytes: first))
            let pairs = try await site.store.database.read {
                try site.store.ledger.pairs.pairs(of: erased, limit: .max, in: $0)
            }
            #expect(pairs.map(\.evidence.isEmpty) == [true])
        }
    }

    // Its records stood in the write-ahead log, and what reviewers had said of them.
    @Test func `no file holds a name of who was erased, while the program runs`() async throws {
        var site = try Site()
        func isKept(_ name: String) throws -> Bool {
            try FileManager.default.contentsOfDirectory(atPath: site.folder).contains { file in
                let data = try? Data(contentsOf: URL(filePath: "\(site.folder)/\(file)"))
                return data?.range(of: Data(name.utf8)) != nil
            }
        }
        let household = Households.household(1, [Households.mariam(familyName: "Zzcoulibaly")])
        try site.log.record(household)
        try site.log.record(
            Households.household(2, [Households.mariam(), Households.oumar()]))
        try await site.follow()
        _ = try await site.decide(
            try #require(try await site.pairs().first), .same, comment: "Zzmariam says so")
        // The index lies in a file from then on.
        try await site.store.close()
        site = try Site(log: site.log, folder: site.folder)
        try await site.follow()
        #expect(try isKept("Zzcoulibaly") && isKept("Zzmariam"))
        try site.log.append(
            .personalDataErased(.init(householdID: household.householdID)),
            subject: household.householdID)
        try await site.follow()
        // The index writes names in small letters.
        for name in ["Zzcoulibaly", "zzcoulibaly", "Zzmariam"] {
            #expect(try !isKept(name), "\(name)")
        }
        #expect(try isKept("Oumar"))
        try await site.close()
    }
}
