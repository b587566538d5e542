import Basics
import Catalogue
import Messages
import Terminal
import Validation

/// Held records for people.
struct HeldView {
    let terminal: Terminal

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
