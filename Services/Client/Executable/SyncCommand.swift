import ArgumentParser
import Basics
import Catalogue
import ClientService
import ClientSpool
import Messages
import RPC
import Status
import Terminal

/// `jatigi sync`: sends what waits in the spool.
struct SyncCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sync",
        abstract: "Send what waits in the spool. / Envoie ce qui attend.",
        discussion: """
            Batches are sent oldest first. A cut connection or an expired token leaves them waiting.
            With --again-after, batches that the region acknowledged after a position are sent again,
            for a region that had to go back to a backup; what it still has is not recorded twice.
            """)

    @Option(name: .long, help: "Also send again what was acknowledged after this log position.")
    var againAfter: UInt64?

    @OptionGroup var spool: SpoolOptions
    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        let terminal = connection.terminal
        let spool = try spool.open(connection)
        let (entries, damaged) = try spool.entries()
        for batch in damaged { terminal.warn(SpoolText.damaged, ["batch": batch]) }
        try spool.removeOld(nowMilliseconds: Timestamp.now().millisecondsSinceEpoch)
        let due = entries.filter { entry in
            entry.state == .waiting || againAfter.map { entry.sequence > $0 } ?? false
        }
        guard !due.isEmpty else {
            terminal.say(SpoolText.nothingWaits)
            return
        }
        let client = try connection.connect()
        let failure = try await send(due, Sending(client: client, spool: spool), terminal)
        await client.close()
        let waiting = try spool.entries().entries.count { $0.state == .waiting }
        if waiting > 0 { terminal.warn(SpoolText.stillWaiting, ["count": "\(waiting)"]) }
        if let failure { throw failure }
    }

    /// Sends one after another. An error that the next batch would meet as well ends it; one that
    /// is this batch's own does not.
    private func send(
        _ due: [SpoolEntry], _ sending: Sending, _ terminal: Terminal
    ) async throws -> ExitCode? {
        let bar = ProgressBar(total: due.count)
        var exit: ExitCode?
        for (index, entry) in due.enumerated() {
            bar.show(index)
            do {
                let sent = try await sending.send(entry)
                bar.clear()
                tell(sent, terminal)
                if sent.entry.rejectedHouseholds > 0 { exit = exit ?? TerminalExit.partial }
            } catch let error as RPCError {
                bar.clear()
                terminal.warn(
                    SpoolText.failed,
                    ["batch": entry.batchID, "reason": terminal.text(of: error)])
                exit = TerminalExit.code(for: error)
                guard error.code == .invalidArgument || error.code == .failedPrecondition else {
                    return exit
                }
            }
        }
        bar.clear()
        return exit
    }

    private func tell(_ sent: Sending.Sent, _ terminal: Terminal) {
        terminal.say(
            SpoolText.sent,
            [
                "batch": sent.entry.batchID, "position": "\(sent.entry.sequence)",
                "people": "\(sent.entry.people)",
            ])
        for result in sent.answer.receipt?.results ?? [] where !result.violations.isEmpty {
            let kind = result.outcome == .rejected ? OutcomeText.rejected : .held
            let index = Int(result.index)
            let row = sent.entry.rows.indices.contains(index) ? sent.entry.rows[index] : 0
            let place = ClientText.row.text(in: terminal.language, arguments: ["row": "\(row)"])
            for violation in result.violations {
                terminal.print(
                    "  \(sent.entry.fileName) \(place) \(kind.text(in: terminal.language)): "
                        + "\(terminal.text(of: violation))\n")
            }
        }
        if sent.entry.rejectedHouseholds > 0 {
            terminal.warn(SpoolText.rejected, ["count": "\(sent.entry.rejectedHouseholds)"])
        }
    }
}

/// `jatigi spool`: lists what the device keeps.
struct SpoolCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "spool",
        abstract: "List what this device keeps. / Liste ce que cet appareil garde.")

    @OptionGroup var spool: SpoolOptions
    @OptionGroup var connection: ConnectionOptions

    func run() throws {
        let terminal = connection.terminal
        let (entries, damaged) = try spool.open(connection).entries()
        if connection.json { return try terminal.printJSON(entries) }
        for batch in damaged { terminal.warn(SpoolText.damaged, ["batch": batch]) }
        var table = TextTable([
            (SpoolText.headingBatch.text(in: terminal.language), .leading),
            (SpoolText.headingState.text(in: terminal.language), .leading),
            (SpoolText.headingFile.text(in: terminal.language), .leading),
            (SpoolText.headingPeople.text(in: terminal.language), .trailing),
            (SpoolText.headingKept.text(in: terminal.language), .leading),
            (SpoolText.headingTries.text(in: terminal.language), .trailing),
            (SpoolText.headingNote.text(in: terminal.language), .leading),
        ])
        for entry in entries {
            let state = entry.state == .waiting ? SpoolText.waiting : .acknowledged
            let since = Timestamp(millisecondsSinceEpoch: entry.storedAtMilliseconds)
            table.add([
                entry.batchID, state.text(in: terminal.language), entry.fileName, "\(entry.people)",
                "\(since)", "\(entry.tries)", note(entry, terminal),
            ])
        }
        terminal.print(table.text)
    }

    private func note(_ entry: SpoolEntry, _ terminal: Terminal) -> String {
        if entry.rejectedHouseholds > 0 {
            return SpoolText.rejected.text(
                in: terminal.language, arguments: ["count": "\(entry.rejectedHouseholds)"])
        }
        guard !entry.lastFailure.isEmpty else { return "" }
        return MessageKey.text(
            forWireKey: entry.lastFailure, in: terminal.language, arguments: ["service": "gateway"],
            fallback: entry.lastFailure)
    }
}
