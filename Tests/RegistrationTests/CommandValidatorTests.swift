import Basics
import Messages
import Reference
import Status
import TestKit
import Testing
import Validation

@testable import RegistrationCore

@Suite struct CommandValidatorTests {
    struct Rule: Sendable, CustomTestStringConvertible {
        let field: String
        let reason: String
        let change: @Sendable (inout RegistrationV1.Household) -> Void

        init(
            _ field: String, _ reason: String,
            _ change: @escaping @Sendable (inout RegistrationV1.Household) -> Void
        ) {
            self.field = field
            self.reason = reason
            self.change = change
        }

        var testDescription: String { "\(field): \(reason)" }
    }

    private let validator: CommandValidator

    init() throws {
        let reference = try ReferenceData.load(directory: PackageFolder.path + "/deploy/reference")
        validator = CommandValidator(reference: reference, now: testNow)
    }

    private func findings(_ command: RegistrationV1.Command) -> Findings {
        validator.findings(in: command, at: FieldPath("commands[3]"))
    }

    private func described(_ violations: [RPCV1.Violation]) -> [String] {
        violations.map { "\($0.field): \($0.reason)" }
    }

    @Test func `what breaks no rule has no findings`() {
        #expect(findings(.register()).isClean)
        #expect(findings(.preRegister()).isClean)
        #expect(findings(.correct("k1", .made())).isClean)
        #expect(findings(.depart()).isClean)
    }

