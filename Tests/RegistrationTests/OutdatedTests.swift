import Access
import Basics
import Messages
import RegistrationCore
import Status
import Testing

@testable import RegistrationService

/// A batch that was refused, overtaken by later ones, and taken at last: it proposed to undo them.
@Suite struct OutdatedTests {
    private typealias Service = RegistrationV1.RegistrationService

    private let first = RegistrationV1.Household.made()
    private let older = RegistrationV1.Household.made().changed {
        $0.members[0].givenName = "Fatim"
    }
    private let later = RegistrationV1.Household.made().changed {
        $0.members[0].givenName = "Fanta"
    }
    /// The moment at which the fixture's region receives whatever it receives.
    private let received = testNow.millisecondsSinceEpoch

    private func corrections(
        _ fixture: RegistrationFixture
    ) async throws -> [RegistrationV1.Correction] {
        try await fixture.call(Service.listCorrections, .init()).corrections
    }

    @Test func `what was overtaken changes nothing of what its source said since`() async throws {
        try await withRegistration { fixture in
            let result = try await fixture.submit([.register("a", later)]).results[0]
            let events = try await fixture.events().count
            let receipt = try await fixture.submit(
                [.register("a", older), .register("b", older)], overtakenAt: received)
            #expect(receipt.results.map(\.outcome) == [.outdated, .registered])
            #expect(
                receipt.results[0].violations.map(\.reason) == ["registration.form_outdated"])
            #expect(receipt.results[0].householdID == result.householdID)
            #expect(try await corrections(fixture).isEmpty)
            #expect(try await fixture.household(result).members[0].givenName == "Fanta")
            #expect(try await fixture.events().count == events + 1)
            // As a correction asked for as such, too; but not once the source says it anew.
            let asked = try await fixture.submit([.correct("a", older)], overtakenAt: received)
            #expect(asked.results.map(\.outcome) == [.outdated])
            let anew = try await fixture.submit([.register("a", older)], at: 7)
            #expect(anew.results.map(\.outcome) == [.correctionProposed])
        }
    }

    @Test func `a later version that is only proposed stays, whatever older ones arrive`()
        async throws
    {
        try await withRegistration { fixture in
            try await fixture.submit([.register("a", first)])
            try await fixture.submit([.register("a", later)])
            let open = try await corrections(fixture)
            for household in [older, first] {
                let receipt = try await fixture.submit(
                    [.register("a", household)], at: 7, overtakenAt: received)
                #expect(
                    receipt.results.map(\.outcome) == [household == first ? .unchanged : .outdated])
                #expect(try await corrections(fixture) == open)
            }
            // Also once it is accepted.
            _ = try await fixture.call(
                Service.reviewCorrection,
                .init(correctionID: open[0].correctionID, decision: .accepted))
            let receipt = try await fixture.submit(
                [.register("a", older)], at: 8, overtakenAt: received)
            #expect(receipt.results.map(\.outcome) == [.outdated])
        }
    }

    @Test func `a later version that waits for a place stays, whatever older ones arrive`()
        async throws
    {
        try await withRegistration { fixture in
            let uncoded = later.changed { $0.place = .init(name: "Sangha") }
            try await fixture.submit([.register("a", uncoded)])
            for command in [RegistrationV1.Command.register("a", older), .preRegister("a", older)] {
                let receipt = try await fixture.submit([command], overtakenAt: received)
                #expect(receipt.results.map(\.outcome) == [.outdated])
            }
            let held = try await fixture.call(Service.listHeld, .init()).held
            #expect(held.map(\.command) == [.register("a", uncoded)])
        }
    }

    @Test func `the later file that says the same again is later, too`() async throws {
        try await withRegistration { fixture in
            try await fixture.submit([.register("a", first)], overtakenAt: received - 50)
            try await fixture.submit([.register("a", first)], at: 7)
            let receipt = try await fixture.submit([.register("a", older)], overtakenAt: received)
            #expect(receipt.results.map(\.outcome) == [.outdated])
        }
    }

    @Test func `what was overtaken before anything of its household was known is taken`()
        async throws
    {
        try await withRegistration { fixture in
            try await fixture.submit([.register("a", first)], overtakenAt: received - 50)
            let receipt = try await fixture.submit(
                [.register("a", older)], overtakenAt: received - 20)
            #expect(receipt.results.map(\.outcome) == [.correctionProposed])
        }
    }

    // A light record says less than a full one, however late it came.
    @Test func `an overtaken registration completes what was pre-registered since`() async throws {
        try await withRegistration { fixture in
            try await fixture.submit([.preRegister("a")])
            let receipt = try await fixture.submit([.register("a", older)], overtakenAt: received)
            #expect(receipt.results.map(\.outcome) == [.registered])
        }
    }
}
