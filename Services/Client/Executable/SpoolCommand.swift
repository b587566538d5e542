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
        if let listing { terminal.tellDamaged(listing) }
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
                entry.batchID, state.text(in: terminal.language),
                entry.isUndescribed ? "–" : entry.fileName,
                entry.isUndescribed ? "–" : "\(entry.people)",
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
        if let failure = terminal.lastFailure(of: entry) { return failure }
        return entry.isUndescribed ? SpoolText.undescribed.text(in: terminal.language) : ""
    }
}

extension Terminal {
    /// Why a kept batch was not taken; nil where it was, or was never tried.
    func lastFailure(of entry: SpoolEntry) -> String? {
        guard !entry.lastFailure.isEmpty else { return nil }
        let arguments = ["service": "gateway"]
            .merging(entry.lastFailureArguments ?? [:]) { _, kept in kept }
        return MessageKey.text(
            forWireKey: entry.lastFailure, in: language, arguments: arguments,
            fallback: entry.lastFailure)
    }

    /// Names what is damaged in a spool.
    func tellDamaged(_ listing: Spool.Listing) {
        for batch in listing.damaged {
            warn(SpoolText.damaged, ["batch": TextTable.printable(batch)])
        }
    }
}

/// What the device keeps, for programs.
struct SpoolJSON: Encodable {
    let batches: [SpoolEntry]
    /// Names of those that cannot be read.
    let damaged: [String]
}