    @Test(
        arguments: [
            Rule("household_id", "request.id_malformed") { $0.householdID = [1, 2] },
            Rule("case_number", "registration.case_number_malformed") { $0.caseNumber = "BDG-1" },
            Rule("place", "registration.required") { $0.place = nil },
            Rule("place.name", "registration.too_long") {
                $0.place?.name = String(repeating: "a", count: 129)
            },
            Rule("arrived_on", "registration.date_impossible") {
                $0.arrivedOn = .init(year: 2026, month: 2, day: 30, precision: .day)
            },
            Rule("arrived_on", "registration.date_impossible") {
                $0.arrivedOn = .init(year: .max, month: .max, day: .max, precision: .day)
            },
            Rule("arrived_on", "registration.date_in_future") {
                $0.arrivedOn = .init(year: 2026, month: 3, day: 12, precision: .day)
            },
            Rule("arrived_on", "registration.date_incomplete") {
                $0.arrivedOn = .init(year: 2026, day: 3, precision: .day)
            },
            Rule("arrived_on", "registration.date_incomplete") { $0.arrivedOn = .init(year: 2026) },
            Rule("cause", "registration.unknown_code") { $0.cause = "boredom" },
            Rule("shelter", "registration.unknown_code") { $0.shelter = "castle" },
            Rule("phones[1]", "registration.phone_malformed") {
                $0.phones = ["+223 70 00 00 01", "12"]
            },
            Rule("phones[0]", "registration.phone_malformed") { $0.phones = ["7000000x"] },
            Rule("phones", "request.too_many") {
                $0.phones = Array(repeating: "+22370000001", count: 17)
            },
            Rule("members", "registration.household_empty") { $0.members = [] },
            Rule("members", "registration.household_too_large") {
                $0.members = Array(repeating: .made(), count: 101)
            },
            Rule("members[0].relationship", "registration.head_missing") {
                $0.members[0].relationship = "child"
            },
            Rule("members[1].relationship", "registration.heads_many") {
                $0.members[1].relationship = "head"
            },
            Rule("members[1].source_key", "registration.duplicate_person_key") {
                $0.members[1].sourceKey = "1"
            },
            Rule("members[2]", "registration.duplicate_person_key") {
                $0.members[1].sourceKey = ""
                $0.members.append($0.members[1])
            },
            Rule("members[1].given_name", "registration.name_missing") {
                $0.members[1].givenName = " "
                $0.members[1].familyName = ""
            },
            Rule("members[1].given_name", "registration.too_long") {
                $0.members[1].givenName = String(repeating: "é", count: 129)
            },
            // One character that a reader sees, and any number of bytes.
            Rule("members[1].family_name", "registration.too_long") {
                $0.members[1].familyName = "e" + String(repeating: "\u{301}", count: 200)
            },
            Rule("members[1].father_name", "registration.character_not_allowed") {
                $0.members[1].fatherName = "a\u{1B}[2J"
            },
            Rule("members[1].mother_name", "registration.too_long") {
                $0.members[1].motherName = String(repeating: "m", count: 129)
            },
            Rule("members[1].source_key", "registration.too_long") {
                $0.members[1].sourceKey = String(repeating: "k", count: 65)
            },
            Rule("members[1].person_id", "request.id_malformed") {
                $0.members[1].personID = [1]
            },
            Rule("members[1].sex", "registration.required") { $0.members[1].sex = .unspecified },
            Rule("members[1].sex", "registration.unknown_code") {
                $0.members[1].sex = .unrecognized(9)
            },
            Rule("members[1].birth_date", "registration.date_too_early") {
                $0.members[1].birthDate = .init(year: 1879, precision: .estimated)
            },
            Rule("members[1].birth_date", "registration.date_in_future") {
                $0.members[1].birthDate = .init(year: 2027, precision: .year)
            },
            Rule("members[1].relationship", "registration.required") {
                $0.members[1].relationship = ""
            },
            Rule("members[1].relationship", "registration.unknown_code") {
                $0.members[1].relationship = "friend of a friend"
            },
            Rule("members[1].population_group", "registration.required") {
                $0.members[1].populationGroup = ""
            },
            Rule("members[1].population_group", "registration.unknown_code") {
                $0.members[1].populationGroup = "XXX"
            },
            Rule("members[1].phones[0]", "registration.phone_malformed") {
                $0.members[1].phones = ["70-00"]
            },
            Rule("members[1].needs[0]", "registration.unknown_code") {
                $0.members[1].needs = ["ZZ-ZZ"]
            },
            Rule("members[1].needs", "request.too_many") {
                $0.members[1].needs = Array(repeating: "CR-UC", count: 33)
            },
            Rule("members[1].documents", "request.too_many") {
                $0.members[1].documents = Array(
                    repeating: .init(kind: "nina", number: "1"), count: 17)
            },
            Rule("members[1].documents[0].kind", "registration.unknown_code") {
                $0.members[1].documents = [.init(kind: "napkin", number: "1")]
            },
            Rule("members[1].documents[0].number", "registration.required") {
                $0.members[1].documents = [.init(kind: "nina")]
            },
            Rule("members[1].documents[0].issuer", "registration.document_malformed") {
                $0.members[1].documents = [.init(kind: "nina", number: "1", issuer: "ml")]
            },
        ])
    func `a broken rule is named with its field`(_ rule: Rule) {
        let found = findings(.register("k1", .made().changed(rule.change)))
        #expect(
            described(found.rejections) == [
                "commands[3].register.household.\(rule.field): \(rule.reason)"
            ])
        #expect(found.holds.isEmpty)
    }

    @Test func `a place without a known code is waited for`() {
        let unknown = findings(
            .register("k1", .made().changed { $0.place = .init(code: "ML9999") }))
        #expect(unknown.rejections.isEmpty)
        #expect(
            described(unknown.holds) == [
                "commands[3].register.household.place.code: registration.place_unknown"
            ])
        let named = findings(.register("k1", .made().changed { $0.place = .init(name: "Sangha") }))
        #expect(
            described(named.holds) == [
                "commands[3].register.household.place.code: registration.place_not_coded"
            ])
        #expect(
            findings(.register("k1", .made().changed { $0.origin = .init(name: "Douna") })).isClean)
    }

    @Test func `a command without key, action or household says so`() {
        #expect(
            described(findings(.init()).rejections) == [
                "commands[3].source_key: registration.required",
                "commands[3].action: registration.required",
            ])
        #expect(
            described(findings(.init(sourceKey: "k", action: .register(.init()))).rejections) == [
                "commands[3].register.household: registration.required"
            ])
        #expect(
            described(findings(.register(String(repeating: "k", count: 65))).rejections) == [
                "commands[3].source_key: registration.too_long"
            ])
    }

    @Test func `a pre-registration names the household's size`() {
        let small = RegistrationV1.Command(
            sourceKey: "k", action: .preRegister(.init(household: .made(others: 2))))
        #expect(
            described(findings(small).rejections) == [
                "commands[3].pre_register.household.declared_size: registration.required"
            ])
    }

    @Test func `a departure has a day, and not more people than a household`() {
        let bare = RegistrationV1.Command(
            sourceKey: "k",
            action: .depart(.init(personKeys: Array(repeating: "1", count: 101))))
        #expect(
            described(findings(bare).rejections) == [
                "commands[3].depart.person_keys: request.too_many",
                "commands[3].depart.departed_on: registration.required",
            ])
    }

    @Test func `a text of exactly the limit is taken, and a clock a day ahead`() {
        #expect(
            findings(
                .register(
                    String(repeating: "k", count: 64),
                    .made().changed {
                        $0.members[1].givenName = String(repeating: "é", count: 128)
                        $0.arrivedOn = .init(year: 2026, month: 3, day: 11, precision: .day)
                    })
            ).isClean)
    }
}
