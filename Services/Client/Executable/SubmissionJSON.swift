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

    init(_ report: SubmissionReport) {
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
                outcome: $0.isRejection ? OutcomeText.rejected.rawValue : OutcomeText.held.rawValue,
                row: $0.row, header: $0.header, field: $0.violation.field,
                reason: $0.violation.reason)
        }
        pairs = report.pairs.count
        screeningsPending = report.screeningsPending
    }
}
