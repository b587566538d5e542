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
        _ command: RegistrationV1.Command, _ known: Known = .nothing, fingerprint: [UInt8] = [1],
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
            Known.nothing, .held(heldID: [9], fingerprint: [1]),
            .household(household, fingerprint: [1]),
        ] {
            #expect(decide(.register(), known, findings: findings) == .reject(findings.rejections))
        }
    }

    @Test func `the same again changes nothing, even while a place is waited for`() throws {
        let household = try created()
        let known = Known.household(household, fingerprint: [1])
        #expect(decide(.register(), known) == .unchanged(household))
        #expect(decide(.register(), known, findings: waiting()) == .unchanged(household))
    }

    @Test func `what waits is kept once, and replaced by a later form of it`() {
        let findings = waiting()
        #expect(decide(.register(), findings: findings) == .hold(findings.holds, replacing: nil))
        let held = Known.held(heldID: [9], fingerprint: [1])
        #expect(
            decide(.register(), held, findings: findings) == .stillHeld(heldID: [9], findings.holds)
        )
        #expect(
            decide(.register(), held, fingerprint: [2], findings: findings)
                == .hold(findings.holds, replacing: [9]))
    }

    @Test func `what waited is registered once it is complete`() throws {
        guard case .create = decide(.register(), .held(heldID: [9], fingerprint: [1])) else {
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
                .register("k1", full), .household(light, fingerprint: [7]))
        else { throw Failure(text: "not completed") }
        #expect(
            household.householdID == light.householdID && household.caseNumber == light.caseNumber)
        #expect(household.stage == .registered && household.revision == 2)
        #expect(household.members.count == 3)
        #expect(household.members[0].personID == light.members[0].personID)
        #expect(household.members[0].givenName == "Fanta")
    }

    @Test func `a light record of a registered household says nothing new`() throws {
        let household = try created()
        #expect(
            decide(.preRegister(), .household(household, fingerprint: [7])) == .unchanged(household)
        )
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
                    command, .household(household, fingerprint: [7]))
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
        #expect(
            decide(.register(), .household(household, fingerprint: [7])) == .unchanged(household))
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
                .correct("k1", edited), .household(household, fingerprint: [7]))
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
        let known = Known.household(household, fingerprint: [7])
        guard case .depart(let one, let people) = decide(.depart("k1", ["2"]), known) else {
            throw Failure(text: "not departed")
        }
        #expect(people == [household.members[1].personID])
        #expect(one.members.map(\.presence) == [.present, .departed, .present])
        #expect(one.revision == 2)
        guard
            case .depart(_, let rest) = decide(.depart(), .household(one, fingerprint: [7]))
        else { throw Failure(text: "not departed") }
        #expect(rest == [household.members[0].personID, household.members[2].personID])
        #expect(
            decide(.depart("k1", ["2"]), .household(one, fingerprint: [7])) == .unchanged(one))
        guard case .reject(let violations) = decide(.depart("k1", ["1", "77"]), known) else {
            throw Failure(text: "not rejected")
        }
        #expect(violations.map(\.field) == ["commands[0].depart.person_keys[1]"])
    }
}
