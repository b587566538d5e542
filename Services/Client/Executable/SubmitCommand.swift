import Access
import ArgumentParser
import Basics
import Catalogue
import ClientIntake
import ClientService
import ClientSpool
import DelimitedText
import Foundation
import Messages
import Operations
import RPC
import Reference
import Terminal

/// `jatigi submit`: reads a team's file and hands it in.
struct SubmitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "submit",
        abstract: "Submit a file of households. / Remet un fichier de ménages.")

    @Argument(help: "CSV with French or English headers, or JSON Lines; one row a person.")
    var file: String

    @Option(name: .long, help: "Who collected it: the token's subject, or a name under it.")
    var source: String

    @Option(name: .long, help: "Folder of places and code lists. Environment: JATIGI_REFERENCE.")
    var reference: String?

    @Option(name: .long, help: "File of lines 'header = field', for headers of another form.")
    var mapping: String?

    @Option(
        name: .customLong("collected-on"),
        help: "Day of collection, 2026-03-31; ages count from it.")
    var collectedOn: String?

    @Option(
        name: .long,
        help: "Population group of people without one: REF ASY IDP RET RDP STA OOC OIP HST.")
    var group: String?

    @Flag(name: .long, help: "Check the file and send nothing.")
    var dryRun = false

    @OptionGroup var spool: SpoolOptions
    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        let terminal = connection.terminal
        let intake = try readFile(terminal)
        let batches: [BatchBuilder.Batch]
        do {
            batches = try BatchBuilder(source: source).batches(of: intake.commands)
        } catch {
            throw unusable(error, terminal)
        }
        guard !dryRun else { return try tellDryRun(intake, batches, terminal) }
        guard !batches.isEmpty else {
            SubmissionView(terminal: terminal).tell(problems: intake.problems)
            terminal.warn(ClientText.nothingToSend)
            throw TerminalExit.data
        }
        let keys = try spool.keys(connection)
        // What is kept first cannot be lost to a bad connection, a wrong address or a power cut.
        let kept = try keys.map {
            try keep(batches, of: intake, device: $0.device, region: $0.region)
        }
        let client = try connection.connect()
        let way: Submission.Way =
            kept.map { .spooled(Sending(client: client, spool: $0.spool), $0.entries) }
            ?? .direct(client)
        let bar = ProgressBar(total: batches.reduce(0) { $0 + $1.people })
        let (report, failure) = try await Submission(way, intake: intake)
            .send(batches) { bar.show($0) }
        bar.clear()
        await client.close()
        try tell(report, terminal)
        if let failure {
            terminal.warn(terminal.text(of: failure))
            let unsent = batches.count - report.receipts.count
            if kept == nil {
                terminal.warn(SpoolText.notKept)
            } else {
                terminal.warn(KeptText.text(after: failure), ["count": "\(unsent)"])
            }
            throw TerminalExit.code(for: failure)
        }
        if report.isPartial { throw TerminalExit.partial }
    }

    private func tell(_ report: SubmissionReport, _ terminal: Terminal) throws {
        if connection.json {
            try terminal.printJSON(SubmissionJSON(report))
        } else if !report.receipts.isEmpty {
            SubmissionView(terminal: terminal).tell(report)
        }
    }

    private func keep(
        _ batches: [BatchBuilder.Batch], of intake: Intake, device: SigningKey,
        region: SealingPublicKey
    ) throws -> (spool: Spool, entries: [SpoolEntry]) {
        let terminal = connection.terminal
        let spool = try spool.open(connection)
        do {
            let entries = try batches.map { batch in
                try spool.keep(
                    batch.bytes, source: source, fileName: (file as NSString).lastPathComponent,
                    people: batch.people, rows: batch.commands.map { intake.origins[$0].row },
                    device: device, region: region)
            }
            return (spool, entries)
        } catch let error as SpoolError {
            terminal.warn(SpoolText.unusable, ["reason": error.message])
            throw TerminalExit.data
        } catch let error as AccessError {
            terminal.warn(SpoolText.unusable, ["reason": error.message])
            throw TerminalExit.data
        }
    }

    private func tellDryRun(
        _ intake: Intake, _ batches: [BatchBuilder.Batch], _ terminal: Terminal
    ) throws {
        SubmissionView(terminal: terminal).tell(problems: intake.problems)
        terminal.say(
            ClientText.dryRun,
            [
                "households": "\(intake.commands.count)", "batches": "\(batches.count)",
                "people": "\(batches.reduce(0) { $0 + $1.people })",
                "left": "\(intake.householdsLeftOut)",
            ])
        if intake.householdsLeftOut > 0 { throw TerminalExit.partial }
    }

    private func readFile(_ terminal: Terminal) throws -> Intake {
        let folder = try reference ?? connection.configuration().reference
        guard !folder.isEmpty else {
            terminal.warn(ClientText.referenceMissing)
            throw TerminalExit.configuration
        }
        let data: ReferenceData
        do {
            data = try ReferenceData.load(directory: folder)
        } catch {
            terminal.warn(ClientText.referenceUnusable, ["path": folder, "reason": "\(error)"])
            throw TerminalExit.configuration
        }
        do {
            return try Intake.read(
                try read(file, terminal), options: try options(terminal), reference: data)
        } catch let problem as IntakeProblem {
            throw unusable(problem, terminal)
        }
    }

    private func options(_ terminal: Terminal) throws -> IntakeOptions {
        var options = IntakeOptions()
        options.populationGroup = group ?? ""
        if let collectedOn {
            guard let day = CalendarDate(collectedOn) else {
                terminal.warn(ClientText.dayUnreadable, ["option": "--collected-on"])
                throw TerminalExit.data
            }
            options.collectedOn = day
        }
        if let mapping {
            options.mapping = try HeaderMapping(contents: try read(mapping, terminal))
        }
        return options
    }

    private func read(_ path: String, _ terminal: Terminal) throws -> [UInt8] {
        do {
            return try FileContents.read(
                path: path, bytesMax: DelimitedTextLimits.standard.bytesMax)
        } catch {
            terminal.warn(ClientText.fileUnreadable, ["path": path, "reason": "\(error)"])
            throw TerminalExit.data
        }
    }

    private func unusable(_ problem: IntakeProblem, _ terminal: Terminal) -> ExitCode {
        terminal.warn("\(file): \(problem.text(in: terminal.language))")
        return TerminalExit.data
    }
}
