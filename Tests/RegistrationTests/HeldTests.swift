import Access
import Messages
import RegistrationCore
import Status
import Testing

@testable import RegistrationService

@Suite struct HeldTests {
    private typealias Service = RegistrationV1.RegistrationService

    private let uncoded = RegistrationV1.Household.made().changed {
        $0.place = .init(name: "Sangha")
    }
    private let placeField = "commands[0].register.household.place.code"

    private func held(_ fixture: RegistrationFixture) async throws -> [RegistrationV1.HeldCommand] {
        try await fixture.call(Service.listHeld, .init()).held
    }

    @Test func `what waits for a place code is kept, listed and released`() async throws {
        try await withRegistration { fixture in
            let receipt = try await fixture.submit([.register("a", uncoded)])
            #expect(receipt.results.map(\.outcome) == [.held])
            let waiting = try await held(fixture)
            #expect(waiting.map(\.command) == [.register("a", uncoded)])
            #expect(waiting[0].waitsFor.map(\.field) == [placeField])
            let released = try await fixture.call(
                Service.releaseHeld,
                .init(
                    heldID: waiting[0].heldID,
                    codings: [.init(field: placeField, placeCode: "ML0505")]))
            #expect(released.result?.outcome == .registered)
            #expect(try await held(fixture).isEmpty)
            let result = try #require(released.result)
            #expect(
                try await fixture.household(result).place == .init(code: "ML0505", name: "Sangha"))
            #expect(released.position == (try await fixture.events().last?.position))
        }
    }

    // Both of two registrars were told that the record was released, and only one's place held.
    @Test func `a release is known when it comes again, and refused with another place`()
        async throws
    {
        try await withRegistration { fixture in
            try await fixture.submit([.register("a", uncoded)])
            let heldID = try await held(fixture)[0].heldID
            func release(_ code: String) async throws -> RegistrationV1.ReleaseHeldResponse {
                try await fixture.call(
                    Service.releaseHeld,
                    .init(heldID: heldID, codings: [.init(field: placeField, placeCode: code)]))
            }
            let first = try await release("ML0505")
            let other = await failure { _ = try await release("ML0501") }
            #expect(other?.code == .failedPrecondition)
            #expect(other?.details.reason == "registration.held_released")
            #expect(try await release("ML0505") == first)
            #expect(try await fixture.events().count == 2)
        }
    }

    @Test func `the state of a batch names what of it still waits, not what was released`()
        async throws
    {
        try await withRegistration { fixture in
            let receipt = try await fixture.submit([.register("a", uncoded), .register("b")])
            let before = try await fixture.call(
                Service.getBatch, .init(batchID: receipt.batchID), as: .team)
            #expect(before.held.map(\.sourceKey) == ["a"])
            #expect(before.held[0].waitsFor.map(\.field) == [placeField])
            _ = try await fixture.call(
                Service.releaseHeld,
                .init(
                    heldID: before.held[0].heldID,
                    codings: [.init(field: placeField, placeCode: "ML0505")]))
            let after = try await fixture.call(
                Service.getBatch, .init(batchID: receipt.batchID), as: .team)
            #expect(after.held.isEmpty && after.receipt?.results == receipt.results)
        }
    }

    // The source's copy has no code and never will: it was held again with every later batch.
    @Test func `what was released and is handed in again without its code is known`() async throws {
        try await withRegistration { fixture in
            try await fixture.submit([.register("a", uncoded)])
            let heldID = try await held(fixture)[0].heldID
            _ = try await fixture.call(
                Service.releaseHeld,
                .init(heldID: heldID, codings: [.init(field: placeField, placeCode: "ML0505")]))
            let again = try await fixture.submit([.register("a", uncoded)], at: 7)
            #expect(again.results.map(\.outcome) == [.unchanged])
            #expect(try await held(fixture).isEmpty)
        }
    }

    @Test func `a release without the code, or with one that is none, changes nothing`()
        async throws
    {
        try await withRegistration { fixture in
            try await fixture.submit([.register("a", uncoded)])
            let heldID = try await held(fixture)[0].heldID
            let without = await failure {
                _ = try await fixture.call(Service.releaseHeld, .init(heldID: heldID))
            }
            #expect(without?.code == .failedPrecondition)
            let wrong = await failure {
                _ = try await fixture.call(
                    Service.releaseHeld,
                    .init(heldID: heldID, codings: [.init(field: placeField, placeCode: "XX")]))
            }
            #expect(wrong?.details.violations.map(\.field) == ["codings[0].place_code"])
            let unknown = await failure {
                _ = try await fixture.call(
                    Service.releaseHeld, .init(heldID: [UInt8](repeating: 1, count: 16)))
            }
            #expect(unknown?.code == .notFound)
            #expect(try await held(fixture).count == 1)
            #expect(try await fixture.events().count == 1)
        }
    }

    @Test func `what waits and is handed in again waits once, and its later form takes its place`()
        async throws
    {
        try await withRegistration { fixture in
            try await fixture.submit([.register("a", uncoded)])
            let again = try await fixture.submit([.register("a", uncoded)], at: 7)
            #expect(again.results.map(\.outcome) == [.held])
            #expect(try await held(fixture).count == 1)
            let later = uncoded.changed { $0.members[0].givenName = "Fanta" }
            try await fixture.submit([.register("a", later)])
            #expect(try await held(fixture).map(\.command) == [.register("a", later)])
            let coded = later.changed { $0.place?.code = "ML0505" }
            let done = try await fixture.submit([.register("a", coded)])
            #expect(done.results.map(\.outcome) == [.registered])
            #expect(try await held(fixture).isEmpty)
        }
    }

    // Under a key that already meant a household every batch left one more command waiting.
    @Test func `a correction that waits is kept once, and beside a departure`() async throws {
        try await withRegistration { fixture in
            try await fixture.submit([.register("a")])
            for time in 0..<3 {
                try await fixture.submit([.correct("a", uncoded)], at: Int64(time))
            }
            #expect(try await held(fixture).count == 1)
            let later = uncoded.changed { $0.members[0].givenName = "Fanta" }
            try await fixture.submit([.correct("a", later)])
            #expect(try await held(fixture).map(\.command) == [.correct("a", later)])
            let departure = RegistrationV1.Command(
                sourceKey: "a",
                action: .depart(
                    .init(
                        departedOn: .init(year: 2026, precision: .year),
                        destination: .init(code: "ML9999"))))
            try await fixture.submit([departure])
            #expect(try await held(fixture).count == 2)
        }
    }

    // Either deleted the registration, which had been acknowledged.
    @Test func `nothing else under a key takes the place of a registration that waits`()
        async throws
    {
        try await withRegistration { fixture in
            try await fixture.submit([.register("a", uncoded)])
            let before = try await held(fixture)
            let uncodedDeparture = RegistrationV1.Command(
                sourceKey: "a",
                action: .depart(
                    .init(
                        departedOn: .init(year: 2026, precision: .year),
                        destination: .init(code: "ML9999"))))
            for command in [
                RegistrationV1.Command.correct("a", uncoded), uncodedDeparture, .depart("a"),
            ] {
                let results = try await fixture.submit([command]).results
                #expect(results.map(\.outcome) == [.rejected])
            }
            for light in [RegistrationV1.Household.made(others: 0), uncoded] {
                let results = try await fixture.submit([.preRegister("a", light)]).results
                #expect(results.map(\.outcome) == [.held])
            }
            #expect(try await held(fixture) == before)
        }
    }

    @Test func `a registration takes the place of a light record that waits`() async throws {
        try await withRegistration { fixture in
            try await fixture.submit([.preRegister("a", uncoded)])
            try await fixture.submit([.register("a", uncoded)])
            #expect(try await held(fixture).map(\.command) == [.register("a", uncoded)])
        }
    }

    // The key pointed at the correction then, which went when the registration was released.
    @Test func `a correction of a named household waits beside the key's own registration`()
        async throws
    {
        try await withRegistration { fixture in
            let other = try await fixture.submit([.register("b")]).results[0]
            try await fixture.submit([.register("a", uncoded)])
            let correction = uncoded.changed { $0.caseNumber = other.caseNumber }
            try await fixture.submit([.correct("a", correction)])
            let registration = try #require(try await held(fixture).first)
            #expect(try await held(fixture).count == 2)
            _ = try await fixture.call(
                Service.releaseHeld,
                .init(
                    heldID: registration.heldID,
                    codings: [.init(field: placeField, placeCode: "ML0505")]))
            #expect(try await held(fixture).map(\.command) == [.correct("a", correction)])
        }
    }

    // Released later, the old form took the place of the newer proposal.
    @Test func `a correction that needs no code takes the place of the one that waited for it`()
        async throws
    {
        try await withRegistration { fixture in
            try await fixture.submit([.register("a")])
            try await fixture.submit([.correct("a", uncoded)])
            let coded = uncoded.changed { $0.place?.code = "ML0501" }
            let results = try await fixture.submit([.correct("a", coded)]).results
            #expect(results.map(\.outcome) == [.correctionProposed])
            #expect(try await held(fixture).isEmpty)
        }
    }

    @Test func `a departure that another team reports is kept until a registrar releases it`()
        async throws
    {
        try await withRegistration { fixture in
            let made = try await fixture.submit([.register("a")], as: .team).results[0]
            func departure(_ key: String) -> RegistrationV1.Command {
                RegistrationV1.Command(
                    sourceKey: key,
                    action: .depart(
                        .init(
                            caseNumber: made.caseNumber, personKeys: ["2"],
                            departedOn: .init(year: 2026, precision: .year))))
            }
            // As another team's batch arrives: the registrar's role alone may hand in for others.
            let content = RegistrationV1.BatchContent(
                source: "team-2", commands: [departure("d")])
            let kept = try await fixture.store.submit(
                content, batchID: [UInt8](repeating: 2, count: 16), isFromRegistrar: false)
            #expect(kept.results.map(\.outcome) == [.held])
            #expect(kept.results[0].householdID.isEmpty)
            #expect(try await fixture.household(made).members[1].presence == .present)
            let waiting = try await held(fixture)
            #expect(waiting[0].waitsFor.map(\.reason) == ["registration.registrar_needed"])
            let released = try await fixture.call(
                Service.releaseHeld, .init(heldID: waiting[0].heldID))
            #expect(released.result?.outcome == .departed)
            #expect(try await fixture.household(made).members[1].presence == .departed)
            #expect(try await held(fixture).isEmpty)
        }
    }

    @Test func `a departure from another of the team's devices, or by a registrar, is taken`()
        async throws
    {
        try await withRegistration { fixture in
            let made = try await fixture.submit([.register("a")]).results[0]
            func departure(_ person: String) -> RegistrationV1.Command {
                RegistrationV1.Command(
                    sourceKey: "d" + person,
                    action: .depart(
                        .init(
                            caseNumber: made.caseNumber, personKeys: [person],
                            departedOn: .init(year: 2026, precision: .year))))
            }
            let own = try await fixture.submit([departure("2")], source: "team-1/tablet-2")
            #expect(own.results.map(\.outcome) == [.departed])
            #expect(own.results[0].personIDs == [made.personIDs[1]])
            let registrar = try await fixture.submit(
                [departure("1")], source: "registrar-1", as: .registrar)
            #expect(registrar.results.map(\.outcome) == [.departed])
        }
    }

    /// A pre-registered household, and what waits because it bears that one's number.
    private func doubtful(
        _ fixture: RegistrationFixture
    ) async throws -> (
        light: RegistrationV1.CommandResult, form: RegistrationV1.Command, heldID: [UInt8]
    ) {
        let light = try await fixture.submit([.preRegister("a")]).results[0]
        let form = RegistrationV1.Command.register(
            "b",
            .made().changed { household in
                household.caseNumber = light.caseNumber
                for (index, name) in ["Oumou", "Seydou"].enumerated() {
                    household.members[index].givenName = name
                    household.members[index].familyName = "Guindo"
                }
            })
        let receipt = try await fixture.submit([form])
        #expect(receipt.results.map(\.outcome) == [.held])
        #expect(
            receipt.results[0].violations.map(\.reason) == ["registration.case_number_doubtful"])
        return (light, form, try #require(try await held(fixture).first).heldID)
    }

    @Test func `a number in doubt is confirmed, and then completes the household that bears it`()
        async throws
    {
        try await withRegistration { fixture in
            let (light, form, heldID) = try await doubtful(fixture)
            let silent = await failure {
                _ = try await fixture.call(Service.releaseHeld, .init(heldID: heldID))
            }
            #expect(
                silent?.details.violations.map(\.reason) == ["registration.case_number_doubtful"])
            #expect(try await fixture.household(light).stage == .preRegistered)
            #expect(try await held(fixture).map(\.heldID) == [heldID])
            for _ in 1...2 {
                let released = try await fixture.call(
                    Service.releaseHeld,
                    .init(heldID: heldID, number: .caseNumber(light.caseNumber)))
                #expect(released.result?.outcome == .registered)
                #expect(released.result?.householdID == light.householdID)
            }
            #expect(try await fixture.household(light).stage == .registered)
            #expect(try await held(fixture).isEmpty)
            let again = try await fixture.submit([form], at: 7)
            #expect(again.results.map(\.outcome) == [.unchanged])
        }
    }

    @Test(arguments: [true, false])
    func `a number in doubt is put right, and the form with the wrong one is known afterwards`(
        isNew: Bool
    ) async throws {
        try await withRegistration { fixture in
            let (light, form, heldID) = try await doubtful(fixture)
            let right = try await fixture.submit([.preRegister("c")]).results[0]
            let released = try await fixture.call(
                Service.releaseHeld,
                .init(heldID: heldID, number: .caseNumber(isNew ? "" : right.caseNumber)))
            let result = try #require(released.result)
            #expect(result.outcome == .registered)
            #expect((result.householdID == right.householdID) != isNew)
            #expect(result.householdID != light.householdID)
            #expect(try await fixture.household(light).stage == .preRegistered)
            let again = try await fixture.submit([form], at: 7)
            #expect(again.results.map(\.outcome) == [.unchanged])
            #expect(again.results[0].householdID == result.householdID)
        }
    }

    @Test func `a release that breaks a rule says so, and not that a code is missing`()
        async throws
    {
        try await withRegistration { fixture in
            let light = try await fixture.submit([.preRegister("a")]).results[0]
            let named = uncoded.changed { $0.householdID = light.householdID }
            try await fixture.submit([.correct("b", named)])
            // Meanwhile the key has come to mean another household.
            try await fixture.submit([.register("b")])
            let waiting = try #require(try await held(fixture).first)
            let error = await failure {
                _ = try await fixture.call(
                    Service.releaseHeld,
                    .init(
                        heldID: waiting.heldID,
                        codings: [
                            .init(
                                field: "commands[0].correct.household.place.code",
                                placeCode: "ML0505")
                        ]))
            }
            #expect(error?.details.reason == "registration.held_refused")
            #expect(error?.details.violations.map(\.reason) == ["registration.key_of_another"])
            #expect(try await held(fixture).count == 1)
        }
    }
}
