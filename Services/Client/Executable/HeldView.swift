import Basics
import Catalogue
import Messages
import Reference
import Terminal
import Validation

/// Held records for people.
struct HeldView {
    let terminal: Terminal
    /// The lists of codes; nil where only the codes are known.
    var reference: ReferenceData?

    func tell(_ held: [RegistrationV1.HeldCommand]) {
        guard !held.isEmpty else { return terminal.say(RegistrarAnswer.nothingHeld) }
        let prefix = IdentifierPrefix(of: held.map(\.heldID))
        var table = TextTable(
            [RegistrarText.id, .since, .source, .key, .waitsFor].map {
                ($0.text(in: terminal.language), .leading)
            })
        for item in held {
            for (index, wait) in item.waitsFor.enumerated() {
                let cells =
                    index > 0
                    ? ["", "", "", ""]
                    : [
                        prefix.short(item.heldID),
                        "\(Timestamp(millisecondsSinceEpoch: item.heldSinceMilliseconds))",
                        item.source, item.command?.sourceKey ?? "",
                    ]
                table.add(cells + [text(of: wait, in: item)])
            }
        }
        terminal.write(table.text)
    }

    /// All that one of them says.
    func tell(_ held: RegistrationV1.HeldCommand) {
        let command = held.command ?? .init()
        let time = "\(Timestamp(millisecondsSinceEpoch: held.heldSinceMilliseconds))"
        terminal.write(
            "\(Identifier.text(held.heldID))  \(time)  \(TextTable.printable(held.source))  "
                + "\(TextTable.printable(command.sourceKey))\n")
        for wait in held.waitsFor {
            terminal.write(TextTable.printable(text(of: wait, in: held)) + "\n")
        }
        let title = CommandText(command.action)?.text(in: terminal.language) ?? ""
        switch command.action {
        case .register(let action):
            HouseholdView(terminal: terminal, reference: reference).tell(
                action.household ?? .init(), as: title)
        case .preRegister(let action):
            HouseholdView(terminal: terminal, reference: reference).tell(
                action.household ?? .init(), as: title)
        case .correct(let action):
            HouseholdView(terminal: terminal, reference: reference).tell(
                action.household ?? .init(), as: title)
            guard !action.justification.isEmpty else { return }
            terminal.say(
                RegistrarAnswer.justification,
                ["text": TextTable.printable(action.justification)])
        case .depart(let action): tell(action, as: title)
        case nil: break
        }
    }

    private func tell(_ departure: RegistrationV1.Depart, as title: String) {
        let number =
            departure.caseNumber.isEmpty
            ? Identifier.text(departure.householdID) : departure.caseNumber
        terminal.write(
            [number, title, departure.departedOn.map(DateText.text) ?? ""]
                .filter { !$0.isEmpty }.map(TextTable.printable).joined(separator: "  ") + "\n")
        let place = [departure.destination?.code ?? "", departure.destination?.name ?? ""]
            .filter { !$0.isEmpty }.joined(separator: " ")
        let people =
            departure.personKeys.isEmpty
            ? CommandText.wholeHousehold.text(in: terminal.language)
            : departure.personKeys.joined(separator: ", ")
        for (text, value) in [(CommandText.people, people), (.destination, place)]
        where !value.isEmpty {
            terminal.write(
                text.text(in: terminal.language) + terminal.language.colon
                    + TextTable.printable(value) + "\n")
        }
    }

    /// "place « Sangha » : …"
    private func text(
        of wait: RPCV1.Violation, in held: RegistrationV1.HeldCommand
    ) -> String {
        let field = wait.fieldName
        let name = held.command?.placeName(field) ?? ""
        let language = terminal.language
        return field + (name.isEmpty ? "" : " " + language.quoted(name)) + language.colon
            + terminal.text(of: wait)
    }
}

/// A held record for programs: no names of people.
struct HeldJSON: Encodable {
    struct Wait: Encodable {
        let field: String
        let path: String
        let name: String
        let reason: String
    }

