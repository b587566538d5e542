import Basics
import Catalogue
import Messages
import Status
import Testing
import Validation

@testable import RegistrationCore

@Suite struct CommandDeciderTests {
    private let decider = CommandDecider(ids: RecordIDGenerator())
    private let path = FieldPath("commands[0]")

    private func decide(
        _ command: RegistrationV1.Command, _ known: Known = Known(), fingerprint: [UInt8] = [1],
        findings: Findings = Findings()
    ) -> Decision {
        decider.decide(
            command, findings: findings, known: known, fingerprint: fingerprint, at: path)
    }

    private func created(_ command: RegistrationV1.Command = .register()) throws
        -> RegistrationV1.Household
    {
        guard case .create(let household) = decide(command) else {
            throw Failure(text: "not created")
        }
        return household.changed { $0.caseNumber = "BDG-00001-X" }
    }

    private struct Failure: Error { let text: String }

    private func waiting() -> Findings {
        var findings = Findings()
        findings.hold(path, .registration(.placeNotCoded))
        return findings
    }

    @Test func `a new household and its people get ids and a first revision`() throws {
        let household = try created()
        #expect(household.householdID.count == 16 && household.revision == 1)
        #expect(household.stage == .registered && household.declaredSize == 2)
        #expect(Set(household.members.map(\.personID)).count == 2)
        #expect(household.members.allSatisfy { $0.presence == .present && $0.personID.count == 16 })
        #expect(try created(.preRegister()).stage == .preRegistered)
    }

    @Test func `what breaks a rule is rejected whatever is known`() throws {
        var findings = Findings()
        findings.reject(path, .registration(.required))
        findings.hold(path, .registration(.placeNotCoded))
        let household = try created()
        for known in [
            Known(), Known(waiting: [.register()]), .keyed(household, fingerprint: [1]),
        ] {
            #expect(decide(.register(), known, findings: findings) == .reject(findings.rejections))
        }
    }

    @Test func `the same again changes nothing, even while a place is waited for`() throws {
        let household = try created()
        let known = Known.keyed(household, fingerprint: [1])
        #expect(decide(.register(), known) == .same(household))
        #expect(decide(.register(), known, findings: waiting()) == .same(household))
    }

    @Test func `what waits is kept once, and replaced by a later form of it`() {
        let findings = waiting()
        #expect(decide(.register(), findings: findings) == .hold(findings.holds))
        let held = Known(waiting: [.register()])
        #expect(decide(.register(), held, findings: findings) == .stillHeld(findings.holds))
        let later = RegistrationV1.Command.register("k1", .made(others: 2))
        #expect(decide(later, held, findings: findings) == .hold(findings.holds))
        #expect(later.replaces(.register()))
    }

