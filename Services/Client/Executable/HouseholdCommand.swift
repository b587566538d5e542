import ArgumentParser
import Catalogue
import Messages
import RPC
import Terminal

/// `jatigi household`: shows one household.
struct HouseholdCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "household",
        abstract: "Show a household by its case number. / Montre un ménage par son numéro.")

    @Argument(help: "Case number, e.g. BDG-00042-X.")
    var caseNumber: String

    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        try await connection.withGateway { client, terminal in
            let answer = try await client.call(
                RegistrationV1.RegistrationService.getHousehold,
                .init(key: .caseNumber(caseNumber)))
            guard let household = answer.household else { throw TerminalExit.software }
            if connection.json {
                try terminal.printJSON(HouseholdJSON(household))
            } else {
                HouseholdView(terminal: terminal).tell(household)
            }
        }
    }
}

/// A household for programs.
struct HouseholdJSON: Encodable {
    struct Member: Encodable {
        let personID: String
        let givenName: String
        let familyName: String
        let sex: String
        let birthDate: String
        let relationship: String
        let populationGroup: String
        let needs: [String]
        let isPresent: Bool
    }

    let householdID: String
    let caseNumber: String
    let stage: String
    let place: String
    let placeName: String
    let revision: UInt64
    let members: [Member]

    init(_ household: RegistrationV1.Household) {
        householdID = Identifier.text(household.householdID)
        caseNumber = household.caseNumber
        stage = "\(household.stage)"
        place = household.place?.code ?? ""
        placeName = household.place?.name ?? ""
        revision = household.revision
        members = household.members.map {
            Member(
                personID: Identifier.text($0.personID), givenName: $0.givenName,
                familyName: $0.familyName, sex: "\($0.sex)",
                birthDate: $0.birthDate.map(DateText.text) ?? "", relationship: $0.relationship,
                populationGroup: $0.populationGroup, needs: $0.needs,
                isPresent: $0.presence == .present)
        }
    }
}

/// A household for people.
struct HouseholdView {
    let terminal: Terminal

    func tell(_ household: RegistrationV1.Household) {
        let place = [household.place?.code ?? "", household.place?.name ?? ""]
            .filter { !$0.isEmpty }.map(TextTable.printable).joined(separator: " ")
        let stage = household.stage == .registered ? OutcomeText.registered : .preRegistered
        terminal.write(
            "\(household.caseNumber)  \(stage.text(in: terminal.language))  \(place)\n")
        var table = TextTable([
            (heading(.givenName), .leading), (heading(.familyName), .leading),
            (heading(.sex), .leading),
            (heading(.birth), .leading), (heading(.relation), .leading),
            (heading(.group), .leading),
            (heading(.needs), .leading), (heading(.presence), .leading),
        ])
        for member in household.members {
            let presence = member.presence == .departed ? HouseholdText.departed : .present
            table.add([
                member.givenName, member.familyName, sex(member.sex),
                member.birthDate.map(DateText.text) ?? "", member.relationship,
                member.populationGroup,
                member.needs.joined(separator: " "), presence.text(in: terminal.language),
            ])
        }
        terminal.write(table.text)
    }

    private func heading(_ text: HouseholdText) -> String { text.text(in: terminal.language) }

    private func sex(_ sex: CommonV1.Sex) -> String {
        switch sex {
        case .female: HouseholdText.female.text(in: terminal.language)
        case .male: HouseholdText.male.text(in: terminal.language)
        default: "–"
        }
    }
}

/// Dates as people read them: as much as is known.
enum DateText {
    static func text(_ date: CommonV1.PartialDate) -> String {
        func padded(_ value: UInt32) -> String { value < 10 ? "0\(value)" : "\(value)" }
        switch date.precision {
        case .day: return "\(date.year)-\(padded(date.month))-\(padded(date.day))"
        case .month: return "\(date.year)-\(padded(date.month))"
        case .estimated: return "~\(date.year)"
        default: return "\(date.year)"
        }
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

    static let prefix = "household"

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
        }
    }
}
