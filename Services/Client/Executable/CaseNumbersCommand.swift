import ArgumentParser
import Basics
import Catalogue
import DelimitedText
import Foundation
import Messages
import Operations
import RPC
import Status
import Terminal

/// `jatigi case-numbers`: numbers to assign without a connection.
struct CaseNumbersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "case-numbers",
        abstract: Translation(
            french: "Numéros de dossier à donner hors ligne.",
            english: "Case numbers to assign offline."),
        subcommands: [CaseNumbersTakeCommand.self])
}

/// `jatigi case-numbers take`: takes a block that nobody else gets.
struct CaseNumbersTakeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "take",
        abstract: Translation(
            french: "Prend un lot de numéros.",
            english: "Take a block of numbers."),
        discussion: Translation(
            french: """
                Écrit une liste CSV d'une colonne, dont un fichier pour « jatigi submit » peut avoir l'en-tête. Si la réponse s'est \
                perdue, --request avec le numéro qui a été montré donne le même lot.
                """,
            english: """
                Writes a CSV list with one column, whose header a file for 'jatigi submit' may have as well. \
                Where an answer was lost, --request with the id that was shown gives the same block again.
                """))

    /// Numbers of one block, as registration gives them.
    private static let countRange = 1...1_000

    @Argument(
        help: .text(
            french: "Combien, 1 à 1000.",
            english: "How many, 1 to 1000."))
    var count: Int

    @Option(
        name: .long,
        help: .text(
            french: "Fichier CSV à écrire ; il ne doit pas encore exister.",
            english: "The CSV file to write; it must not be there yet."))
    var out: String

    @Option(
        name: .long,
        help: .text(
            french: "Numéro d'une demande dont la réponse s'est perdue.",
            english: "The id of an earlier request whose answer was lost."))
    var request: String?

    @OptionGroup var connection: ConnectionOptions

    func validate() throws {
        guard Self.countRange.contains(count) else { throw ValidationError("N: 1 … 1000") }
    }

    func run() async throws {
        let terminal = connection.terminal
        let id = try requestID(terminal)
        // A file that cannot be written is found before numbers are taken.
        try write([], terminal)
        do {
            try await connection.withGateway { client, terminal in
                let answer: RegistrationV1.AllocateCaseNumbersResponse
                do throws(RPCError) {
                    answer = try await client.call(
                        RegistrationV1.RegistrationService.allocateCaseNumbers,
                        .init(requestID: id.bytes, count: UInt32(count)))
                } catch {
                    if TerminalExit.code(for: error) != TerminalExit.permission {
                        terminal.warn(CaseNumbersText.again, ["request": id.description])
                    }
                    throw error
                }
                try tell(answer, id, terminal)
            }
        } catch {
            try? FileManager.default.removeItem(atPath: out)
            throw error
        }
    }

    private func tell(
        _ answer: RegistrationV1.AllocateCaseNumbersResponse, _ id: RecordID, _ terminal: Terminal
    ) throws {
        let numbers = answer.caseNumbers
        guard numbers.count == count, numbers.allSatisfy({ CaseNumber($0)?.description == $0 })
        else { throw TerminalExit.software }
        var list = DelimitedTextWriter()
        list.append([CaseNumbersText.header.text(in: terminal.language)])
        for number in numbers { list.append([number]) }
        do {
            try Data(list.bytes).write(to: URL(filePath: out), options: .atomic)
        } catch {
            terminal.warn(CaseNumbersText.again, ["request": id.description])
            throw unwritable(terminal)
        }
        if connection.json {
            try terminal.printJSON(
                CaseNumbersJSON(
                    requestID: id.description, caseNumbers: numbers, file: out,
                    alreadyAllocated: answer.alreadyAllocated))
        } else {
            terminal.say(
                answer.alreadyAllocated ? CaseNumbersText.takenBefore : .taken,
                [
                    "count": "\(numbers.count)", "first": numbers.first ?? "",
                    "last": numbers.last ?? "", "file": out,
                ])
        }
    }

    private func requestID(_ terminal: Terminal) throws -> RecordID {
        guard let request else { return RecordIDGenerator().next() }
        guard let id = RecordID(written: request) else {
            terminal.warn(
                CaseNumbersText.requestMalformed,
                ["found": TextTable.printable(String(request.prefix(36)))])
            throw TerminalExit.usage
        }
        return id
    }

    /// Makes the file; never over one that is there.
    private func write(_ bytes: [UInt8], _ terminal: Terminal) throws {
        do {
            try Data(bytes).write(to: URL(filePath: out), options: .withoutOverwriting)
        } catch CocoaError.fileWriteFileExists {
            terminal.warn(CaseNumbersText.fileExists, ["path": out])
            throw TerminalExit.data
        } catch {
            throw unwritable(terminal)
        }
    }

    private func unwritable(_ terminal: Terminal) -> ExitCode {
        terminal.warn(CaseNumbersText.fileUnwritable, ["path": out])
        return TerminalExit.data
    }
}

/// A block for programs.
struct CaseNumbersJSON: Encodable {
    let requestID: String
    let caseNumbers: [String]
    let file: String
    let alreadyAllocated: Bool
}

/// What is said about blocks of case numbers.
enum CaseNumbersText: String, MessageArea {
    case header
    case taken
    case takenBefore = "taken_before"
    case again
    case requestMalformed = "request_malformed"
    case fileExists = "file_exists"
    case fileUnwritable = "file_unwritable"

    static let prefix = "case_numbers"

    var translation: Translation {
        switch self {
        // Headers that a submitted file may have.
        case .header: Translation(french: "numéro dossier", english: "case_number")
        case .taken:
            Translation(
                french: "{count} {count|numéro|numéros}, de {first} à {last}, dans {file}.",
                english: "{count} {count|number|numbers}, {first} to {last}, in {file}.")
        case .takenBefore:
            Translation(
                french: "Le même lot qu'auparavant : {count} {count|numéro|numéros}, de {first} à "
                    + "{last}, dans {file}.",
                english: "The same block as before: {count} {count|number|numbers}, {first} to "
                    + "{last}, in {file}.")
        case .again:
            Translation(
                french: "Pour redemander le même lot sans en perdre : --request {request}",
                english: "To ask for the same block again and lose none: --request {request}")
        case .requestMalformed:
            Translation(
                french: "--request {found} : ce n'est pas le numéro d'une demande.",
                english: "--request {found}: this is not the id of a request.")
        case .fileExists:
            Translation(
                french: "Le fichier {path} existe déjà : donnez un autre nom.",
                english: "The file {path} is there already: give another name.")
        case .fileUnwritable:
            Translation(
                french: "Le fichier {path} ne peut pas être écrit.",
                english: "The file {path} cannot be written.")
        }
    }
}
