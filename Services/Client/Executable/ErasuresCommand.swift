import ArgumentParser
import Catalogue
import ClientIntake
import ClientService
import Foundation
import Messages
import Operations
import RPC
import Status
import Terminal

/// `jatigi erasures`: who was erased, without saying who they were.
struct ErasuresCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "erasures",
        abstract: Translation(
            french: "Effacements faits, sans données personnelles.",
            english: "Erasures that were made, without personal data."),
        subcommands: [ErasuresListCommand.self, ErasuresRepeatCommand.self],
        defaultSubcommand: ErasuresListCommand.self)
}

/// `jatigi erasures list`.
struct ErasuresListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: Translation(
            french: "Liste tous les effacements ; gardez « --json » avec les sauvegardes.",
            english: "List all erasures; keep '--json' with the backups."))

    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        try await connection.withGateway { client, terminal in
            let erasures = try await RegistrationLists(client: client).erasures()
            if connection.json {
                return try terminal.printJSON(
                    ListJSON(items: erasures.map(ErasureJSON.init), hasMore: false))
            }
            ErasureView(terminal: terminal).tell(erasures)
        }
    }
}

/// `jatigi erasures repeat`: erases again whom a restored backup brought back.
struct ErasuresRepeatCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "repeat",
        abstract: Translation(
            french: "Efface de nouveau, après une restauration.",
            english: "Erase again, after a restore."),
        discussion: Translation(
            french: """
                Faites-le avant que les équipes ne renvoient leurs lots. Code de sortie 1 quand quelqu'un de la liste n'est pas ici \
                et pourrait revenir avec une fiche.
                """,
            english: """
                Do so before the teams send their batches again. Exit code 1 when somebody of the list is not here and might come \
                back with a form.
                """))

    /// As `ErasuresListCommand` prints it.
    private struct List: Decodable {
        let items: [ErasureJSON]
    }

    private enum Repetition { case again, before, missing, refused }

    @Argument(
        help: .text(
            french: "Fichier écrit par « jatigi erasures --json ».",
            english: "File written by 'jatigi erasures --json'."))
    var file: String

    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        let erasures = try erasures(connection.terminal)
        try await connection.withGateway { client, terminal in
            var results: [Repetition] = []
            for erasure in erasures {
                results.append(try await Self.repeated(erasure, client, terminal))
            }
            func count(_ result: Repetition) -> Int { results.count { $0 == result } }
            let (again, before) = (count(.again), count(.before))
            let (missing, refused) = (count(.missing), count(.refused))
            if connection.json {
                try terminal.printJSON(
                    ["again": again, "before": before, "missing": missing, "refused": refused])
            } else {
                terminal.say(EraseText.repeated, ["again": "\(again)", "before": "\(before)"])
                if missing > 0 { terminal.warn(EraseText.notHere, ["count": "\(missing)"]) }
            }
            if missing + refused > 0 { throw TerminalExit.partial }
        }
    }

    private static func repeated(
        _ erasure: RegistrationV1.Erasure, _ client: RPCClient, _ terminal: Terminal
    ) async throws(RPCError) -> Repetition {
        do {
            let answer = try await client.call(
                RegistrationV1.RegistrationService.erasePersonalData,
                .init(subject: .repeatedErasure(erasure)))
            return answer.alreadyErased ? .before : .again
        } catch {
            switch error.code {
            case .notFound: return .missing
            // What stands in its way is told, and keeps nobody else from being erased.
            case .failedPrecondition:
                terminal.warn(terminal.text(of: error))
                return .refused
            default: throw error
            }
        }
    }

    private func erasures(_ terminal: Terminal) throws -> [RegistrationV1.Erasure] {
        let contents = try terminal.telling(of: file) { () throws(IntakeProblem) in
            try IntakeFileOptions.contents(file)
        }
        let items = try? JSONDecoder().decode(List.self, from: Data(contents)).items
        let erasures = items?.compactMap(\.erasure)
        guard let erasures, erasures.count == items?.count else {
            terminal.warn(EraseText.fileUnusable, ["file": TextTable.printable(file)])
            throw TerminalExit.data
        }
        return erasures
    }
}
