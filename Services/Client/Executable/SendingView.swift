import ArgumentParser
import Catalogue
import ClientService
import ClientSpool
import Messages
import Status
import Terminal

/// Tells what became of batches that waited in the spool, one after another.
struct SendingView {
    let terminal: Terminal
    /// Whether standard output is for a program.
    let json: Bool
    /// How the batches ended, for the exit code: the worst thing that an administrator or a team can
    /// change, else a part that was refused.
    private(set) var exit: ExitCode?
    /// What must be changed before the rest can be sent.
    private(set) var kept: KeptText?
    /// The same for programs.
    private(set) var batches: [SentJSON] = []

    init(terminal: Terminal, json: Bool) {
        self.terminal = terminal
        self.json = json
    }

    mutating func tell(_ entry: SpoolEntry, _ outcome: Sending.Outcome) {
        batches.append(SentJSON(entry, outcome))
        switch outcome {
        case .sent(let answer): tell(answer, of: entry)
        case .sentUnnoted(let answer, let error):
            tell(answer, of: entry)
            exit = terminal.told(error)
        case .failed(let error):
            terminal.warn(entry.batchID + terminal.language.colon + terminal.text(of: error))
            exit = TerminalExit.code(for: error)
            kept = .text(after: error)
        case .unreadable:
            terminal.warn(SpoolText.damaged, ["batch": entry.batchID])
            exit = exit ?? TerminalExit.partial
        }
    }

    private mutating func tell(_ answer: GatewayV1.SubmitBatchResponse, of entry: SpoolEntry) {
        if entry.rejectedHouseholds > 0 { exit = exit ?? TerminalExit.partial }
        guard !json else { return }
        terminal.say(
            SpoolText.sent,
            [
                "batch": entry.batchID, "position": "\(entry.sequence)",
                "people": "\(entry.people)",
            ])
        for result in answer.receipt?.results ?? [] where !result.violations.isEmpty {
            let place = ClientText.row.text(
                in: terminal.language, arguments: ["row": "\(entry.row(of: result))"])
            for violation in result.violations {
                terminal.write(
                    "  \(TextTable.printable(entry.fileName)) \(place) "
                        + "\(terminal.text(of: result.outcome))\(terminal.language.colon)"
                        + "\(terminal.text(of: violation))\n")
            }
        }
        if entry.rejectedHouseholds > 0 {
            terminal.warn(SpoolText.rejected, ["count": "\(entry.rejectedHouseholds)"])
        }
    }
}

/// What became of one batch of the spool, for programs.
struct SentJSON: Encodable {
    struct Finding: Encodable {
        let outcome: String
        let row: Int
        let field: String
        let reason: String
    }

    let batchID: String
    let fileName: String
    let isReceived: Bool
    let sequence: UInt64
    let people: Int
    /// Catalogue key of why it was not received, or of why that was not noted here.
    let failure: String
    let findings: [Finding]

    init(_ entry: SpoolEntry, _ outcome: Sending.Outcome) {
        var answer: GatewayV1.SubmitBatchResponse?
        switch outcome {
        case .sent(let given):
            answer = given
            failure = ""
        case .sentUnnoted(let given, let error):
            answer = given
            failure = error.code.rawValue
        case .failed(let error): failure = error.details.reason
        case .unreadable(let error): failure = error.code.rawValue
        }
        batchID = entry.batchID
        fileName = entry.fileName
        isReceived = answer != nil
        sequence = answer == nil ? 0 : entry.sequence
        people = entry.people
        findings = (answer?.receipt?.results ?? []).flatMap { result in
            result.violations.map {
                Finding(
                    outcome: OutcomeText.code(of: result.outcome), row: entry.row(of: result),
                    field: $0.field, reason: $0.reason)
            }
        }
    }
}

extension SpoolEntry {
    /// The row in the file that a result is about; 0 where it is not known.
    func row(of result: RegistrationV1.CommandResult) -> Int {
        let index = Int(result.index)
        return rows.indices.contains(index) ? rows[index] : 0
    }
}
