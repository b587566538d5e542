import Catalogue
import Messages
import Reference
import Terminal

/// A household for programs.
struct HouseholdJSON: Encodable {
    struct Member: Encodable {
        let personID: String
        let givenName: String
        let familyName: String
        let sex: String
        let birthDate: String
        let relationship: String
        let fatherName: String
        let motherName: String
        let populationGroup: String
        let needs: [String]
        let documents: [Document]
        let phones: [String]
        let isPresent: Bool

        init(_ person: RegistrationV1.Person) {
            personID = Identifier.text(person.personID)
            givenName = person.givenName
            familyName = person.familyName
            sex = "\(person.sex)"
            birthDate = person.birthDate.map(DateText.text) ?? ""
            relationship = person.relationship
            fatherName = person.fatherName
            motherName = person.motherName
            populationGroup = person.populationGroup
            needs = person.needs
            documents = person.documents.map {
                Document(kind: $0.kind, number: $0.number, issuer: $0.issuer)
            }
            phones = person.phones
            isPresent = person.presence == .present
        }
    }

    struct Document: Encodable {
        let kind: String
        let number: String
        let issuer: String
    }

    let householdID: String
    let caseNumber: String
    let stage: String
    let place: String
    let placeName: String
    let origin: String
    let originName: String
    let arrivedOn: String
    let cause: String
    let shelter: String
    let phones: [String]
    let declaredSize: UInt32
    let revision: UInt64
    let members: [Member]

    init(_ household: RegistrationV1.Household) {
        householdID = Identifier.text(household.householdID)
        caseNumber = household.caseNumber
        stage = household.stage.text.rawValue
        place = household.place?.code ?? ""
        placeName = household.place?.name ?? ""
        origin = household.origin?.code ?? ""
        originName = household.origin?.name ?? ""
        arrivedOn = household.arrivedOn.map(DateText.text) ?? ""
        cause = household.cause
        shelter = household.shelter
        phones = household.phones
        declaredSize = household.declaredSize
        revision = household.revision
        members = household.members.map(Member.init)
    }
}

/// A household for people.
struct HouseholdView {
    let terminal: Terminal
    /// The lists of codes; nil where only the codes are known.
    private let reference: ReferenceData?
    private var words: CodeText { CodeText(language: terminal.language, reference: reference) }

    init(terminal: Terminal, reference: ReferenceData? = nil) {
        self.terminal = terminal
        self.reference = reference
    }

    func tell(_ household: RegistrationV1.Household) {
        tell(household, as: household.stage.text.text(in: terminal.language))
    }

    /// - Parameter title: what the record is, for its first line.
    func tell(_ household: RegistrationV1.Household, as title: String) {
        let place = [household.place?.code ?? "", household.place?.name ?? ""]
            .filter { !$0.isEmpty }.map(TextTable.printable).joined(separator: " ")
        let heading = [TextTable.printable(household.caseNumber), title, place]
        terminal.write(heading.filter { !$0.isEmpty }.joined(separator: "  ") + "\n")
        var table = membersTable
        for member in household.members { table.add(row(member)) }
        tellDetails(household)
        terminal.write(table.text)
        for (index, member) in household.members.enumerated() {
            tellDetails(member, number: index + 1)
        }
    }

    func tell(_ households: [RegistrationV1.Household]) {
        guard !households.isEmpty else { return terminal.say(HouseholdText.noneFound) }
        var table = TextTable([
            (RegistrarText.caseNumber.text(in: terminal.language), .leading),
            (heading(.stage), .leading),
            (FieldText.place.text(in: terminal.language), .leading),
            (heading(.head), .leading), (heading(.people), .trailing),
        ])
        for household in households {
            let head =
                household.members.first { $0.relationship == "head" } ?? household.members.first
            table.add([
                household.caseNumber, household.stage.text.text(in: terminal.language),
                household.place?.code ?? "", head.map(FieldChange.name) ?? "",
                "\(household.peoplePresent)",
            ])
        }
        terminal.write(table.text)
    }

    func tell(_ person: RegistrationV1.Person, caseNumber: String) {
        terminal.write(TextTable.printable(caseNumber) + "\n")
        var table = membersTable
        table.add(row(person))
        terminal.write(table.text)
        tellDetails(person, number: 1)
    }

