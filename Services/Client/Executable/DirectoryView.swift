import Catalogue
import ClientDirectory
import Messages
import Status
import Terminal

/// Shows records of the directory, to people or to programs.
struct DirectoryView<Kind: DirectoryKind> {
    let terminal: Terminal
    let json: Bool
    /// Refused rows that are shown; the rest is counted.
    private let linesMax = 50

    init(terminal: Terminal, json: Bool) {
        self.terminal = terminal
        self.json = json
    }

    func tell(_ records: [Kind.Record], next: String = "") throws {
        if json {
            try terminal.printJSON(
                RecordsJSON(records: records.map(dictionary), nextPageToken: next))
            return
        }
        guard !records.isEmpty else { return terminal.say(DirectoryText.nothingFound) }
        let fields = Kind.columns.compactMap { Kind.field($0) }
        var table = TextTable(fields.map { ($0.name.text(in: terminal.language), .leading) })
        for record in records { table.add(fields.map { $0.get(record) }) }
        terminal.write(table.text)
        if !next.isEmpty { terminal.say(DirectoryText.nextPage, ["token": next]) }
    }

    func tell(_ record: Kind.Record) throws {
        if json { return try terminal.printJSON(dictionary(record)) }
        let values = Kind.values(record).map { ($0.field.text(in: terminal.language), $0.text) }
        let width = values.reduce(0) { max($0, $1.0.count) }
        for (heading, text) in values {
            let space = String(repeating: " ", count: width - heading.count)
            terminal.write("\(heading)\(space)  \(TextTable.printable(text))\n")
        }
    }

    func tell(_ report: ImportReport, ignored: [String]) throws {
        if json {
            return try terminal.printJSON(
                ImportJSON(
                    created: report.created, updated: report.updated, unchanged: report.unchanged,
                    refused: report.refused.map { .init(row: $0.row, reason: text(of: $0.reason)) },
                    ignored: ignored, failure: report.failure?.details.reason ?? ""))
        }
        for header in ignored { terminal.warn(DirectoryText.columnIgnored, ["column": header]) }
        for refused in report.refused.prefix(linesMax) {
            let row = ClientText.row.text(
                in: terminal.language, arguments: ["row": "\(refused.row)"])
            terminal.warn("\(row): \(text(of: refused.reason))")
        }
        if report.refused.count > linesMax {
            terminal.warn(ClientText.moreLines, ["count": "\(report.refused.count - linesMax)"])
        }
        terminal.say(
            DirectoryText.imported,
            [
                "created": "\(report.created)", "updated": "\(report.updated)",
                "unchanged": "\(report.unchanged)", "refused": "\(report.refused.count)",
            ])
    }

    private func text(of reason: RefusedRow.Reason) -> String {
        switch reason {
        case .problem(let problem): problem.text(in: terminal.language)
        case .error(let error): terminal.text(of: error)
        }
    }

    private func dictionary(_ record: Kind.Record) -> [String: String] {
        Dictionary(
            Kind.values(record).map { ($0.field.rawValue, $0.text) },
            uniquingKeysWith: { first, _ in first })
    }
}

/// A page of records for programs: every field as text, without those that are empty.
struct RecordsJSON: Encodable {
    let records: [[String: String]]
    let nextPageToken: String
}

/// What became of a file, for programs.
struct ImportJSON: Encodable {
    struct Refused: Encodable {
        let row: Int
        let reason: String
    }

    let created: Int
    let updated: Int
    let unchanged: Int
    let refused: [Refused]
    /// Headers that name no field.
    let ignored: [String]
    /// Catalogue key of why the rest was not handed in; empty where all was.
    let failure: String
}

/// What is said about the directory.
enum DirectoryText: String, MessageArea {
    case nothingFound = "nothing_found"
    case nextPage = "next_page"
    case columnIgnored = "column_ignored"
    case imported
    case eraseQuestion = "erase_question"
    case erased

    static let prefix = "directory_view"

    var translation: Translation {
        switch self {
        case .nothingFound: Translation(french: "Rien trouvé.", english: "Nothing found.")
        case .nextPage:
            Translation(
                french: "La suite : --page-token {token}", english: "More: --page-token {token}")
        case .columnIgnored:
            Translation(
                french: "Colonne ignorée : « {column} »", english: "Column ignored: “{column}”")
        case .eraseQuestion:
            Translation(
                french: "Effacer le contact {id} et son historique pour toujours ? [o/N]",
                english: "Erase the contact {id} and its history for good? [y/N]")
        case .erased:
            Translation(
                french: "Le contact et son historique sont effacés.",
                english: "The contact and its history are erased.")
        case .imported:
            Translation(
                french: "{created} {created|créée|créées}, {updated} {updated|modifiée|modifiées}, "
                    + "{unchanged} {unchanged|inchangée|inchangées}, "
                    + "{refused} {refused|ligne refusée|lignes refusées}.",
                english: "{created} created, {updated} updated, {unchanged} unchanged, "
                    + "{refused} {refused|row|rows} refused.")
        }
    }
}
