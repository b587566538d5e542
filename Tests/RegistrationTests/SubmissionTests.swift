import Access
import Basics
import Messages
import RegistrationCore
import Status
import Testing

@testable import RegistrationService

@Suite struct SubmissionTests {
    private typealias Service = RegistrationV1.RegistrationService

    @Test func `a batch handed in twice is received once`() async throws {
        try await withRegistration { fixture in
            let commands = [
                RegistrationV1.Command.register("a"), .preRegister("b"), .register("c", .init()),
            ]
            let first = try await fixture.submit(commands)
            let second = try await fixture.submit(commands)
            #expect(!first.alreadyReceived && second.alreadyReceived)
            var same = second
            same.alreadyReceived = false
            #expect(same == first)
            #expect(first.results.map(\.outcome) == [.registered, .preRegistered, .rejected])
            #expect(first.results.map(\.index) == [0, 1, 2])
            #expect(try await fixture.events().count == 2)
            let stored = try await fixture.call(Service.getBatch, .init(batchID: first.batchID))
            #expect(stored.receipt == first)
        }
    }

    @Test func `many at once with one batch register it once`() async throws {
        try await withRegistration { fixture in
            let outcomes = try await withThrowingTaskGroup(of: Bool.self) { group in
                for _ in 0..<20 {
                    group.addTask { try await fixture.submit([.register("a")]).alreadyReceived }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(outcomes.filter { !$0 }.count == 1)
            #expect(try await fixture.events().count == 1)
        }
    }

    @Test func `a receipt's position is that of its last event`() async throws {
        try await withRegistration { fixture in
            let first = try await fixture.submit([.register("a"), .register("b")])
            let events = try await fixture.events()
            #expect(first.position?.sequence == 2)
            #expect(first.position == events.last?.position)
            // A batch that changes nothing stands where the log does.
            let nothing = try await fixture.submit([.register("x", .init())])
            #expect(nothing.position?.sequence == 2)
        }
    }

    @Test func `an edited file proposes corrections, and a later edit replaces them`() async throws
    {
        try await withRegistration { fixture in
            let original = RegistrationV1.Household.made()
            let receipt = try await fixture.submit([.register("a", original)])
            let edited = original.changed { $0.members[0].givenName = "Fanta" }
            let again = original.changed { $0.members[0].givenName = "Fatim" }
            let second = try await fixture.submit([.register("a", edited)])
            #expect(second.results.map(\.outcome) == [.correctionProposed])
            #expect(second.results[0].householdID == receipt.results[0].householdID)
            // The same edit in another batch is the same proposal.
            try await fixture.submit([.register("a", edited)], at: 5)
            #expect(try await fixture.call(Service.listCorrections, .init()).corrections.count == 1)
            try await fixture.submit([.register("a", again)])
            let open = try await fixture.call(Service.listCorrections, .init()).corrections
            #expect(open.map { $0.proposed?.members[0].givenName } == ["Fatim"])
            #expect(open[0].changedFields == ["members[0].given_name"])
            let superseded = try await fixture.call(
                Service.listCorrections, .init(state: .superseded))
            #expect(superseded.corrections.count == 1)
            // Nothing of it is in force before somebody has looked.
            #expect(
                try await fixture.household(receipt.results[0]).members[0].givenName == "Fatoumata")
            // The first form again, in another batch, is known.
            let unchanged = try await fixture.submit([.register("a", original)], at: 9)
            #expect(unchanged.results.map(\.outcome) == [.unchanged])
        }
    }

    @Test func `registering a pre-registered household by id, number or key makes no second one`()
        async throws
    {
        try await withRegistration { fixture in
            let light = try await fixture.submit([
                .preRegister("a"), .preRegister("b"), .preRegister("c"),
            ]).results
            let byID = RegistrationV1.Household.made().changed {
                $0.householdID = light[0].householdID
            }
            let byNumber = RegistrationV1.Household.made().changed {
                $0.caseNumber = light[1].caseNumber.lowercased()
            }
            let full = try await fixture.submit(
                [.register("x", byID), .register("y", byNumber)], source: "team-1/other")
            let byKey = try await fixture.submit([.register("c")])
            let results = full.results + byKey.results
            #expect(results.map(\.outcome) == [.registered, .registered, .registered])
            #expect(results.map(\.householdID) == light.map(\.householdID))
            #expect(results.map(\.caseNumber) == light.map(\.caseNumber))
            for (before, after) in zip(light, results) {
                #expect(before.personIDs[0] == after.personIDs[0])
            }
            let all = try await fixture.call(Service.listHouseholds, .init())
            #expect(all.households.count == 3)
            #expect(all.households.allSatisfy { $0.stage == .registered && $0.revision == 2 })
        }
    }

    @Test func `a key used twice in one batch counts once, and the second is told of the first`()
        async throws
    {
        try await withRegistration { fixture in
            let results = try await fixture.submit([.register("a"), .register("b"), .register("a")])
                .results
            #expect(results.map(\.outcome) == [.registered, .registered, .rejected])
            #expect(results[2].violations.map(\.field) == ["commands[2].source_key"])
            #expect(results[2].violations[0].arguments == [.init(name: "other", value: "1")])
        }
    }

    @Test func `case numbers are all different and carry their check character`() async throws {
        try await withRegistration { fixture in
            // A team that was offline assigned two numbers of the block that it had taken.
            let offline = try await fixture.call(
                RegistrationV1.RegistrationService.allocateCaseNumbers,
                .init(requestID: [UInt8](repeating: 1, count: 16), count: 2), as: .team
            ).caseNumbers
            let first = try await fixture.submit([
                .register("o1", .made().changed { $0.caseNumber = offline[0] }),
                .register("o2", .made().changed { $0.caseNumber = offline[1] }),
            ])
            let second = try await fixture.submit((0..<5).map { .register("k\($0)") })
            let numbers = (first.results + second.results).map(\.caseNumber)
            #expect(Set(numbers).count == 7)
            #expect(numbers.allSatisfy { CaseNumber($0)?.description == $0 })
            #expect(
                second.results.map { CaseNumber($0.caseNumber)?.serial } == [3, 4, 5, 6, 7])
        }
    }

