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
            if !damaged.isEmpty { throw TerminalExit.partial }
            return
        }
        let client = try connection.connect()
        let failure = try await send(due, Sending(client: client, spool: spool), terminal)
        await client.close()
        let waiting = try spool.entries().entries.count { $0.state == .waiting }
        if waiting > 0 {
            if let text = failure?.text {
                terminal.warn(text, ["count": "\(waiting)"])
            } else {
                terminal.warn(SpoolText.stillWaiting, ["count": "\(waiting)"])
            }
        }
        if let failure { throw failure.exit }
        if !damaged.isEmpty { throw TerminalExit.partial }
    }

    /// How it ended, and what must be changed before the rest can be sent.
    private struct Failure {
        let exit: ExitCode
        let text: KeptText?
    }

    /// Sends one after another. An error that the next batch would meet as well ends it; one that
    /// is this batch's own does not.
    private func send(
        _ due: [SpoolEntry], _ sending: Sending, _ terminal: Terminal
    ) async throws -> Failure? {
        let bar = ProgressBar(total: due.count)
        var failure: Failure?
        for (index, entry) in due.enumerated() {
            bar.show(index)
            do {
                let sent = try await sending.send(entry)
                bar.clear()
                tell(sent, terminal)
                if sent.entry.rejectedHouseholds > 0 {
                    failure = failure ?? Failure(exit: TerminalExit.partial, text: nil)
                }
            } catch let error as SpoolError where error.code == .entryDamaged {
                bar.clear()
                terminal.warn(SpoolText.damaged, ["batch": entry.batchID])
                failure = failure ?? Failure(exit: TerminalExit.partial, text: nil)
            } catch let error as RPCError {
                bar.clear()
                terminal.warn(
                    SpoolText.failed,
                    ["batch": entry.batchID, "reason": terminal.text(of: error)])
                failure = Failure(
                    exit: TerminalExit.code(for: error), text: .text(after: error))
                guard error.code == .invalidArgument || error.code == .failedPrecondition else {
                    return failure
                }
            }
        }
        bar.clear()
        return failure
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
                terminal.write(
                    "  \(sent.entry.fileName) \(place) \(kind.text(in: terminal.language)): "
                        + "\(terminal.text(of: violation))\n")
            }
        }
        if sent.entry.rejectedHouseholds > 0 {
            terminal.warn(SpoolText.rejected, ["count": "\(sent.entry.rejectedHouseholds)"])
        }
    }
}