    private var membersTable: TextTable {
        TextTable([
            (heading(.givenName), .leading), (heading(.familyName), .leading),
            (heading(.sex), .leading),
            (heading(.birth), .leading), (heading(.relation), .leading),
            (heading(.group), .leading),
            (heading(.needs), .leading), (heading(.presence), .leading),
        ])
    }

    private func row(_ member: RegistrationV1.Person) -> [String] {
        let presence = member.presence == .departed ? HouseholdText.departed : .present
        return [
            member.givenName, member.familyName, heading(.sex(member.sex)),
            member.birthDate.map(DateText.text) ?? "",
            words.text(member.relationship, of: .relationship),
            member.populationGroup,
            member.needs.joined(separator: " "), heading(presence),
        ]
    }

    private func heading(_ text: HouseholdText) -> String { text.text(in: terminal.language) }

    /// "origin: ML0501 Bandiagara", a line for each value that is known.
    private func tellDetails(_ household: RegistrationV1.Household) {
        let fields: [FieldText] = [
            .origin, .arrivedOn, .cause, .shelter, .phones, .declaredSize,
        ]
        for field in fields {
            let value = FieldChange.value(field.rawValue, of: household, in: words)
            if value != "–", value != "0" { terminal.write(line(field, value)) }
        }
    }

    private func tellDetails(_ person: RegistrationV1.Person, number: Int) {
        let details: [String] = [.fatherName, .motherName, .phones, .documents].compactMap {
            (field: FieldText) in
            let value = FieldChange.value(field.rawValue, of: person, in: words)
            return value == "–" ? nil : "  " + line(field, value)
        }
        guard !details.isEmpty else { return }
        terminal.write(TextTable.printable("\(number). \(FieldChange.name(person))") + "\n")
        for detail in details { terminal.write(detail) }
    }

    private func line(_ field: FieldText, _ value: String) -> String {
        field.text(in: terminal.language) + terminal.language.colon + TextTable.printable(value)
            + "\n"
    }
}

/// Words of a household's table.
enum HouseholdText: String, MessageArea {
    case givenName = "given_name"
    case familyName = "family_name"
    case sex
    case birth
    case relation
    case group
    case needs
    case presence
    case present
    case departed
    case female
    case male
    case otherSex = "other_sex"
    case unknownSex = "unknown_sex"
    case stage
    case head
    case people
    case noneFound = "none_found"
    case stageUnknown = "stage_unknown"

    static let prefix = "household"

    /// A sex in a word of its own: a change from one to another must be seen.
    static func sex(_ sex: CommonV1.Sex) -> HouseholdText {
        switch sex {
        case .female: .female
        case .male: .male
        case .other: .otherSex
        default: .unknownSex
        }
    }

    var translation: Translation {
        switch self {
        case .givenName: Translation(french: "prénom", english: "given name")
        case .familyName: Translation(french: "nom", english: "family name")
        case .sex: Translation(french: "sexe", english: "sex")
        case .birth: Translation(french: "naissance", english: "birth")
        case .relation: Translation(french: "lien", english: "relation")
        case .group: Translation(french: "groupe", english: "group")
        case .needs: Translation(french: "besoins", english: "needs")
        case .presence: Translation(french: "présence", english: "presence")
        case .present: Translation(french: "présent", english: "present")
        case .departed: Translation(french: "parti", english: "left")
        case .female: Translation(french: "F", english: "F")
        case .male: Translation(french: "M", english: "M")
        case .otherSex: Translation(french: "autre", english: "other")
        case .unknownSex: Translation(french: "inconnu", english: "unknown")
        case .stage: Translation(french: "étape", english: "stage")
        case .head: Translation(french: "chef de ménage", english: "head")
        case .people: Translation(french: "présents", english: "present")
        case .noneFound:
            Translation(french: "Aucun ménage trouvé.", english: "No household found.")
        case .stageUnknown:
            Translation(
                french: "--stage : registered ou pre_registered.",
                english: "--stage: registered or pre_registered.")
        }
    }
}

extension RegistrationV1.Stage {
    fileprivate var text: OutcomeText { self == .registered ? .registered : .preRegistered }
}