    @Test func `the same key of two sources means two households`() async throws {
        try await withRegistration { fixture in
            let one = try await fixture.submit([.register("a")])
            let other = try await fixture.submit([.register("a")], source: "team-1/b")
            #expect(one.results[0].householdID != other.results[0].householdID)
        }
    }

    @Test func `a departure is recorded, once, and the people are kept`() async throws {
        try await withRegistration { fixture in
            let receipt = try await fixture.submit([.register("a")])
            let left = try await fixture.submit([.depart("a", ["2"])])
            #expect(left.results.map(\.outcome) == [.departed])
            let again = try await fixture.submit([.depart("a", ["2"])], at: 4)
            #expect(again.results.map(\.outcome) == [.unchanged])
            let household = try await fixture.household(receipt.results[0])
            #expect(household.members.map(\.presence) == [.present, .departed])
            guard case .peopleDeparted(let event)? = try await fixture.events().last?.change else {
                Issue.record("no departure in the log")
                return
            }
            #expect(event.personIDs == [household.members[1].personID])
        }
    }

    @Test func `a batch whose id does not fit, or in another's name, leaves nothing`() async throws
    {
        try await withRegistration { fixture in
            let bytes = try RegistrationV1.BatchContent(source: "team-1", commands: [.register()])
                .encoded()
            let wrongID = await failure {
                _ = try await fixture.submit(bytes, id: [UInt8](repeating: 1, count: 16))
            }
            #expect(wrongID?.details.reason == "registration.batch_id_mismatch")
            let foreign = await failure {
                try await fixture.submit([.register()], source: "team-2")
            }
            #expect(foreign?.code == .permissionDenied)
            let broken = await failure { _ = try await fixture.submit([0x0A, 0x7F]) }
            #expect(broken?.code == .invalidArgument)
            #expect(try await fixture.events().isEmpty)
            let ours = try await fixture.submit([.register()], source: "team-2", as: .registrar)
            #expect(ours.results.map(\.outcome) == [.registered])
        }
    }

    @Test func `a batch of 1,000 people and one of a mebibyte are taken, and no larger one`()
        async throws
    {
        try await withRegistration { fixture in
            let people = (0..<10).map {
                RegistrationV1.Command.register("p\($0)", .made(others: 99))
            }
            let receipt = try await fixture.submit(people)
            #expect(receipt.results.allSatisfy { $0.outcome == .registered })
            let many = await failure { try await fixture.submit(people + [.register("x")]) }
            #expect(many?.details.reason == "registration.batch_too_large")
            let largest = try Self.batch(bytes: 1 << 20)
            let large = try await fixture.submit(largest)
            #expect(large.results.count == 1)
            let larger = try Self.batch(bytes: 1 << 20 + 1)
            let tooLarge = await failure { _ = try await fixture.submit(larger) }
            #expect(tooLarge?.details.reason == "registration.batch_too_large")
        }
    }

    // A receipt with more fields than a message may have was written and could not be read again.
    @Test func `a receipt of as many problems as a batch can have is readable`() async throws {
        try await withRegistration { fixture in
            var household = RegistrationV1.Household.made(others: 0)
            household.members[0].needs = Array(repeating: "z", count: 32)
            household.members[0].phones = Array(repeating: "1", count: 16)
            household.members[0].documents = Array(
                repeating: .init(kind: "z", number: "\n", issuer: "z"), count: 16)
            let worst = household
            let most = RegistrationLimits.batchCommandsMax
            let receipt = try await fixture.submit((0..<most).map { .register("k\($0)", worst) })
            let stored = try await fixture.call(Service.getBatch, .init(batchID: receipt.batchID))
            #expect(stored.receipt == receipt)
            #expect(receipt.results.allSatisfy { $0.outcome == .rejected })
            let listed = RegistrationLimits.violations(perCommandOf: most)
            #expect(receipt.results.allSatisfy { $0.violations.count == listed + 1 })
            let more = try #require(receipt.results[7].violations.last)
            #expect(more.reason == "registration.more_violations")
            #expect(more.arguments == [.init(name: "count", value: "\(96 - listed)")])
        }
    }

