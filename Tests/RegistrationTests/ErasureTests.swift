import Access
import Basics
import Foundation
import Messages
import RegistrationCore
import Status
import Storage
import TestKit
import Testing

@testable import RegistrationService

@Suite struct ErasureTests {
    typealias Service = RegistrationV1.RegistrationService
    typealias Request = RegistrationV1.ErasePersonalDataRequest

    private struct Failure: Error { let text: String }

    /// Names that occur nowhere else.
    let family = RegistrationV1.Household.made(others: 2).changed {
        for (index, name) in ["Zzaminata", "Zzbakary", "Zzcoumba"].enumerated() {
            $0.members[index].givenName = name
        }
    }

    @discardableResult
    func erase(
        _ subject: Request.Subject?, _ fixture: RegistrationFixture,
        _ reason: RegistrationV1.ErasureReason = .requested, preview: Bool = false
    ) async throws -> RegistrationV1.ErasePersonalDataResponse {
        try await fixture.call(
            Service.erasePersonalData,
            .init(subject: subject, reason: reason, preview: preview), as: .admin)
    }

    /// Whether a text lies anywhere in the database's files.
    func isOnDisk(_ text: String, _ fixture: RegistrationFixture) throws -> Bool {
        let folder = fixture.folder.path
        return try FileManager.default.contentsOfDirectory(atPath: folder).contains { name in
            let data = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)"))
            return data.range(of: Data(text.utf8)) != nil
        }
    }

    func corrections(
        _ fixture: RegistrationFixture
    ) async throws -> [RegistrationV1.Correction] {
        try await fixture.call(Service.listCorrections, .init()).corrections
    }

    /// Something held, and a correction, of the household that the form "a" is of.
    private func addWaiting(
        _ caseNumber: String, _ fixture: RegistrationFixture
    ) async throws {
        try await fixture.submit([
            .register("a", family.changed { $0.members[0].fatherName = "Zzfather" })
        ])
        let uncoded = family.changed {
            $0.caseNumber = caseNumber
            $0.place = .init(name: "Zzsangha")
        }
        try await fixture.submit([.correct("z", uncoded)], source: "team-1/b")
    }

    @Test func `an erased household is gone from state, log and files, and the log says why`()
        async throws
    {
        try await withRegistration { fixture in
            let result = try await fixture.submit([.register("a", family)]).results[0]
            let other = try await fixture.submit([.register("b")]).results[0]
            try await addWaiting(result.caseNumber, fixture)
            let preview = try await erase(
                .caseNumber(result.caseNumber), fixture, .unspecified, preview: true)
            #expect(preview.people == 3 && preview.held == 1 && preview.corrections == 1)
            #expect(try await fixture.household(result).members.count == 3)
            #expect(try isOnDisk("Zzaminata", fixture) && isOnDisk("Zzsangha", fixture))

            let answer = try await erase(.caseNumber(result.caseNumber), fixture, .danger)
            #expect(answer.people == 3 && answer.held == 1 && answer.corrections == 1)
            for name in ["Zzaminata", "Zzbakary", "Zzcoumba", "Zzfather", "Zzsangha"] {
                #expect(try !isOnDisk(name, fixture), "\(name)")
            }
            let household = await failure { _ = try await fixture.household(result) }
            #expect(household?.code == .notFound)
            for id in result.personIDs {
                let person = await failure {
                    _ = try await fixture.call(Service.getPerson, .init(personID: id))
                }
                #expect(person?.code == .notFound)
            }
            #expect(try await corrections(fixture).isEmpty)
            #expect(try await fixture.call(Service.listHeld, .init()).held.isEmpty)
            #expect(try await fixture.household(other).members.count == 2)

            let events = try await fixture.events()
            let last = try #require(events.last)
            #expect(last.position == answer.position)
            guard case .personalDataErased(let said) = last.change else {
                throw Failure(text: "\(last)")
            }
            #expect(
                said
                    == .init(
                        householdID: result.householdID, reason: .danger, erasedBy: "admin-1"))
            #expect(events[0].change == .personalDataErased(.init(householdID: result.householdID)))
            let erasures = try await fixture.call(Service.listErasures, .init(), as: .admin)
                .erasures
            #expect(erasures == [try #require(answer.erasure)])
            #expect(erasures[0].forms == [.init(source: "team-1", sourceKey: "a")])
        }
    }

    // A second erasure appended a second event, and followers read the log on for nothing.
    @Test func `the same erasure again changes nothing, and what cannot be erased says why`()
        async throws
    {
        try await withRegistration { fixture in
            let result = try await fixture.submit([.register("a", .made(others: 0))]).results[0]
            func reason(
                _ subject: Request.Subject?, _ reason: RegistrationV1.ErasureReason = .requested
            ) async throws -> String? {
                await failure { _ = try await erase(subject, fixture, reason) }?.details.reason
            }
            #expect(
                try await reason(.householdID(result.householdID), .unspecified)
                    == "registration.erasure_reason_invalid")
            #expect(
                try await reason(.personID(result.personIDs[0])) == "registration.last_person")
            let unknown = [UInt8](repeating: 1, count: 16)
            for subject in [Request.Subject.householdID(unknown), .personID(unknown)] {
                #expect(try await reason(subject) == "registration.not_found")
            }
            #expect(try await reason(.householdID([1])) == "request.id_malformed")
            #expect(try await reason(.caseNumber("x")) == "registration.case_number_malformed")
            #expect(try await reason(nil) == "registration.required")
            let first = try await erase(.householdID(result.householdID), fixture)
            let events = try await fixture.events().count
            for subject in [
                Request.Subject.householdID(result.householdID), .caseNumber(result.caseNumber),
            ] {
                let again = try await erase(subject, fixture, .expired)
                #expect(again.alreadyErased && again.erasure == first.erasure)
            }
            #expect(try await fixture.events().count == events)
            // The id of a household is no person's.
            #expect(try await reason(.personID(result.householdID)) == "registration.not_found")
        }
    }

    // The form's key meant nobody any more, and the next synchronisation registered the family anew.
    @Test func `a form, a number or an id of an erased household is refused, a new form is not`()
        async throws
    {
        try await withRegistration { fixture in
            let result = try await fixture.submit([.register("a", family)]).results[0]
            try await erase(.householdID(result.householdID), fixture)
            let commands: [RegistrationV1.Command] = [
                .register("a", family),
                .register("a", family.changed { $0.phones = ["+22376000001"] }), .preRegister("a"),
                .depart("a"),
                .register("c", family.changed { $0.caseNumber = result.caseNumber }),
                .correct("d", family.changed { $0.householdID = result.householdID }),
            ]
            for (index, command) in commands.enumerated() {
                let again = try await fixture.submit([command], at: Int64(index + 1))
                #expect(again.results.map(\.outcome) == [.rejected], "\(command)")
                #expect(
                    again.results.flatMap(\.violations).map(\.reason) == ["registration.erased"])
            }
            #expect(try !isOnDisk("Zzaminata", fixture))
            let new = try await fixture.submit([.register("new", family)]).results[0]
            #expect(new.outcome == .registered && new.caseNumber != result.caseNumber)
        }
    }

    @Test func `one person is erased, the others keep their ids and what waits for them`()
        async throws
    {
        try await withRegistration { fixture in
            let result = try await fixture.submit([.register("a", family)]).results[0]
            try await fixture.submit([.depart("a", ["3"])])
            let edited = family.changed {
                $0.members[0].motherName = "Zzmother"
                $0.members[1].motherName = "Zzother"
                $0.declaredSize = 3
                $0.members.removeLast()
            }
            try await fixture.submit([.correct("a", edited)])
            let answer = try await erase(.personID(result.personIDs[1]), fixture)
            #expect(answer.people == 1 && answer.corrections == 1)
            for name in ["Zzbakary", "Zzother", "heard wrong"] {
                #expect(try !isOnDisk(name, fixture), "\(name)")
            }
            let household = try await fixture.household(result)
            #expect(
                household.members.map(\.personID) == [result.personIDs[0], result.personIDs[2]])
            #expect(household.members.map(\.presence) == [.present, .departed])
            #expect(household.peoplePresent == 1 && household.revision == 3)

            // The log says of nobody that they never were: a new follower comes to the same state.
            let events = try await fixture.events()
            let states = events.compactMap { event -> RegistrationV1.Household? in
                switch event.change {
                case .householdRecorded(let change): change.household
                case .peopleDeparted(let change): change.household
                case .personalDataErased(let change): change.household
                default: nil
                }
            }
            #expect(states.map(\.members.count) == [2, 2, 2] && states.last == household)
            #expect(states.map(\.peoplePresent) == [2, 1, 1])

            let open = try #require(try await corrections(fixture).first)
            #expect(open.changedFields == ["members[0].mother_name"])
            let accepted = try await fixture.call(
                Service.reviewCorrection,
                .init(correctionID: open.correctionID, decision: .accepted))
            #expect(accepted.correction?.state == .accepted)
            #expect(try await fixture.household(result).members[0].motherName == "Zzmother")
            #expect(try await erase(.personID(result.personIDs[1]), fixture).alreadyErased)
        }
    }

    @Test func `a form does not bring an erased person back, by key or by place in the list`()
        async throws
    {
        try await withRegistration { fixture in
            let placed = family.changed {
                for index in $0.members.indices { $0.members[index].sourceKey = "" }
            }
            for (key, form) in [("keyed", family), ("placed", placed)] {
                let result = try await fixture.submit([.register(key, form)]).results[0]
                try await erase(.personID(result.personIDs[1]), fixture)
                // The same form says nothing new.
                let same = try await fixture.submit([.register(key, form)], at: 7)
                #expect(same.results.map(\.outcome) == [.unchanged])
                #expect(same.results[0].personIDs[1].isEmpty)
                let respelt = form.changed { $0.members[1].givenName = "Zzbacary" }
                let refused = try await fixture.submit([.register(key, respelt)])
                #expect(refused.results.map(\.outcome) == [.rejected])
                #expect(
                    refused.results[0].violations.map(\.reason) == ["registration.person_erased"])
                #expect(
                    refused.results[0].violations.map(\.field)
                        == ["commands[0].register.household.members[1]"])
                // Nor where the form has no numbers of people any more, nor on another's line.
                let unnumbered = respelt.changed {
                    for index in $0.members.indices { $0.members[index].sourceKey = "" }
                }
                let moved = form.changed {
                    $0.members.remove(at: 1)
                    $0.members[0].givenName = "Zzbacary"
                }
                for (form, index) in [(unnumbered, 1), (moved, 0)] {
                    let refused = try await fixture.submit([.register(key, form)])
                    #expect(
                        refused.results[0].violations.map(\.field)
                            == ["commands[0].register.household.members[\(index)]"])
                }
                // What else a line says of a person it may correct.
                let older = form.changed {
                    $0.members.remove(at: 1)
                    $0.members[0].birthDate?.year = 1989
                }
                let corrected = try await fixture.submit([.register(key, older)])
                #expect(corrected.results.map(\.outcome) == [.correctionProposed])
                // Somebody else, with a key of their own.
                let born = form.changed {
                    $0.members[1] = .made("Born", relationship: "child", key: "new")
                }
                let proposed = try await fixture.submit([.register(key, born)])
                #expect(proposed.results.map(\.outcome) == [.correctionProposed])
            }
            #expect(try !isOnDisk("Zzbacary", fixture))
        }
    }

    @Test func `of what is held only that goes which may name the erased person`() async throws {
        try await withRegistration { fixture in
            let result = try await fixture.submit([.register("a", family)]).results[0]
            func form(_ members: [Int], _ place: String) -> RegistrationV1.Household {
                family.changed {
                    $0.members = members.map { family.members[$0] }
                    $0.caseNumber = result.caseNumber
                    $0.place = .init(name: place)
                }
            }
            try await fixture.submit([.register("b", form([0, 2], "Zzwithout"))])
            try await fixture.submit([.register("c", form([0, 1], "Zzwith"))])
            let answer = try await erase(.personID(result.personIDs[1]), fixture)
            #expect(answer.held == 1)
            #expect(try isOnDisk("Zzwithout", fixture) && !isOnDisk("Zzbakary", fixture))
            let held = try await fixture.call(Service.listHeld, .init()).held
            #expect(held.map { $0.command?.sourceKey } == ["b"])
        }
    }

    // After a restore the erased came back, with the first synchronisation at the latest.
    @Test func `erasures of before are repeated where a backup, or a form, brought people back`()
        async throws
    {
        var erasures: [RegistrationV1.Erasure] = []
        try await withRegistration { fixture in
            for key in ["a", "b"] {
                let result = try await fixture.submit([.register(key, family)]).results[0]
                erasures.append(
                    try #require(
                        try await erase(.householdID(result.householdID), fixture, .expired).erasure
                    ))
            }
        }
        // As a backup that knows neither of the two; the form of one has come again.
        try await withRegistration { fixture in
            try await fixture.submit([.register("a", family)])
            for erasure in erasures {
                try await erase(.repeatedErasure(erasure), fixture, .unspecified)
            }
            #expect(try !isOnDisk("Zzaminata", fixture))
            for key in ["a", "b"] {
                let again = try await fixture.submit([.register(key, family)], at: 5)
                #expect(
                    again.results.flatMap(\.violations).map(\.reason) == ["registration.erased"])
            }
            let last = try await erase(.repeatedErasure(erasures[1]), fixture, .unspecified)
            #expect(last.alreadyErased && last.erasure?.reason == .expired)
            var malformed = erasures[0]
            malformed.forms = [.init(source: String(repeating: "x", count: 65), sourceKey: "a")]
            let error = await failure {
                _ = try await erase(.repeatedErasure(malformed), fixture, .unspecified)
            }
            #expect(error?.details.violations.map(\.field) == ["repeated_erasure.forms[0]"])
        }
    }

    // It needed as many calls as there were households, and nobody was told.
    @Test func `a household that came back as two goes with one repetition`() async throws {
        let erasure = RegistrationV1.Erasure(
            householdID: [UInt8](repeating: 7, count: 16), caseNumber: "BDG-00007-X",
            reason: .danger,
            forms: ["a", "b", "c"].map { .init(source: "team-1", sourceKey: $0) })
        try await withRegistration { fixture in
            let number = try #require(CaseNumber(prefix: "BDG", serial: 7)).description
            var erasure = erasure
            erasure.caseNumber = number
            let uncoded = family.changed { $0.place = .init(name: "Zzsangha") }
            try await fixture.submit([
                .register("a", family), .register("b", family), .register("c", uncoded),
            ])
            let answer = try await erase(.repeatedErasure(erasure), fixture, .unspecified)
            #expect(answer.people == 6 && !answer.alreadyErased)
            for name in ["Zzaminata", "Zzsangha"] {
                #expect(try !isOnDisk(name, fixture), "\(name)")
            }
            #expect(try await fixture.call(Service.listHeld, .init()).held.isEmpty)
            #expect(
                try await erase(.repeatedErasure(erasure), fixture, .unspecified).alreadyErased)
        }
    }

    /// A household of two, and a correction that another source proposes: with a third, under another name and key.
    func addProposal(
        _ name: String, _ fixture: RegistrationFixture
    ) async throws -> (RegistrationV1.CommandResult, RegistrationV1.Correction) {
        let two = family.changed { $0.members.removeLast() }
        let result = try await fixture.submit([.register("a", two)]).results[0]
        let three = family.changed {
            $0.caseNumber = result.caseNumber
            $0.members[2].givenName = name
            $0.members[2].sourceKey = "x"
        }
        try await fixture.submit([.correct("z", three)], source: "team-1/b")
        return (result, try #require(try await corrections(fixture).first))
    }

    // Somebody whom a declined correction knew by another id stayed in it by name.
    @Test func `of closed corrections only which fields they changed outlives an erasure`()
        async throws
    {
        try await withRegistration { fixture in
            let (_, proposal) = try await addProposal("Zzkumba", fixture)
            func review(
                _ correction: RegistrationV1.Correction, _ decision: RegistrationV1.CorrectionState
            ) async throws {
                _ = try await fixture.call(
                    Service.reviewCorrection,
                    .init(correctionID: correction.correctionID, decision: decision))
            }
            try await review(proposal, .declined)
            let same = try await fixture.submit([.register("a", family)]).results[0]
            try await review(try #require(try await corrections(fixture).first), .accepted)
            let person = try #require(try await fixture.household(same).members.last)
            #expect(person.givenName == "Zzcoumba")
            try await erase(.personID(person.personID), fixture)
            for name in ["Zzcoumba", "Zzkumba"] {
                #expect(try !isOnDisk(name, fixture), "\(name)")
            }
            let declined = try await fixture.call(
                Service.listCorrections, .init(state: .declined)
            ).corrections
            #expect(declined.map(\.changedFields) == [proposal.changedFields])
            #expect(declined.map(\.reviewedBy) == ["registrar-1"])
        }
    }

    @Test func `an open correction that adds somebody goes, for it may be who was erased`()
        async throws
    {
        try await withRegistration { fixture in
            let (result, proposal) = try await addProposal("Zzbakari", fixture)
            try await erase(.personID(result.personIDs[1]), fixture)
            for name in ["Zzbakary", "Zzbakari"] {
                #expect(try !isOnDisk(name, fixture), "\(name)")
            }
            #expect(try await corrections(fixture).isEmpty)
            let accepting = await failure {
                _ = try await fixture.call(
                    Service.reviewCorrection,
                    .init(correctionID: proposal.correctionID, decision: .accepted))
            }
            #expect(accepting?.details.reason == "registration.correction_closed")
        }
    }
}
