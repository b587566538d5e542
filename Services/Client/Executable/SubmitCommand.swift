import Access
import ArgumentParser
import Basics
import Catalogue
import ClientIntake
import ClientService
import ClientSpool
import Foundation
import Messages
import Operations
import RPC
import Terminal
import Validation

/// `jatigi submit`: reads a team's file and hands it in.
struct SubmitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "submit",
        abstract: Translation(
            french: "Remet un fichier de ménages.",
            english: "Submit a file of households."),
        discussion: Translation(
            french: """
                Ce qui ne va pas dans le fichier est dit d'abord, avec la ligne et la colonne. Avec les clés de l'appareil, les lots \
                sont ensuite gardés sur cet appareil ; ce qui y attendait part d'abord.
                """,
            english: """
                What is wrong in the file is told first, with row and column. With the device's keys, its batches are then \
                kept on this device; what waited there before is sent first.
                """))

    @Argument(
        help: .text(
            french: "CSV aux en-têtes français ou anglais, ou JSON Lines ; une ligne par personne.",
            english: "CSV with French or English headers, or JSON Lines; one row a person."))
    var file: String

    /// Taken only to say what is wrong with them: forms of one number in two files are not of one source.
    @Argument(help: SubmitCommand.helpOfOtherFiles)
    var otherFiles: [String] = []

    @Option(
        name: .long,
        help: .text(
            french: "Qui a collecté : le nom du jeton, ou un nom sous lui (equipe-1/tablette-2).",
            english: "Who collected it: the token's subject, or a name under it."))
    var source: String

    @Flag(
        name: .long,
        help: .text(
            french: "Vérifie le fichier et n'envoie rien.",
            english: "Check the file and send nothing."))
    var dryRun = false

    @OptionGroup var intake: IntakeFileOptions
    @OptionGroup var sending: SendingOptions
    @OptionGroup var spool: SpoolOptions
    @OptionGroup var connection: ConnectionOptions

    private static let helpOfOtherFiles: ArgumentHelp = {
        var help = ArgumentHelp.text(
            french: "D'autres fichiers : un à la fois est pris.",
            english: "Further files: one at a time is taken.")
        help.visibility = .hidden
        return help
    }()

    func run() async throws {
        let terminal = connection.terminal
        guard otherFiles.isEmpty else {
            terminal.warn(ClientText.oneFile, ["files": otherFiles.joined(separator: ", ")])
            throw TerminalExit.usage
        }
        let intake = try intake.read(file, connection)
        let builder = BatchBuilder(
            source: source, collectedAtMilliseconds: intake.collectedAtMilliseconds)
        let batches = try terminal.telling(of: file) { () throws(IntakeProblem) in
            try builder.batches(of: intake.commands)
        }
        if !connection.json || !dryRun { SubmissionView(terminal: terminal).tell(intake) }
        guard !dryRun else { return try tellDryRun(intake, batches, terminal) }
        guard !batches.isEmpty else {
            if connection.json { try terminal.printJSON(SubmissionJSON(.init(intake: intake))) }
            terminal.warn(ClientText.nothingToSend)
            throw TerminalExit.data
        }
        try checkSource(terminal)
        try checkToken(terminal)
        // What is kept first cannot be lost to a bad connection, a wrong address or a power cut.
        guard let keys = try spool.keys(connection) else {
            terminal.warn(SpoolText.nothingKept)
            return try await send(batches, of: intake, from: nil)
        }
        let kept = try keep(batches, of: intake, keys.device, keys.region)
        try await send(batches, of: intake, from: kept)
    }

    /// The spool, and what lies in it to be sent.
    private struct Kept {
        let spool: Spool
        let earlier: [SpoolEntry]
        let entries: [SpoolEntry]
    }

    private func send(
        _ batches: [BatchBuilder.Batch], of intake: Intake, from kept: Kept?
    ) async throws {
        let terminal = connection.terminal
        let client: RPCClient
        do {
            client = try connection.connect()
        } catch {
            if connection.json { try terminal.printJSON(SubmissionJSON(.init(intake: intake))) }
            tellKept(kept, .notSent)
            throw error
        }
        let call = client.batchCall(timeout: sending.each)
        let way: Submission.Way =
            kept.map {
                .spooled(
                    Sending(spool: $0.spool, call: call), $0.entries, earlier: $0.earlier)
            } ?? .direct(call)
        let earlier = kept?.earlier ?? []
        if !earlier.isEmpty {
            terminal.warn(SpoolText.earlierFirst, ["count": "\(earlier.count)"])
        }
        let bar = ProgressBar(
            total: batches.reduce(0) { $0 + $1.people } + earlier.reduce(0) { $0 + $1.people })
        var view = SendingView(terminal: terminal, json: connection.json)
        let (report, failures) = await Submission(way, intake: intake).send(
            batches,
            earlier: {
                bar.clear()
                view.tell($0, $1)
            }, progress: { bar.show($0) })
        bar.clear()
        await client.close()
        if connection.json {
            try terminal.printJSON(SubmissionJSON(report, earlier: view.batches))
        } else if !report.receipts.isEmpty {
            SubmissionView(terminal: terminal).tell(report)
        }
        kept?.spool.removeOld(terminal)
        if let exit = tell(failures, kept) { throw exit }
        // What this file came to is not what older batches came to; that is told, and keeps it from being all done.
        if let text = view.kept { tellKept(kept, text) }
        if report.isPartial || view.exit != nil { throw TerminalExit.partial }
    }

    /// Says why batches were not received, and where they are now.
    private func tell(_ failures: [SubmissionFailure], _ kept: Kept?) -> ExitCode? {
        let terminal = connection.terminal
        var exit: ExitCode?
        var text: KeptText?
        for failure in failures {
            switch failure {
            case .call(let error):
                terminal.warn(terminal.text(of: error))
                exit = TerminalExit.code(for: error)
                connection.tellAddress(after: exit)
                text = .text(after: error)
            case .spool(let error): exit = terminal.told(error)
            }
        }
        guard exit != nil else { return nil }
        tellKept(kept, text ?? .notSent)
        return exit
    }

    private func tellKept(_ kept: Kept?, _ text: KeptText) {
        guard let kept else { return connection.terminal.warn(SpoolText.notKept) }
        let waiting = (try? kept.spool.list().waiting.count) ?? kept.entries.count
        if waiting > 0 { connection.terminal.warn(text, ["count": "\(waiting)"]) }
    }

    private func keep(
        _ batches: [BatchBuilder.Batch], of intake: Intake, _ device: SigningKey,
        _ region: SealingPublicKey
    ) throws -> Kept {
        let terminal = connection.terminal
        let spool: Spool
        do {
            spool = try self.spool.open(connection, making: true)
        } catch {
            terminal.warn(SpoolText.fileNotKept)
            throw error
        }
        do {
            let name = (file as NSString).lastPathComponent
            let new = batches.map {
                SpoolEntry($0, of: intake, source: source, fileName: name)
            }
            let entries = try spool.store(new) {
                try SealedBox.seal(batches[$0].bytes, from: device, to: region)
            }
            let own = Set(entries.map(\.batchID))
            let listing = try spool.list()
            terminal.tellDamaged(listing)
            let earlier = listing.waiting.filter { !own.contains($0.batchID) }
            return Kept(spool: spool, earlier: earlier, entries: entries)
        } catch let error as SpoolError {
            throw terminal.told(error)
        } catch let error as AccessError {
            terminal.warn(SpoolText.keysUnusable, ["reason": terminal.text(of: error)])
            throw TerminalExit.configuration
        }
    }

    /// What the region would refuse for its source is not kept in the first place.
    private func checkSource(_ terminal: Terminal) throws {
        guard !source.isEmpty, source.unicodeScalars.count <= HouseholdLimits.keyCharactersMax
        else {
            terminal.warn(
                ClientText.sourceMalformed, ["max": "\(HouseholdLimits.keyCharactersMax)"])
            throw TerminalExit.usage
        }
    }

    /// What the region would refuse for its token is not kept either: every sync would meet it again, until it is taken out.
    private func checkToken(_ terminal: Terminal) throws {
        guard let claims = connection.claimsIfAny() else { return }
        guard
            AccessPolicy.standard.allows(
                claims.role, method: GatewayV1.GatewayService.submitBatch.descriptor.name)
        else {
            terminal.warn(ClientText.roleDenied, ["role": claims.role.rawValue])
            throw TerminalExit.permission
        }
        if Timestamp.now().millisecondsSinceEpoch + AccessLimits.clockSkewMillisecondsMax
            < claims.issuedAtMilliseconds
        {
            let issued = Timestamp(millisecondsSinceEpoch: claims.issuedAtMilliseconds)
            terminal.warn(ClientText.clockBehind, ["issued": "\(issued)"])
        }
        guard claims.role == .team, source != claims.subject,
            !source.hasPrefix(claims.subject + "/")
        else { return }
        terminal.warn(
            MessageKey.registrationState(.sourceNotAllowed).text(in: terminal.language))
        throw TerminalExit.permission
    }

    private func tellDryRun(
        _ intake: Intake, _ batches: [BatchBuilder.Batch], _ terminal: Terminal
    ) throws {
        let people = batches.reduce(0) { $0 + $1.people }
        if connection.json {
            try terminal.printJSON(
                DryRunJSON(
                    households: intake.commands.count, people: people, batches: batches.count,
                    householdsLeftOut: intake.householdsLeftOut,
                    problems: intake.problems.map(ProblemJSON.init),
                    problemsLeftOut: intake.problemsLeftOut))
        } else {
            terminal.say(
                ClientText.dryRun,
                [
                    "households": "\(intake.commands.count)", "batches": "\(batches.count)",
                    "people": "\(people)", "left": "\(intake.householdsLeftOut)",
                ])
        }
        if intake.householdsLeftOut > 0 { throw TerminalExit.partial }
    }
}
