import Catalogue
import Linkage
import Terminal

/// What linking came to, for programs.
struct LinkReport: Encodable {
    let records: Int
    let candidates: Int
    let pairs: Int
    let people: Int
    let threshold: Double
    let evaluation: LinkageEvaluation?

    init(_ result: LinkageResult, _ evaluation: LinkageEvaluation?) {
        records = result.clusters.count
        candidates = result.candidateCount
        pairs = result.pairCount
        people = Set(result.clusters).count
        threshold = result.threshold
        self.evaluation = evaluation
    }
}

/// What linking came to, for people.
struct LinkView {
    let terminal: Terminal

    func tell(_ report: LinkReport, files: [String]) {
        terminal.say(
            LinkText.done,
            [
                "records": "\(report.records)", "people": "\(report.people)",
                "pairs": "\(report.pairs)",
            ])
        if !files.isEmpty {
            terminal.say(LinkText.written, ["files": files.joined(separator: ", ")])
        }
        if let evaluation = report.evaluation { tell(evaluation) }
    }

    private func tell(_ evaluation: LinkageEvaluation) {
        terminal.say(
            LinkText.blocking,
            [
                "candidates": "\(evaluation.candidates)", "true": "\(evaluation.truePairs)",
                "recall": percent(evaluation.blockingRecall),
            ])
        var table = TextTable([
            (text(.headingThreshold), .trailing), (text(.headingRight), .trailing),
            (text(.headingWrong), .trailing), (text(.headingMissed), .trailing),
            (text(.headingPrecision), .trailing), (text(.headingRecall), .trailing),
            ("F1", .trailing), ("", .leading),
        ])
        let scores =
            (evaluation.scores.filter { $0.threshold != evaluation.standard.threshold }
            + [evaluation.standard]).sorted { $0.threshold < $1.threshold }
        for score in scores {
            let isStandard = score.threshold == evaluation.standard.threshold
            table.add([
                LinkOutput.decimals(score.threshold, 2), "\(score.right)", "\(score.wrong)",
                "\(score.missed)", LinkOutput.decimals(score.precision, 3),
                LinkOutput.decimals(score.recall, 3), LinkOutput.decimals(score.f1, 4),
                isStandard ? "◀" : "",
            ])
        }
        terminal.write(table.text)
        tellReliability(evaluation)
    }

    private func tellReliability(_ evaluation: LinkageEvaluation) {
        guard let error = evaluation.calibrationError else {
            return terminal.say(LinkText.noDoubt)
        }
        terminal.say(LinkText.reliability, ["error": LinkOutput.decimals(error, 3)])
        var table = TextTable([
            (text(.headingSaid), .trailing), (text(.headingObserved), .trailing),
            (text(.headingPairs), .trailing), ("", .leading),
        ])
        for bin in evaluation.reliability {
            let filled = Int((bin.observed * 30).rounded())
            table.add([
                LinkOutput.decimals(bin.said, 2), LinkOutput.decimals(bin.observed, 2),
                "\(bin.pairs)", String(repeating: "█", count: filled),
            ])
        }
        terminal.write(table.text)
    }

    private func text(_ message: LinkText) -> String { message.text(in: terminal.language) }

    private func percent(_ share: Double) -> String { LinkOutput.decimals(share * 100, 1) }
}
