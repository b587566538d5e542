import Messages
import Storage
import Testing

@testable import StatisticsService

@Suite struct IdentityCountingTests {
    @Test("two records of one person count once net, at the earlier record")
    func same() async throws {
        try await withRegion { region in
            let (first, second) = (region.person(), region.person())
            try region.record(region.household([first], place: "ML0501"))
            try region.record(region.household([second], place: "ML0505"))
            try region.decide(first, second, .same, pair: region.newID())
            try await region.follow()
            let counts = try await region.counts([.place], level: 2)
            #expect(counts.lines == ["ML0501: 1 1 1 0", "ML0505: 1 1 0 0"])
            #expect(counts.totalLine == "2 2 1 0")
            #expect(counts.deduplicationPosition?.sequence == 2)
        }
    }

    @Test("a household counts net once in each row, and in the total, where one of its people does")
    func householdsNet() async throws {
        try await withRegion { region in
            let (woman, man, twin) = (region.person(), region.person(sex: .male), region.person())
            let alone = region.person()
            try region.record(region.household([woman]))
            try region.record(region.household([twin, man], place: "ML0501"))
            try region.record(region.household([alone], place: "ML0501"))
            try region.decide(woman, twin, .same, pair: region.newID())
            try region.decide(woman, alone, .same, pair: region.newID())
            try await region.follow()
            let counts = try await region.counts([.place, .sex], level: 2)
            #expect(
                counts.rows.map { "\($0.values) \($0.households) \($0.householdsNet)" } == [
                    #"["ML0501", "F"] 2 0"#, #"["ML0501", "M"] 1 1"#, #"["ML0505", "F"] 1 1"#,
                ])
            #expect(counts.total?.households == 3)
            #expect(counts.total?.householdsNet == 2)
        }
    }

    @Test("a later decision “different”, and one that is taken back, make two people again")
    func different() async throws {
        try await withRegion { region in
            let people = (0..<3).map { _ in region.person() }
            for person in people { try region.record(region.household([person])) }
            let (one, two) = (region.newID(), region.newID())
            try region.decide(people[0], people[1], .same, pair: one)
            try region.decide(people[1], people[2], .same, pair: two)
            try await region.follow()
            #expect(try await region.counts().totalLine == "3 3 1 0")
            try region.decide(people[0], people[1], .different, pair: one)
            try await region.follow()
            #expect(try await region.counts().totalLine == "3 3 2 0")
            try region.decide(people[1], people[2], .open, pair: two)
            try await region.follow()
            #expect(try await region.counts().totalLine == "3 3 3 0")
        }
    }

    @Test("a decision that comes before its records is heeded when they come")
    func decisionFirst() async throws {
        try await withRegion { region in
            let (first, second) = (region.person(), region.person())
            try region.decide(first, second, .same, pair: region.newID())
            try await region.follow()
            try region.record(region.household([first]))
            try region.record(region.household([second]))
            try await region.follow()
            #expect(try await region.counts().totalLine == "2 2 1 0")
        }
    }

    @Test("identities whose records do not fit together are held back, and change nothing")
    func malformed() async throws {
        try await withRegion { region in
            let people = (0..<2).map { _ in region.person() }
            for person in people { try region.record(region.household([person])) }
            let both = people.map(\.personID)
            let alone = both.map { DeduplicationV1.Identity(identityID: $0, personIDs: [$0]) }
            let merged = DeduplicationV1.Identity(identityID: both[0], personIDs: both)
            let changes: [DeduplicationV1.Event.Change] = [
                .identitiesMerged(.init(before: [alone[0]], after: merged)),
                .identitiesMerged(.init(before: alone)),
                .identitiesMerged(
                    .init(before: alone, after: .init(identityID: [1], personIDs: both))),
                .identitySplit(.init(before: merged, after: [alone[0], alone[0]])),
            ]
            for change in changes { try region.tell(change, about: region.newID()) }
            try await region.follow()
            #expect(try await region.counts().totalLine == "2 2 2 0")
            #expect(try await region.counts().eventsHeld == UInt64(changes.count))
        }
    }

    @Test("a database of before forgets its pairs, and counts by what the log tells of identities")
    func migration() async throws {
        let folder = try #require(TemporaryDatabaseFolder())
        defer { folder.remove() }
        let migrations = StatisticsSchema.schema.migrations
        let index = try #require(migrations.firstIndex { $0.name == "0005 identities" })
        let older = try Database(
            at: folder.path,
            schema: Schema(
                applicationID: StatisticsSchema.applicationID,
                migrations: Array(migrations[..<index])))
        try await older.write { transaction in
            try transaction.execute(
                "INSERT INTO same_pair VALUES ('ML19', x'01', x'02', x'03')")
            try transaction.execute(
                """
                INSERT INTO person VALUES ('ML19', 1, x'03', '', '', 0, 0, '', 0, 1, 1, 0)
                """)
        }
        try await older.close()
        let newer = try Database(at: folder.path, schema: StatisticsSchema.schema)
        let net = try await newer.read {
            try $0.query("SELECT is_net FROM person").map { try $0.integer(0) }
        }
        let tables = try await newer.read {
            try $0.query("SELECT name FROM sqlite_schema WHERE name LIKE '%pair%'").count
        }
        #expect(net == [1] && tables == 0)
        try await newer.close()
    }

    @Test("when the earliest record leaves or is erased, the next one counts")
    func earliestLeaves() async throws {
        try await withRegion { region in
            let people = (0..<3).map { _ in region.person() }
            var households = people.map { region.household([$0]) }
            for household in households { try region.record(household) }
            try region.decide(people[0], people[2], .same, pair: region.newID())
            try region.decide(people[1], people[2], .same, pair: region.newID())
            try await region.follow()
            households[0].members[0].presence = .departed
            try region.append(
                .peopleDeparted(.init(household: households[0])), households[0].householdID)
            try await region.follow()
            #expect(try await region.counts().totalLine == "2 2 1 0")
            try region.append(
                .personalDataErased(.init(householdID: households[1].householdID)),
                households[1].householdID)
            try await region.follow()
            #expect(try await region.counts().totalLine == "1 1 1 0")
        }
    }

    @Test(
        "after any run of events net is what joining the pairs by hand gives, and a rebuild gives the same"
    )
    func randomRuns() async throws {
        try await withRegion { region in
            var random = SplitMix(state: 20_260_301)
            var households: [RegistrationV1.Household] = []
            var decisions: [[UInt8]: (Int, Int, Bool)] = [:]
            var pairs: [[Int]: [UInt8]] = [:]
            for _ in 0..<200 {
                let kind = Int.random(in: 0..<4, using: &random)
                if households.count < 2 || kind == 0 {
                    let place = ["ML0501", "ML0505", ""].randomElement(using: &random) ?? ""
                    households.append(region.household([region.person()], place: place))
                    try region.record(households[households.count - 1])
                } else if kind == 1 {
                    let index = Int.random(in: households.indices, using: &random)
                    households[index].members[0].presence =
                        Bool.random(using: &random) ? .present : .departed
                    try region.record(households[index])
                } else {
                    let two = Array(households.indices.shuffled(using: &random).prefix(2)).sorted()
                    let pair = pairs[two] ?? region.newID()
                    pairs[two] = pair
                    let isSame = Bool.random(using: &random)
                    decisions[pair] = (two[0], two[1], isSame)
                    try region.decide(
                        households[two[0]].members[0], households[two[1]].members[0],
                        isSame ? .same : .different, pair: pair)
                }
            }
            var component = Array(households.indices)
            for (first, second, isSame) in decisions.values where isSame {
                let (old, new) = (component[second], component[first])
                for index in component.indices where component[index] == old {
                    component[index] = new
                }
            }
            let present = households.indices.filter {
                households[$0].members[0].presence == .present
            }
            let net = Set(present.map { component[$0] }).count
            try await region.follow()
            let built = try await region.counts([.place, .sex], level: 2)
            #expect(built.total?.people == UInt64(present.count))
            #expect(built.total?.peopleNet == UInt64(net))
            #expect(built.rows.allSatisfy { $0.peopleNet <= $0.people })
            #expect(net < present.count, "the run should have made duplicates")

            region.registration.replace()
            try await region.follow()
            #expect(try await region.counts([.place, .sex], level: 2).lines == built.lines)
            region.deduplication.replace()
            try await region.follow()
            #expect(try await region.counts([.place, .sex], level: 2).lines == built.lines)
        }
    }
}

/// Steele, Lea and Flood's SplitMix64: the same numbers in every run.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