    @Test func `a command takes the place of the same said earlier, and of no other`() {
        #expect(RegistrationV1.Command.register().replaces(.preRegister()))
        #expect(!RegistrationV1.Command.preRegister().replaces(.register()))
        #expect(!RegistrationV1.Command.correct("k1", .made()).replaces(.register()))
        #expect(!RegistrationV1.Command.depart().replaces(.register()))
        #expect(
            RegistrationV1.Command.depart("k1", ["2", "1"]).replaces(.depart("k1", ["1", "2"])))
        // Two people who left at different times: neither says what the other does.
        #expect(!RegistrationV1.Command.depart("k1", ["3"]).replaces(.depart("k1", ["2"])))
    }

    // It was held itself then, for ever, and the registration that it stood beside was deleted.
    @Test func `what is about a household that is not there does not wait for a code`() throws {
        for command in [RegistrationV1.Command.correct("k1", .made()), .depart()] {
            guard
                case .reject(let violations) = decide(
                    command, Known(waiting: [.register()]), findings: waiting())
            else { throw Failure(text: "not rejected") }
            #expect(violations.map(\.reason) == ["registration.household_unknown"])
        }
    }

    @Test func `a light record adds nothing to a registration that waits`() throws {
        guard
            case .stillHeld(let violations) = decide(
                .preRegister(), Known(waiting: [.register()]))
        else { throw Failure(text: "not held") }
        #expect(violations.map(\.reason) == ["registration.registration_waits"])
    }

    @Test func `a key that means one household is not taken for another that is named`() throws {
        let (own, other) = (try created(), try created(.register("k2", .made(others: 3))))
        let known = Known(keyed: .init(own, fingerprint: [7]), named: other)
        for command in [
            RegistrationV1.Command.register("k1", .made(others: 3)), .correct("k1", .made()),
            .preRegister(), .depart(),
        ] {
            guard case .reject(let violations) = decide(command, known) else {
                throw Failure(text: "not rejected")
            }
            #expect(violations.map(\.field) == ["commands[0].source_key"])
            #expect(violations.map(\.reason) == ["registration.key_of_another"])
        }
    }

    @Test func `a number alone does not make one family of two`() throws {
        let household = try created()
        let others = RegistrationV1.Household.made().changed {
            $0.members[0].givenName = "Oumou"
            $0.members[1].givenName = "Seydou"
            $0.caseNumber = household.caseNumber
        }
        let known = Known(named: household)
        for command in [RegistrationV1.Command.register("k2", others), .preRegister("k2", others)] {
            guard case .reject(let violations) = decide(command, known) else {
                throw Failure(text: "not rejected")
            }
            #expect(violations.map(\.reason) == ["registration.case_number_taken"])
        }
        // One person in common, or being asked as a correction, makes it the same family.
        let same = others.changed { $0.members[1].givenName = household.members[1].givenName }
        for command in [RegistrationV1.Command.register("k2", same), .correct("k2", others)] {
            guard case .propose = decide(command, known) else {
                throw Failure(text: "not proposed")
            }
        }
    }

    // A number copied wrongly joined two families.
    @Test func `a number that names people of another family waits until it is confirmed`() throws {
        let light = try created(.preRegister())
        let strangers = RegistrationV1.Household.made(others: 2).changed { household in
            household.caseNumber = light.caseNumber
            for (index, name) in ["Oumou", "Seydou", "Hawa"].enumerated() {
                household.members[index].givenName = name
                household.members[index].familyName = "Guindo"
            }
        }
        func decision(
            _ known: Known, _ household: RegistrationV1.Household = strangers
        ) -> Decision { decide(.register("k2", household), known) }
        guard case .hold(let violations) = decision(Known(named: light)) else {
            throw Failure(text: "not held")
        }
        #expect(
            violations.map(\.field) == ["commands[0].register.household.case_number"]
                && violations.map(\.reason) == ["registration.case_number_doubtful"])
        // A family name is shared by many, and a common given name by many more.
        for (given, family) in [("Oumou", "Diallo"), ("Fatoumata", "Guindo")] {
            let near = strangers.changed {
                $0.members[1].givenName = given
                $0.members[1].familyName = family
                $0.members[1].birthDate = .init(year: 2012, precision: .year)
            }
            guard case .hold = decision(Known(named: light), near) else {
                throw Failure(text: "\(given) \(family) is taken for the head")
            }
        }
        // The head may be another person than before, in another spelling; a telephone is enough, too.
        let head = strangers.changed {
            $0.members[2].givenName = "Fatumata"
            $0.members[2].familyName = "Jallo"
        }
        let phone = strangers.changed { $0.phones = ["+223 66 12 34 56"] }
        let called = light.changed { $0.members[0].phones = ["66123456"] }
        for decision in [
            decision(Known(named: light), head), decision(Known(named: called), phone),
            decision(Known(named: light, isNumberConfirmed: true)),
            decision(.keyed(light, fingerprint: [7])),
            decision(
                Known(named: light),
                strangers.changed { $0.householdID = light.householdID }),
        ] {
            guard case .complete = decision else { throw Failure(text: "not completed") }
        }
    }

    @Test func `what waited is registered once it is complete`() throws {
        guard case .create = decide(.register(), Known(waiting: [.register()])) else {
            throw Failure(text: "not created")
        }
    }

    @Test func `registering a pre-registered household keeps its id, number and head`() throws {
        let light = try created(.preRegister())
        var full = RegistrationV1.Household.made(others: 2)
        full.members[0].givenName = "Fanta"
        full.members[0].sourceKey = "other"
        guard
            case .complete(let household) = decide(
                .register("k1", full), .keyed(light, fingerprint: [7]))
        else { throw Failure(text: "not completed") }
        #expect(
            household.householdID == light.householdID && household.caseNumber == light.caseNumber)
        #expect(household.stage == .registered && household.revision == 2)
        #expect(household.members.count == 3)
        #expect(household.members[0].personID == light.members[0].personID)
        #expect(household.members[0].givenName == "Fanta")
    }

    // Whoever headed the full form got the pre-registered head's id, and with it that one's history.
    @Test(arguments: [true, false])
    func `another head than the pre-registered one is another person`(isSourcesOwn: Bool) throws {
        let light = try created(.preRegister())
        var full = RegistrationV1.Household.made(others: 1)
        full.members[0].givenName = "Moussa"
        full.members[0].sex = .male
        let known: Known =
            isSourcesOwn
            ? .keyed(light, fingerprint: [7])
            : Known(named: light, isNumberConfirmed: true)
        guard case .complete(let household) = decide(.register("k1", full), known)
        else { throw Failure(text: "not completed") }
        #expect(household.householdID == light.householdID)
        #expect(household.members.map(\.presence) == [.present, .present, .departed])
        #expect(household.members[2].personID == light.members[0].personID)
        #expect(Set(household.members.map(\.personID)).count == 3)
    }

    @Test func `the keys and places of another source give nobody an id`() throws {
        let light = try created(.preRegister("k1", .made(others: 1)))
        var full = RegistrationV1.Household.made(others: 2)
        // The same key and place as the child, and the same family; the head is spelled in another way.
        full.members[0].givenName = "Fatoumatta"
        full.members[1].givenName = "Seydou"
        full.members[1].sex = .male
        guard
            case .complete(let household) = decide(
                .register("k1", full), Known(named: light, isNumberConfirmed: true))
        else { throw Failure(text: "not completed") }
        #expect(household.members[0].personID == light.members[0].personID)
        #expect(!light.members.map(\.personID).contains(household.members[1].personID))
    }

    // The receipt gave Seydou's line the child's id, and with it whatever was kept for that line.
    @Test func `a light record of another source names nobody by a key or a place`() throws {
        let household = try created()
        for key in ["2", ""] {
            let light = household.changed {
                $0 = .made(others: 1)
                $0.members[1].givenName = "Seydou"
                $0.members[1].sex = .male
                $0.members[1].sourceKey = key
            }
            guard
                case .unchanged(_, let ids, _) = decide(
                    .preRegister("k9", light), Known(named: household), fingerprint: [9])
            else { throw Failure(text: "not unchanged") }
            #expect(ids == [household.members[0].personID, []])
        }
    }

    // The place in the list of somebody who left was the newcomer's, who got that one's id and history.
    @Test func `whoever takes the place of somebody who left is another person`() throws {
        func form(_ names: [String]) -> RegistrationV1.Household {
            RegistrationV1.Household.made(others: 0).changed { household in
                household.members = names.map { .made($0) }
                for index in names.indices.dropFirst() {
                    household.members[index].relationship = "child"
                }
            }
        }
        let light = try created(.preRegister("k1", form(["Fatoumata"])))
        var full = form(["Moussa", "Awa"])
        full.members[0].sex = .male
        guard
            case .complete(let household) = decide(
                .register("k1", full), .keyed(light, fingerprint: [7]))
        else { throw Failure(text: "not completed") }
        #expect(household.members.map(\.presence) == [.present, .present, .departed])
        var next = form(["Bakary", "Moussa", "Awa"])
        next.members[0].sex = .male
        next.members[1].sex = .male
        guard
            case .propose(let proposed, _, _) = decide(
                .register("k1", next), .keyed(household, fingerprint: [8]), fingerprint: [9])
        else { throw Failure(text: "not proposed") }
        #expect(proposed.members[1].personID == household.members[0].personID)
        #expect(!household.members.map(\.personID).contains(proposed.members[0].personID))
    }

    @Test func `a name that one of two lacks does not make them one`() {
        var full = RegistrationV1.Person(givenName: "Moussa", familyName: "Diallo")
        let light = RegistrationV1.Person(givenName: "Fatoumata")
        #expect(Resemblance.isContradicted(light, full))
        full.givenName = "Fatoumatta"
        #expect(!Resemblance.isContradicted(light, full))
        #expect(!Resemblance.isContradicted(.init(), full))
    }

    @Test func `a light record of a registered household says nothing new`() throws {
        let household = try created()
        guard
            case .unchanged(household, let people, isFormInForce: false) = decide(
                .preRegister(), .keyed(household, fingerprint: [7]))
        else { throw Failure(text: "not unchanged") }
        #expect(people == [household.members[0].personID])
    }

    @Test func `other content proposes a correction and keeps every person`() throws {
        let household = try created(.register("k1", .made(others: 2)))
        var edited = RegistrationV1.Household.made(others: 2)
        edited.members.remove(at: 1)
        edited.members[1].givenName = "Renamed"
        edited.members.append(.made("Born", relationship: "child", key: "9"))
        for command in [RegistrationV1.Command.register("k1", edited), .correct("k1", edited)] {
            guard
                case .propose(let proposed, let changed, let current) = decide(
                    command, .keyed(household, fingerprint: [7]))
            else { throw Failure(text: "not proposed") }
            #expect(current == household && proposed.revision == 2)
            #expect(
                Set(household.members.map(\.personID)).isSubset(
                    of: proposed.members.map(\.personID)))
            #expect(proposed.members.count == 4)
            let gone = proposed.members.first { $0.personID == household.members[1].personID }
            #expect(gone?.presence == .departed)
            #expect(
                changed == [
                    "declared_size", "members[1].given_name", "members[2]", "members[3].presence",
                ]
                    || changed == ["members[1].given_name", "members[2]", "members[3].presence"])
        }
    }

    @Test func `the same content under another digest changes nothing`() throws {
        let household = try created()
        #expect(decide(.register(), .keyed(household, fingerprint: [7])) == .same(household))
    }

    @Test func `a member named by an id that the household lacks is rejected with its place`()
        throws
    {
        let household = try created()
        let edited = RegistrationV1.Household.made().changed {
            $0.members[1].personID = [UInt8](repeating: 3, count: 16)
        }
        guard
            case .reject(let violations) = decide(
                .correct("k1", edited), .keyed(household, fingerprint: [7]))
        else { throw Failure(text: "not rejected") }
        #expect(violations.map(\.field) == ["commands[0].correct.household.members[1].person_id"])
    }

    @Test func `what names a household that is not there is rejected`() {
        let named = RegistrationV1.Household.made().changed {
            $0.householdID = [UInt8](repeating: 3, count: 16)
        }
        let commands: [(RegistrationV1.Command, String)] = [
            (.register("k1", named), "register"), (.correct("k1", .made()), "correct"),
            (.depart(), "depart"),
        ]
        for (command, name) in commands {
            guard case .reject(let violations) = decide(command) else {
                Issue.record("\(name) was not rejected")
                continue
            }
            #expect(violations.map(\.field) == ["commands[0].\(name).household_id"])
        }
    }

    @Test func `a departure takes the named people, or all, and once`() throws {
        let household = try created(.register("k1", .made(others: 2)))
        let known = Known.keyed(household, fingerprint: [7])
        guard case .depart(let one, let people) = decide(.depart("k1", ["2"]), known) else {
            throw Failure(text: "not departed")
        }
        #expect(people == [household.members[1].personID])
        #expect(one.members.map(\.presence) == [.present, .departed, .present])
        #expect(one.revision == 2)
        guard
            case .depart(_, let rest) = decide(.depart(), .keyed(one, fingerprint: [7]))
        else { throw Failure(text: "not departed") }
        #expect(rest == [household.members[0].personID, household.members[2].personID])
        #expect(
            decide(.depart("k1", ["2"]), .keyed(one, fingerprint: [7]))
                == .unchanged(one, personIDs: [], isFormInForce: false))
        guard case .reject(let violations) = decide(.depart("k1", ["1", "77"]), known) else {
            throw Failure(text: "not rejected")
        }
        #expect(violations.map(\.field) == ["commands[0].depart.person_keys[1]"])
    }

    @Test func `a departure from another team's household waits for a registrar`() throws {
        let household = try created()
        let known = Known(named: household, isDepartureTrusted: false)
        guard case .hold(let violations) = decide(.depart(), known) else {
            throw Failure(text: "not held")
        }
        #expect(violations.map(\.reason) == ["registration.registrar_needed"])
        // What it would change nothing of needs nobody.
        let empty = household.changed {
            for index in $0.members.indices { $0.members[index].presence = .departed }
            $0.peoplePresent = 0
        }
        #expect(
            decide(.depart(), Known(named: empty, isDepartureTrusted: false))
                == .unchanged(empty, personIDs: [], isFormInForce: false))
    }

    // "m-2" was compared with "#2": everybody but the head became a new person.
    @Test func `a member known by the place in the list keeps the id when a key comes`() throws {
        let keyless = RegistrationV1.Household.made(others: 2).changed {
            for index in $0.members.indices { $0.members[index].sourceKey = "" }
        }
        let light = try created(.preRegister("k1", keyless))
        let full = keyless.changed {
            for index in $0.members.indices { $0.members[index].sourceKey = "m-\(index + 1)" }
            $0.members[1].givenName = "Seydou"
            // The same as before, one place further down.
            $0.members.swapAt(0, 2)
        }
        guard
            case .complete(let household) = decide(
                .register("k1", full), .keyed(light, fingerprint: [7]))
        else { throw Failure(text: "not completed") }
        #expect(
            household.members.map(\.personID)
                == [2, 1, 0].map { light.members[$0].personID })
        #expect(household.members.map(\.sourceKey) == ["m-3", "m-2", "m-1"])
    }

    @Test func `the size that is left is that of the household, named or not`() throws {
        let light = try created(.preRegister("k1", .made(others: 1)))
        #expect(light.peoplePresent == 5 && light.members.count == 2)
        func departed(
            _ keys: [String], from household: RegistrationV1.Household
        ) throws -> RegistrationV1.Household {
            guard
                case .depart(let left, _) = decide(
                    .depart("k1", keys), .keyed(household, fingerprint: [7]))
            else { throw Failure(text: "not departed") }
            return left
        }
        let named = try departed(["1", "2"], from: light)
        #expect(named.peoplePresent == 3)
        #expect(try departed([], from: named).peoplePresent == 0)
        // Said again after some had left, the size is what is said.
        let again = RegistrationV1.Household.made(others: 1).changed { $0.declaredSize = 6 }
        guard
            case .propose(let proposed, _, _) = decide(
                .preRegister("k1", again),
                .keyed(try departed(["2"], from: light), fingerprint: [7]))
        else { throw Failure(text: "not proposed") }
        #expect(proposed.peoplePresent == 6)
        let full = try created()
        #expect(full.peoplePresent == 2)
        #expect(try departed(["2"], from: full).peoplePresent == 1)
    }
}

extension Known {
    fileprivate static func keyed(
        _ household: RegistrationV1.Household, fingerprint: [UInt8]
    ) -> Known {
        Known(keyed: .init(household, fingerprint: fingerprint))
    }
}

extension Decision {
    /// A form that stands as it was taken.
    fileprivate static func same(_ household: RegistrationV1.Household) -> Decision {
        .unchanged(
            household, personIDs: household.members.map(\.personID), isFormInForce: true)
    }
}
