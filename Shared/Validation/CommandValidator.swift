public import Basics
import Catalogue
public import Messages
public import Reference
public import Status

/// Checks commands against the rules that hold without looking at what is already registered: what registration decides
/// by, and what a device can know before it sends.
public struct CommandValidator: Sendable {
    private let fields: FieldChecker

    /// - Parameter now: the moment against which dates lie in the future; nil where no clock can tell, and none does.
    public init(reference: ReferenceData, now: Timestamp?) {
        fields = FieldChecker(reference: reference, now: now)
    }

    /// Everything found in one command, in the order of its fields.
    public func findings(in command: RegistrationV1.Command, at path: FieldPath) -> Findings {
        var findings = Findings()
        fields.checkText(
            command.sourceKey, at: path.field("source_key"),
            max: HouseholdLimits.keyCharactersMax, isRequired: true, in: &findings)
        switch command.action {
        case nil:
            findings.reject(path.field("action"), .registration(.required))
        case .register(let action):
            checkHousehold(
                action.household, at: path.field("register.household"), as: .registered,
                in: &findings)
        case .preRegister(let action):
            checkHousehold(
                action.household, at: path.field("pre_register.household"), as: .preRegistered,
                in: &findings)
        case .correct(let action):
            checkHousehold(
                action.household, at: path.field("correct.household"), as: .registered,
                in: &findings)
            fields.checkText(
                action.justification, at: path.field("correct.justification"),
                max: HouseholdLimits.justificationCharactersMax, in: &findings)
        case .depart(let action):
            checkDeparture(action, at: path.field("depart"), in: &findings)
        }
        return findings
    }

    private func checkHousehold(
        _ household: RegistrationV1.Household?, at path: FieldPath, as stage: RegistrationV1.Stage,
        in findings: inout Findings
    ) {
        guard let household else {
            findings.reject(path, .registration(.required))
            return
        }
        fields.checkID(household.householdID, at: path.field("household_id"), in: &findings)
        checkCaseNumber(household.caseNumber, at: path.field("case_number"), in: &findings)
        checkPlace(household.place, at: path.field("place"), isRequired: true, in: &findings)
        checkPlace(household.origin, at: path.field("origin"), isRequired: false, in: &findings)
        fields.checkDate(household.arrivedOn, at: path.field("arrived_on"), in: &findings)
        fields.checkCode(household.cause, of: .cause, at: path.field("cause"), in: &findings)
        fields.checkCode(household.shelter, of: .shelter, at: path.field("shelter"), in: &findings)
        fields.checkPhones(household.phones, at: path, in: &findings)
        guard household.members.count <= HouseholdLimits.membersMax else {
            findings.reject(
                path.field("members"), .registrationHousehold(.householdTooLarge),
                ["max": "\(HouseholdLimits.membersMax)"])
            return
        }
        let people = PersonValidator(fields: fields)
        for (index, person) in household.members.enumerated() {
            people.check(person, at: path.element("members", index), in: &findings)
        }
        checkComposition(household, at: path, as: stage, in: &findings)
    }

    private func checkComposition(
        _ household: RegistrationV1.Household, at path: FieldPath, as stage: RegistrationV1.Stage,
        in findings: inout Findings
    ) {
        guard !household.members.isEmpty else {
            findings.reject(path.field("members"), .registrationHousehold(.householdEmpty))
            return
        }
        let heads = household.members.indices.filter {
            household.members[$0].relationship == Relationship.head
        }
        if heads.isEmpty {
            findings.reject(
                path.element("members", 0).field("relationship"),
                .registrationHousehold(.headMissing))
        } else if heads.count > 1 {
            findings.reject(
                path.element("members", heads[1]).field("relationship"),
                .registrationHousehold(.headsMany), ["count": "\(heads.count)"])
        }
        if stage == .preRegistered, household.declaredSize < household.members.count {
            findings.reject(path.field("declared_size"), .registration(.required))
        }
        var seenKeys: Set<String> = []
        var seenPeople: Set<RegistrationV1.Person> = []
        for (index, person) in household.members.enumerated() {
            var content = person
            content.sourceKey = ""
            if person.sourceKey.isEmpty {
                // Two sisters may share name and age, but then somebody has given each a key of her
                // own.
                if !seenPeople.insert(content).inserted {
                    findings.reject(
                        path.element("members", index), .registrationHousehold(.duplicatePersonKey))
                }
            } else if !seenKeys.insert(person.sourceKey).inserted {
                findings.reject(
                    path.element("members", index).field("source_key"),
                    .registrationHousehold(.duplicatePersonKey))
            }
        }
    }

    private func checkDeparture(
        _ departure: RegistrationV1.Depart, at path: FieldPath, in findings: inout Findings
    ) {
        fields.checkID(departure.householdID, at: path.field("household_id"), in: &findings)
        checkCaseNumber(departure.caseNumber, at: path.field("case_number"), in: &findings)
        _ = fields.checkCount(
            departure.personKeys.count, max: HouseholdLimits.membersMax,
            at: path.field("person_keys"), in: &findings)
        if departure.departedOn == nil {
            findings.reject(path.field("departed_on"), .registration(.required))
        }
        fields.checkDate(departure.departedOn, at: path.field("departed_on"), in: &findings)
        checkPlace(
            departure.destination, at: path.field("destination"), isRequired: false, in: &findings)
    }

    private func checkPlace(
        _ place: CommonV1.Place?, at path: FieldPath, isRequired: Bool, in findings: inout Findings
    ) {
        let code = place?.code ?? ""
        let name = place?.name ?? ""
        fields.checkText(
            name, at: path.field("name"), in: &findings)
        if !code.isEmpty {
            if !fields.reference.places.isKnown(code) {
                findings.hold(
                    path.field("code"), .registration(.placeUnknown),
                    ["found": ShownCode.text(code)])
            }
        } else if isRequired {
            if name.isEmpty {
                findings.reject(path, .registration(.required))
            } else {
                findings.hold(path.field("code"), .registration(.placeNotCoded))
            }
        }
    }

    private func checkCaseNumber(_ text: String, at path: FieldPath, in findings: inout Findings) {
        if !text.isEmpty, CaseNumber(text) == nil {
            findings.reject(path, .registration(.caseNumberMalformed))
        }
    }
}

/// Codes of relations to the head that rules name.
public enum Relationship {
    /// The head of the household.
    public static let head = "head"
}
