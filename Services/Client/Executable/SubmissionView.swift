import Basics
import Catalogue
import ClientIntake
import ClientService
import Messages
import Terminal

/// Tells a person what became of a file.
struct SubmissionView {
    let terminal: Terminal
    /// Lines of each kind that are shown; the rest is counted.
    private let linesMax = 50
    /// Pairs that are shown, two lines each: `jatigi pairs` shows the others.
    private let pairsMax = 10

    init(terminal: Terminal) { self.terminal = terminal }

    func tell(_ report: SubmissionReport) {
        let findings = report.findings(after: Array(report.problems.prefix(linesMax)))
        for finding in findings.prefix(linesMax) {
            terminal.write(line(finding) + "\n")
        }
        if findings.count > linesMax {
            terminal.say(ClientText.moreLines, ["count": "\(findings.count - linesMax)"])
        }
        if report.isRepetition { terminal.say(ClientText.alreadyReceived) }
        terminal.write(table(report).text)
        terminal.say(ClientText.peopleKept, ["count": "\(report.people)"])
        for receipt in report.receipts {
            terminal.say(
                ClientText.receipt,
                [
                    "batch": Identifier.text(receipt.batchID),
                    "position":
                        "\(receipt.position?.region ?? "") \(receipt.position?.sequence ?? 0)",
                ])
        }
        if report.screeningsPending > 0 {
            terminal.say(ClientText.screeningPending, ["count": "\(report.screeningsPending)"])
        } else {
            terminal.say(ClientText.screeningDone, ["count": "\(report.pairs.count)"])
        }
        tellPairs(report)
    }

    /// Who of the file may be registered already, and why; never whom the other record is about.
    private func tellPairs(_ report: SubmissionReport) {
        for pair in report.pairs.prefix(pairsMax) {
            terminal.say(
                PairText.screened,
                [
                    "row": report.rows[pair.personID].map { "\($0)" } ?? "–",
                    "level": PairText.text(of: pair.level).text(in: terminal.language),
                    "case": pair.otherCaseNumber,
                    "probability": Probability.text(
                        pair.probability, in: terminal.language),
                ])
            terminal.write(
                "    " + EvidenceText.reasons(pair.evidence, in: terminal.language) + "\n")
        }
        if report.pairs.count > pairsMax {
            terminal.say(
                ClientText.moreLines, ["count": "\(report.pairs.count - pairsMax)"])
        }
    }

    /// What is wrong in the file itself, and what is left out for it.
    func tell(_ intake: Intake) {
        for problem in intake.problems.prefix(linesMax) {
            terminal.warn(problem.text(in: terminal.language))
        }
        let more = intake.problems.dropFirst(linesMax).count + intake.problemsLeftOut
        if more > 0 { terminal.warn(ClientText.moreLines, ["count": "\(more)"]) }
        if intake.householdsLeftOut > 0 {
            terminal.warn(ClientText.leftOut, ["count": "\(intake.householdsLeftOut)"])
        }
    }

    private func table(_ report: SubmissionReport) -> TextTable {
        var table = TextTable([
            (ClientText.headingOutcome.text(in: terminal.language), .leading),
            (ClientText.headingHouseholds.text(in: terminal.language), .trailing),
        ])
        for (outcome, text) in OutcomeText.all {
            guard let count = report.counts[outcome], count > 0 else { continue }
            table.add([text.text(in: terminal.language), "\(count)"])
        }
        return table
    }

    private func line(_ finding: SubmissionReport.Finding) -> String {
        var place = ClientText.row.text(in: terminal.language, arguments: ["row": "\(finding.row)"])
        if !finding.header.isEmpty { place += " [\(TextTable.printable(finding.header))]" }
        let kind = terminal.text(of: finding.outcome)
        return "\(place) \(kind)\(terminal.language.colon)\(terminal.text(of: finding.violation))"
    }
}