    @Test func `a team reads the receipts of its own devices, and no other's`() async throws {
        try await withRegistration { fixture in
            let own = try await fixture.submit([.register("a")], source: "team-1/tablet-2")
            let foreign = try await fixture.submit(
                [.register("a")], source: "team-12", as: .registrar)
            let read = try await fixture.call(
                Service.getBatch, .init(batchID: own.batchID), as: .team)
            #expect(read.receipt == own)
            let error = await failure {
                _ = try await fixture.call(
                    Service.getBatch, .init(batchID: foreign.batchID), as: .team)
            }
            #expect(error?.code == .notFound)
            for role in [Role.registrar, .admin, .service] {
                let read = try await fixture.call(
                    Service.getBatch, .init(batchID: foreign.batchID), as: role)
                #expect(read.receipt == foreign)
            }
        }
    }

    // The second family became a correction of the first that took all of its members away.
    @Test func `a number that two forms bear is kept by the first, and the second is refused`()
        async throws
    {
        try await withRegistration { fixture in
            let number = try await fixture.call(
                Service.allocateCaseNumbers,
                .init(requestID: [UInt8](repeating: 1, count: 16), count: 1), as: .team
            ).caseNumbers[0]
            let one = RegistrationV1.Household.made().changed { $0.caseNumber = number }
            let other = one.changed {
                $0.members[0].givenName = "Oumou"
                $0.members[1].givenName = "Seydou"
            }
            let results = try await fixture.submit([
                .register("a", one), .register("b", other), .preRegister("c", other),
            ]).results
            #expect(results.map(\.outcome) == [.registered, .rejected, .rejected])
            #expect(
                results[1].violations.map(\.field)
                    == ["commands[1].register.household.case_number"])
            #expect(try await fixture.call(Service.listCorrections, .init()).corrections.isEmpty)
        }
    }

    // The key was re-pointed, and the family that it had meant was registered a second time later.
    @Test func `a key goes on meaning its household when a form names another`() async throws {
        try await withRegistration { fixture in
            let results = try await fixture.submit([.register("a"), .preRegister("b")]).results
            let wrong = RegistrationV1.Household.made().changed {
                $0.caseNumber = results[1].caseNumber
            }
            let refused = try await fixture.submit([.register("a", wrong)]).results[0]
            #expect(refused.outcome == .rejected)
            #expect(refused.violations.map(\.field) == ["commands[0].source_key"])
            let again = try await fixture.submit([.register("a")], at: 5).results[0]
            #expect(again.outcome == .unchanged && again.householdID == results[0].householdID)
        }
    }

    @Test func `an event says when the team closed the batch, and never a time to come`()
        async throws
    {
        try await withRegistration { fixture in
            let now = testNow.millisecondsSinceEpoch
            for (index, time) in [0, now - 86_400_000, now + 86_400_000, -5].enumerated() {
                try await fixture.submit([.register("k\(index)")], at: time)
            }
            let times = try await fixture.events().map(\.collectedAtMilliseconds)
            #expect(times == [0, now - 86_400_000, now, 0])
        }
    }

    @Test func `what is released or accepted later is of the day on which it was collected`()
        async throws
    {
        try await withRegistration { fixture in
            let day = testNow.millisecondsSinceEpoch - 86_400_000
            let uncoded = RegistrationV1.Household.made().changed { $0.place = .init(name: "Koro") }
            try await fixture.submit([.register("a", uncoded)], at: day)
            let held = try await fixture.call(Service.listHeld, .init()).held
            let field = "commands[0].register.household.place.code"
            _ = try await fixture.call(
                Service.releaseHeld,
                .init(
                    heldID: held[0].heldID,
                    codings: [.init(field: field, placeCode: "ML0505")]))
            try await fixture.submit([.correct("a", .made(others: 3))], at: day - 7)
            let open = try await fixture.call(Service.listCorrections, .init()).corrections
            _ = try await fixture.call(
                Service.reviewCorrection,
                .init(correctionID: open[0].correctionID, decision: .accepted))
            let times = try await fixture.events().map(\.collectedAtMilliseconds)
            #expect(times == [day, day, day - 7, day - 7])
        }
    }

    @Test func `a batch both in clear and sealed is refused as that`() async throws {
        try await withRegistration { fixture in
            let error = await failure {
                _ = try await fixture.call(
                    Service.submitBatch, .init(content: [1], sealedContent: [1]), as: .team)
            }
            #expect(error?.details.reason == "registration.content_twice")
        }
    }

    /// A batch of an exact size, most of which is a text too long to be kept.
    private static func batch(bytes: Int) throws -> [UInt8] {
        func encoded(_ padding: Int) throws -> [UInt8] {
            let household = RegistrationV1.Household.made().changed {
                $0.place?.name = String(repeating: "x", count: padding)
            }
            return try RegistrationV1.BatchContent(
                source: "team-1", commands: [.register("big", household)]
            ).encoded()
        }
        let excess = try encoded(bytes).count - bytes
        return try encoded(bytes - excess)
    }
}
