import Messages
import RegistrationCore
import Status
import Testing

@testable import RegistrationService

@Suite struct CorrectionTests {
    private typealias Service = RegistrationV1.RegistrationService

    private let edited = RegistrationV1.Household.made().changed {
        $0.members[0].givenName = "Fanta"
        $0.members.append(.made("Born", relationship: "child", key: "9"))
    }

    /// A household with a proposed correction.
    private func proposal(
        _ fixture: RegistrationFixture
    ) async throws -> (result: RegistrationV1.CommandResult, id: [UInt8]) {
        let receipt = try await fixture.submit([.register("a")])
        try await fixture.submit([.correct("a", edited)])
        let open = try await fixture.call(Service.listCorrections, .init()).corrections
        return (receipt.results[0], try #require(open.first).correctionID)
    }

    private func review(
        _ id: [UInt8], _ decision: RegistrationV1.CorrectionState, _ fixture: RegistrationFixture
    ) async throws -> RegistrationV1.Correction? {
        try await fixture.call(
            Service.reviewCorrection, .init(correctionID: id, decision: decision)
        ).correction
    }

    @Test func `an accepted correction is in force, and says who accepted it`() async throws {
        try await withRegistration { fixture in
            let (result, id) = try await proposal(fixture)
            let correction = try await review(id, .accepted, fixture)
            #expect(correction?.state == .accepted && correction?.reviewedBy == "registrar-1")
            let household = try await fixture.household(result)
            #expect(household.members.map(\.givenName) == ["Fanta", "Child 0", "Born"])
            #expect(household.revision == 2)
            #expect(household.members[0].personID == result.personIDs[0])
            let person = try await fixture.call(
                Service.getPerson, .init(personID: household.members[2].personID))
            #expect(person.householdID == household.householdID)
            // An answer that was lost on the way: the same again is no error and no second event.
            let events = try await fixture.events().count
            #expect(try await review(id, .accepted, fixture)?.state == .accepted)
            #expect(try await fixture.events().count == events)
            // The file that proposed it is now known.
            let again = try await fixture.submit([.correct("a", edited)], at: 3)
            #expect(again.results.map(\.outcome) == [.unchanged])
        }
    }

    @Test func `a declined correction changes nothing, and cannot be accepted later`() async throws
    {
        try await withRegistration { fixture in
            let (result, id) = try await proposal(fixture)
            #expect(try await review(id, .declined, fixture)?.state == .declined)
            #expect(try await fixture.household(result).revision == 1)
            let late = await failure { _ = try await review(id, .accepted, fixture) }
            #expect(late?.code == .failedPrecondition)
            #expect(late?.details.reason == "registration.correction_closed")
        }
    }

    @Test func `a correction of what has changed since is refused`() async throws {
        try await withRegistration { fixture in
            let (result, id) = try await proposal(fixture)
            try await fixture.submit([.depart("a", ["2"])])
            let stale = await failure { _ = try await review(id, .accepted, fixture) }
            #expect(stale?.code == .aborted)
            #expect(stale?.details.arguments == [.init(name: "current", value: "2")])
            #expect(try await fixture.household(result).members[0].givenName == "Fatoumata")
            let open = try await fixture.call(Service.listCorrections, .init()).corrections
            #expect(open.map(\.correctionID) == [id])
        }
    }

    @Test func `a review needs a decision and a correction`() async throws {
        try await withRegistration { fixture in
            let (_, id) = try await proposal(fixture)
            for state in [RegistrationV1.CorrectionState.unspecified, .proposed, .superseded] {
                let error = await failure { _ = try await review(id, state, fixture) }
                #expect(error?.details.violations.map(\.field) == ["decision"])
                #expect(error?.details.reason == "registration.review_invalid")
            }
            let unknown = await failure {
                _ = try await review([UInt8](repeating: 1, count: 16), .accepted, fixture)
            }
            #expect(unknown?.code == .notFound)
            let short = await failure { _ = try await review([1], .accepted, fixture) }
            #expect(short?.details.violations.map(\.field) == ["correction_id"])
        }
    }

    private func open(_ fixture: RegistrationFixture) async throws -> [RegistrationV1.Correction] {
        try await fixture.call(Service.listCorrections, .init()).corrections
    }

    // The mistake stayed open and was accepted, though the team had gone back to the first form.
    @Test func `going back to the first form takes back what the one between proposed`()
        async throws
    {
        try await withRegistration { fixture in
            try await fixture.submit([.register("a")])
            try await fixture.submit([.register("a", edited)])
            #expect(try await open(fixture).map(\.formKey) == ["a"])
            let back = try await fixture.submit([.register("a")], at: 9)
            #expect(back.results.map(\.outcome) == [.unchanged])
            #expect(try await open(fixture).isEmpty)
            // What somebody asked for as a correction is not the form's to take back.
            try await fixture.submit([.correct("a", edited)])
            try await fixture.submit([.register("a")], at: 10)
            #expect(try await open(fixture).map(\.formKey) == [""])
        }
    }

    @Test func `going back to the first form after the second was accepted is a correction`()
        async throws
    {
        try await withRegistration { fixture in
            let made = try await fixture.submit([.register("a")]).results[0]
            try await fixture.submit([.register("a", edited)])
            let id = try #require(try await open(fixture).first).correctionID
            _ = try await review(id, .accepted, fixture)
            let same = try await fixture.submit([.register("a", edited)], at: 8)
            #expect(same.results.map(\.outcome) == [.unchanged])
            let back = try await fixture.submit([.register("a")], at: 9)
            #expect(back.results.map(\.outcome) == [.correctionProposed])
            #expect(back.results[0].personIDs == made.personIDs)
        }
    }

    @Test func `a file handed in again does not fight a correction that was accepted`()
        async throws
    {
        try await withRegistration { fixture in
            let (_, id) = try await proposal(fixture)
            _ = try await review(id, .accepted, fixture)
            let again = try await fixture.submit([.register("a")], at: 9)
            #expect(again.results.map(\.outcome) == [.unchanged])
        }
    }

    @Test func `a correction of what has changed since is renewed by handing it in again`()
        async throws
    {
        try await withRegistration { fixture in
            let (result, id) = try await proposal(fixture)
            try await fixture.submit([.depart("a", ["2"])])
            try await fixture.submit([.correct("a", edited)], at: 4)
            let renewed = try #require(try await open(fixture).first)
            #expect(try await open(fixture).count == 1 && renewed.correctionID != id)
            #expect(try await review(renewed.correctionID, .accepted, fixture)?.state == .accepted)
            #expect(try await fixture.household(result).members[0].givenName == "Fanta")
        }
    }

    @Test func `the ids of a result stand in the order of what was handed in`() async throws {
        try await withRegistration { fixture in
            let first = RegistrationV1.Household.made(others: 2)
            let made = try await fixture.submit([.register("a", first)]).results[0]
            let turned = first.changed {
                $0.members.swapAt(0, 2)
                $0.members.remove(at: 1)
            }
            let proposed = try await fixture.submit([.register("a", turned)]).results[0]
            #expect(proposed.outcome == .correctionProposed)
            let expected = [made.personIDs[2], made.personIDs[0]]
            #expect(proposed.personIDs == expected)
            let id = try #require(try await open(fixture).first).correctionID
            _ = try await review(id, .accepted, fixture)
            let unchanged = try await fixture.submit([.register("a", turned)], at: 2).results[0]
            #expect(unchanged.outcome == .unchanged && unchanged.personIDs == expected)
        }
    }
}
