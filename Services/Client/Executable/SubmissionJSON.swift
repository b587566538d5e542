import Catalogue
import ClientIntake
import ClientService
import Messages
import Terminal

/// A submission's report for programs.
struct SubmissionJSON: Encodable {
    struct Batch: Encodable {
        let batchID: String
        let region: String
        let sequence: UInt64
        let alreadyReceived: Bool
    }

    struct Finding: Encodable {
        let outcome: String
        let row: Int
        let header: String
        let field: String
        let reason: String
    }

    let batches: [Batch]
    let outcomes: [String: Int]
    let people: Int
    let householdsLeftOut: Int
    let findings: [Finding]
    let pairs: Int
    let screeningsPending: Int
    let problems: [ProblemJSON]
    let problemsLeftOut: Int
    /// What became of batches that waited on this device before.
    let earlier: [SentJSON]

    init(_ report: SubmissionReport, earlier: [SentJSON] = []) {
        batches = report.receipts.map {
            Batch(
                batchID: Identifier.text($0.batchID), region: $0.position?.region ?? "",
                sequence: $0.position?.sequence ?? 0, alreadyReceived: $0.alreadyReceived)
        }
        outcomes = Dictionary(
            OutcomeText.all.map { ($0.text.rawValue, report.counts[$0.outcome] ?? 0) },
            uniquingKeysWith: +)
        people = report.people
        householdsLeftOut = report.householdsLeftOut
        findings = report.findings.map {
            Finding(
                outcome: OutcomeText.code(of: $0.outcome), row: $0.row, header: $0.header,
                field: $0.violation.field,
                reason: $0.violation.reason)
        }
        pairs = report.pairs.count
        screeningsPending = report.screeningsPending
        problems = report.problems.map(ProblemJSON.init)
        problemsLeftOut = report.problemsLeftOut
        self.earlier = earlier
    }
}

/// What a real run would send, for programs.
struct DryRunJSON: Encodable {
    let households: Int
    let people: Int
    let batches: Int
    let householdsLeftOut: Int
    let problems: [ProblemJSON]
    let problemsLeftOut: Int
}

/// Something in a file that the team should look at, for programs.
struct ProblemJSON: Encodable {
    let severity: String
    let row: Int
    let column: Int
    let header: String
    let reason: String
    let arguments: [String: String]

    init(_ problem: IntakeProblem) {
        severity = problem.severity == .error ? "error" : "notice"
        row = problem.row
        column = problem.column
        header = problem.columnName
        reason = problem.key.rawValue
        arguments = problem.arguments
    }
}
