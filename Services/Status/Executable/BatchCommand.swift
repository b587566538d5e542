import ArgumentParser
import Basics
import Catalogue
import Messages
import Operations
import RPC
import Status
import Terminal

/// `jatigi-status batch`: where a batch is and why it waits.
struct BatchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "batch",
        abstract: Translation(
            french: "Montre où en est un lot.",
            english: "Show where a batch is."),
        discussion: Translation(
            french: """
                Avec --config, interroge la passerelle de cette machine par sa propre prise. Code de sortie 0 quand rien n'attend, \
                1 quand des fiches attendent un agent d'enregistrement, 75 tant que la recherche de doublons n'est pas faite.
                """,
            english: """
                With --config it asks the gateway of this machine over its own socket. Exit code 0 when nothing waits, 1 when \
                records wait for a registrar, 75 while the search for duplicates is not done.
                """))

    @Argument(
        help: .text(
            french: "Numéro du lot, tel que son reçu le donne.",
            english: "The batch's id, as its receipt has it."))
    var batch: String

    @Option(
        name: .long,
        help: .text(
            french: "Configuration de la région : interroge la passerelle de cette machine.",
            english: "The region's configuration: ask the gateway on this machine."))
    var config: String?

    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        let terminal = connection.terminal
        guard let id = RecordID(written: batch) else {
            terminal.warn(
                BatchText.idMalformed,
                ["batch": TextTable.printable(String(batch.prefix(36)))])
            throw TerminalExit.data
        }
        let client = try client()
        do {
            let answer = try await BatchLookup(client: client).batch(id)
            await client.close()
            let report = BatchReport(id.description, answer)
            if connection.json {
                try terminal.printJSON(report)
            } else {
                BatchView(terminal: terminal).tell(report)
            }
            if let code = BatchView.exit(report) { throw code }
        } catch let error as RPCError {
            await client.close()
            if error.code == .notFound {
                terminal.warn(BatchText.unknown, ["batch": id.description])
            } else {
                terminal.warn(terminal.text(of: error))
                if config == nil { connection.tellAddress(after: TerminalExit.code(for: error)) }
            }
            throw TerminalExit.code(for: error)
        }
    }

    private func client() throws -> RPCClient {
        guard let config else { return try connection.connect() }
        let configuration = try connection.terminal.region(config)
        let token = try connection.token()
        return try RPCClient(
            serviceName: ServiceName.gateway.rawValue,
            endpoints: [configuration.socket(of: .gateway)].compactMap { $0 },
            authorization: { token })
    }
}