    let heldID: String
    let batchID: String
    let source: String
    let sourceKey: String
    let heldSinceMilliseconds: Int64
    let waitsFor: [Wait]

    init(_ held: RegistrationV1.HeldCommand) {
        heldID = Identifier.text(held.heldID)
        batchID = Identifier.text(held.batchID)
        source = held.source
        sourceKey = held.command?.sourceKey ?? ""
        heldSinceMilliseconds = held.heldSinceMilliseconds
        waitsFor = held.waitsFor.map {
            let field = $0.fieldName
            return Wait(
                field: field, path: $0.field, name: held.command?.placeName(field) ?? "",
                reason: $0.reason)
        }
    }
}

/// All that a held record says, for programs.
struct HeldRecordJSON: Encodable {
    struct Departure: Encodable {
        let personKeys: [String]
        let departedOn: String
        let destination: String
        let destinationName: String
    }

    let held: HeldJSON
    let command: String
    let householdID: String
    let caseNumber: String
    let justification: String
    let household: HouseholdJSON?
    let departure: Departure?

    init(_ held: RegistrationV1.HeldCommand) {
        self.held = HeldJSON(held)
        let action = held.command?.action
        command = CommandText(action)?.rawValue ?? ""
        var about: RegistrationV1.Household?
        var (justification, left): (String, RegistrationV1.Depart?) = ("", nil)
        switch action {
        case .register(let action): about = action.household
        case .preRegister(let action): about = action.household
        case .correct(let action): (about, justification) = (action.household, action.justification)
        case .depart(let action): left = action
        case nil: break
        }
        self.justification = justification
        householdID = Identifier.text(about?.householdID ?? left?.householdID ?? [])
        caseNumber = about?.caseNumber ?? left?.caseNumber ?? ""
        household = about.map(HouseholdJSON.init)
        departure = left.map {
            Departure(
                personKeys: $0.personKeys, departedOn: $0.departedOn.map(DateText.text) ?? "",
                destination: $0.destination?.code ?? "",
                destinationName: $0.destination?.name ?? "")
        }
    }
}

/// What a command is, and words of a departure.
enum CommandText: String, MessageArea {
    case register
    case preRegister = "pre_register"
    case correct
    case depart
    case people
    case destination
    case wholeHousehold = "whole_household"

    static let prefix = "command"

    /// Nil of no command.
    init?(_ action: RegistrationV1.Command.Action?) {
        switch action {
        case .register: self = .register
        case .preRegister: self = .preRegister
        case .correct: self = .correct
        case .depart: self = .depart
        case nil: return nil
        }
    }

    var translation: Translation {
        switch self {
        case .register: Translation(french: "enregistrement", english: "registration")
        case .preRegister: Translation(french: "pré-enregistrement", english: "pre-registration")
        case .correct: Translation(french: "correction", english: "correction")
        case .depart: Translation(french: "départ", english: "departure")
        case .people: Translation(french: "personnes (numéros)", english: "people (numbers)")
        case .destination: Translation(french: "destination", english: "destination")
        case .wholeHousehold:
            Translation(french: "tout le ménage", english: "the whole household")
        }
    }
}

/// What came of a release, for programs.
struct ReleasedJSON: Encodable {
    let outcome: String
    let householdID: String
    let caseNumber: String
    let sequence: UInt64

    init(_ result: RegistrationV1.CommandResult, _ position: CommonV1.LogPosition?) {
        outcome = OutcomeText.code(of: result.outcome)
        householdID = Identifier.text(result.householdID)
        caseNumber = result.caseNumber
        sequence = position?.sequence ?? 0
    }
}

extension RegistrationV1.Command {
    /// The name that a team wrote for a place of the command.
    func placeName(_ field: String) -> String {
        switch field {
        case "place": return household?.place?.name ?? ""
        case "origin": return household?.origin?.name ?? ""
        case "destination":
            guard case .depart(let action) = action else { return "" }
            return action.destination?.name ?? ""
        default: return ""
        }
    }
}
