import ArgumentParser
import Catalogue
import ClientService
import ClientSpool
import Messages
import Operations
import RPC
import Terminal

/// `jatigi sync`: sends what waits in the spool.
struct SyncCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sync",
        abstract: Translation(
            french: "Envoie ce qui attend.",
            english: "Send what waits in the spool."),
        discussion: Translation(
            french: """
                Les lots partent du plus ancien au plus récent. Une coupure ou un jeton expiré les laisse en attente. Avec \
                --again-after, les lots que la région a reçus après une position sont renvoyés, pour une région qui a dû revenir à \
                une sauvegarde ; ce qu'elle a encore n'est pas enregistré deux fois.
                """,
            english: """
                Batches are sent oldest first. A cut connection or an expired token leaves them waiting. \
                With --again-after, batches that the region acknowledged after a position are sent again, \
                for a region that had to go back to a backup; what it still has is not recorded twice.
                """))

    @Option(
        name: .long,
        help: .text(
            french: "Renvoie aussi ce qui a été reçu après cette position du journal.",
            english: "Also send again what was acknowledged after this log position."))
    var againAfter: UInt64?

    @OptionGroup var sending: SendingOptions
    @OptionGroup var spool: SpoolOptions
    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        let terminal = connection.terminal
        let spool = try spool.open(connection)
        var view = SendingView(terminal: terminal, json: connection.json)
        let damaged: [String]
        let waiting: Int
        do {
            let listing = try spool.list()
            damaged = listing.damaged
            terminal.tellDamaged(listing)
            let due = listing.entries.filter { entry in
                entry.state == .waiting || againAfter.map { entry.sequence > $0 } ?? false
            }
            try await send(try spool.awaitAgain(due), from: spool, &view)
            // A region that went back to a backup may still ask for what is old.
            if againAfter == nil { spool.removeOld(terminal) }
            waiting = try spool.list().waiting.count
        } catch let error as SpoolError {
            throw terminal.told(error)
        }
        let fingerprints = try await sendFingerprints(tries: !isCutOff(view.exit))
        if connection.json {
            try terminal.printJSON(
                SyncJSON(
                    batches: view.batches, damaged: damaged, waiting: waiting,
                    fingerprints: fingerprints.sent, fingerprintsWaiting: fingerprints.waiting))
        } else if view.batches.isEmpty, fingerprints.isNothing {
            terminal.say(SpoolText.nothingWaits)
        }
        if waiting > 0 {
            let count = ["count": "\(waiting)"]
            if let text = view.kept {
                terminal.warn(text, count)
            } else {
                terminal.warn(SpoolText.stillWaiting, count)
            }
        }
        connection.tellAddress(after: view.exit)
        if let exit = view.exit ?? fingerprints.exit { throw exit }
        if !damaged.isEmpty { throw TerminalExit.partial }
    }

    /// Whether the next call would end as the last one did.
    private func isCutOff(_ exit: ExitCode?) -> Bool {
        [TerminalExit.unavailable, TerminalExit.temporary, TerminalExit.permission]
            .contains { $0 == exit }
    }

    /// After the batches: the ids of people come with their receipts.
    ///
    /// - Parameter tries: false where there is no connection.
    private func sendFingerprints(tries: Bool) async throws -> SentFingerprints {
        let terminal = connection.terminal
        let captures = try self.spool.captures(connection)
        var sending = FingerprintSending(
            terminal: terminal, json: connection.json, captures: captures)
        do {
            let (kept, damaged) = try captures.list()
            for name in damaged { terminal.warn(SpoolText.captureDamaged, ["name": name]) }
            guard !kept.isEmpty else { return SentFingerprints(sent: [], waiting: 0, exit: nil) }
            var exit: ExitCode?
            let items = kept.map {
                FingerprintSending.Item(
                    fileName: $0.fileName, person: $0.person,
                    content: .sealedCapture([UInt8]($0.box)), kept: $0)
            }
            do {
                if tries {
                    try await connection.withGateway { client, _ in
                        try await sending.send(items, over: client)
                    }
                }
            } catch let code as ExitCode {
                exit = code
            }
            let waiting = try captures.list().captures.count
            if waiting > 0 { try terminal.tellKept(captures) }
            return SentFingerprints(
                sent: sending.results, waiting: waiting,
                exit: exit ?? (waiting > 0 ? TerminalExit.partial : nil))
        } catch let error as SpoolError {
            throw terminal.told(error)
        }
    }

    private func send(_ due: [SpoolEntry], from spool: Spool, _ view: inout SendingView)
        async throws
    {
        guard !due.isEmpty else { return }
        let client = try connection.connect()
        let bar = ProgressBar(total: due.count)
        bar.show(0)
        var done = 0
        var told = view
        await Sending(spool: spool, call: client.batchCall(timeout: sending.each)).send(due) {
            bar.clear()
            told.tell($0, $1)
            done += 1
            bar.show(done)
        }
        bar.clear()
        view = told
        await client.close()
    }
}

/// What became of the fingerprints that waited.
private struct SentFingerprints {
    let sent: [BiometricsJSON]
    let waiting: Int
    let exit: ExitCode?

    var isNothing: Bool { sent.isEmpty && waiting == 0 }
}

extension Terminal {
    /// Says how many fingerprints wait on this device.
    func tellKept(_ captures: CaptureSpool) throws {
        let count = (try? captures.list().captures.count) ?? 0
        if count > 0 { warn(BiometricsText.keptHere, ["count": "\(count)"]) }
    }
}

/// What became of the spool, for programs.
struct SyncJSON: Encodable {
    let batches: [SentJSON]
    let damaged: [String]
    let waiting: Int
    let fingerprints: [BiometricsJSON]
    let fingerprintsWaiting: Int
}
