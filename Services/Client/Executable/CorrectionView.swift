import Basics
import Catalogue
import Messages
import Reference
import Terminal

/// Corrections for people: each changed field, before and after.
struct CorrectionView {
    let terminal: Terminal
    /// The lists of codes; nil where only the codes are known.
    let reference: ReferenceData?

    func tell(_ corrections: [RegistrationV1.Correction]) {
        guard !corrections.isEmpty else { return terminal.say(RegistrarAnswer.nothingProposed) }
        let prefix = IdentifierPrefix(of: corrections.map(\.correctionID))
        var table = TextTable(
            [
                RegistrarText.id, .caseNumber, .since, .source, .field, .before, .after,
            ].map { ($0.text(in: terminal.language), .leading) })
        for correction in corrections {
            let changes = changes(of: correction)
            for index in 0..<max(1, changes.count) {
                let first =
                    index > 0
                    ? ["", "", "", ""]
                    : [
                        prefix.short(correction.correctionID), correction.caseNumber,
                        time(correction), correction.source,
                    ]
                let change = changes.indices.contains(index) ? changes[index] : ["", "", ""]
                table.add(first + change)
            }
        }
        terminal.write(table.text)
    }

    func tell(_ correction: RegistrationV1.Correction) {
        let state = CorrectionStateText.text(of: correction.state)?.text(in: terminal.language)
        terminal.write(
            "\(Identifier.text(correction.correctionID))  \(state ?? "\(correction.state)")\n"
                + "\(TextTable.printable(correction.caseNumber))  \(time(correction))  "
                + "\(TextTable.printable(correction.source))\n")
        var table = TextTable(
            [RegistrarText.field, .before, .after].map {
                ($0.text(in: terminal.language), .leading)
            })
        for change in changes(of: correction) { table.add(change) }
        terminal.write(table.text)
        if !correction.justification.isEmpty {
            terminal.say(
                RegistrarAnswer.justification,
                ["text": TextTable.printable(correction.justification)])
        }
        if !correction.reviewedBy.isEmpty {
            terminal.say(
                RegistrarAnswer.reviewedBy, ["name": TextTable.printable(correction.reviewedBy)])
        }
    }

    private func time(_ correction: RegistrationV1.Correction) -> String {
        "\(Timestamp(millisecondsSinceEpoch: correction.proposedAtMilliseconds))"
    }

    private func changes(of correction: RegistrationV1.Correction) -> [[String]] {
        FieldChange.changes(
            of: correction, in: CodeText(language: terminal.language, reference: reference)
        ).map {
            [$0.label(in: terminal.language), $0.before, $0.after]
        }
    }
}

/// A correction for programs.
struct CorrectionJSON: Encodable {
    struct Change: Encodable {
        let field: String
        let before: String
        let after: String
    }

    let correctionID: String
    let householdID: String
    let caseNumber: String
    let state: String
    let source: String
    let justification: String
    let proposedAtMilliseconds: Int64
    let reviewedBy: String
    let changes: [Change]

    init(_ correction: RegistrationV1.Correction) {
        correctionID = Identifier.text(correction.correctionID)
        householdID = Identifier.text(correction.householdID)
        caseNumber = correction.caseNumber
        state = CorrectionStateText.text(of: correction.state)?.rawValue ?? "\(correction.state)"
        source = correction.source
        justification = correction.justification
        proposedAtMilliseconds = correction.proposedAtMilliseconds
        reviewedBy = correction.reviewedBy
        changes = FieldChange.changes(
            of: correction, in: CodeText(language: .english, reference: nil)
        ).map {
            Change(field: $0.path, before: $0.before, after: $0.after)
        }
    }
}

/// States of a correction, by their names on the command line.
enum CorrectionStateText: String, MessageArea {
    case proposed
    case accepted
    case declined
    case superseded

    static let prefix = "correction_state"

    var translation: Translation {
        switch self {
        case .proposed: Translation(french: "proposée", english: "proposed")
        case .accepted: Translation(french: "acceptée", english: "accepted")
        case .declined: Translation(french: "refusée", english: "declined")
        case .superseded: Translation(french: "remplacée", english: "superseded")
        }
    }

    var state: RegistrationV1.CorrectionState {
        switch self {
        case .proposed: .proposed
        case .accepted: .accepted
        case .declined: .declined
        case .superseded: .superseded
        }
    }

    static func text(of state: RegistrationV1.CorrectionState) -> CorrectionStateText? {
        allCases.first { $0.state == state }
    }
}
