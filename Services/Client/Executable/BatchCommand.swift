import ArgumentParser
import Basics
import Catalogue
import ClientSpool
import Messages
import Operations
import RPC
import Status
import Terminal

/// `jatigi batch`: where a batch is and why it waits.
struct BatchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "batch",
        abstract: Translation(
            french: "Montre où en est un lot.",
            english: "Show where a batch is."),
        discussion: Translation(
            french: """
                Cherche parmi les lots de cet appareil, puis interroge la région. Code de sortie 0 quand rien n'attend, 1 quand des \
                fiches attendent un agent d'enregistrement, 75 tant que la recherche de doublons n'est pas faite ou que le lot \
                attend d'être envoyé.
                """,
            english: """
                Looks in this device's spool, then asks the region. Exit code 0 when nothing waits, 1 when records wait \
                for a registrar, 75 while the search for duplicates is not done or the batch waits to be sent.
                """))

    @Argument(
        help: .text(
            french:
                "Numéro du lot ; pour un lot de cet appareil, ses premiers caractères suffisent.",
            english: "The batch's id; in this device's spool its first characters are enough."))
    var batch: String

    @OptionGroup var spool: SpoolOptions
    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        let terminal = connection.terminal
        let entries = try spool.list(connection)?.entries ?? []
        let entry = try SpoolSearch(terminal: terminal).entry(batch, in: entries)
        guard let id = RecordID(written: entry?.batchID ?? batch) else {
            terminal.warn(
                BatchText.idMalformed,
                ["batch": TextTable.printable(String(batch.prefix(36)))])
            throw TerminalExit.data
        }
        if let entry, !connection.json { tell(entry, terminal) }
        let client = try connection.connect()
        do {
            let answer = try await BatchLookup(client: client).batch(id)
            await client.close()
            let report = BatchReport(id.description, answer)
            if connection.json {
                try terminal.printJSON(BatchJSON(id: id, spool: entry, region: report))
            } else {
                BatchView(terminal: terminal).tell(report)
            }
            if let code = BatchView.exit(report) { throw code }
        } catch let error as RPCError {
            await client.close()
            throw try missing(id, entry, error, terminal)
        }
    }

    /// Says what it means that the region did not answer for the batch.
    private func missing(
        _ id: RecordID, _ entry: SpoolEntry?, _ error: RPCError, _ terminal: Terminal
    ) throws -> ExitCode {
        if connection.json, let entry {
            try terminal.printJSON(BatchJSON(id: id, spool: entry, region: nil))
        }
        guard error.code == .notFound else {
            terminal.warn(terminal.text(of: error))
            connection.tellAddress(after: TerminalExit.code(for: error))
            return TerminalExit.code(for: error)
        }
        guard entry?.state == .waiting else {
            terminal.warn(BatchText.unknown, ["batch": id.description])
            return TerminalExit.data
        }
        terminal.warn(KeptText.notReceived)
        return TerminalExit.temporary
    }

    private func tell(_ entry: SpoolEntry, _ terminal: Terminal) {
        let since = Timestamp(millisecondsSinceEpoch: entry.storedAtMilliseconds)
        let waits: KeptText = entry.isUndescribed ? .waitsUndescribed : .waitsHere
        terminal.say(
            entry.state == .waiting ? waits : .sentFromHere,
            [
                "file": TextTable.printable(entry.fileName), "people": "\(entry.people)",
                "since": "\(since)", "tries": "\(entry.tries)",
            ])
        guard let reason = terminal.lastFailure(of: entry) else { return }
        terminal.say(KeptText.lastFailure, ["reason": reason])
    }
}

/// Where a batch is, for programs.
struct BatchJSON: Encodable {
    let batchID: String
    let spool: SpoolEntry?
    let region: BatchReport?

    init(id: RecordID, spool: SpoolEntry?, region: BatchReport?) {
        batchID = id.description
        self.spool = spool
        self.region = region
    }
}
