import ArgumentParser
import Basics
import Catalogue
import ClientSpool
import Operations
import Terminal

/// `jatigi spool`: what the device keeps.
struct SpoolCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "spool",
        abstract: Translation(
            french: "Ce que cet appareil garde.",
            english: "What this device keeps."),
        subcommands: [SpoolListCommand.self, SpoolRemoveCommand.self],
        defaultSubcommand: SpoolListCommand.self)
}

/// `jatigi spool list`.
struct SpoolListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: Translation(
            french: "Liste ce que cet appareil garde.",
            english: "List what this device keeps."))

    @OptionGroup var spool: SpoolOptions
    @OptionGroup var connection: ConnectionOptions

    func run() throws {
        let terminal = connection.terminal
        let listing = try spool.list(connection)
        let entries = listing?.entries ?? []
        let damaged = listing?.damaged ?? []
        if connection.json {
            return try terminal.printJSON(SpoolJSON(batches: entries, damaged: damaged))
        }
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
        terminal.write(table.text)
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

/// What the device keeps, for programs.
struct SpoolJSON: Encodable {
    let batches: [SpoolEntry]
    /// Names of those that cannot be read.
    let damaged: [String]
}
