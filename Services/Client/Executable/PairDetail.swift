import Catalogue
import Messages
import Reference
import Terminal

/// One pair for people: its two records side by side, how the evidence adds up, and what was decided.
struct PairDetail {
    let language: Language
    let width: Int
    let relationships: CodeList?

    func text(_ pair: DeduplicationV1.Pair) -> String {
        let waterfall = Waterfall(pair, in: language)
        var lines = [heading(pair)]
        lines += records(pair.earlier ?? .init(), pair.later ?? .init())
        if !pair.evidence.isEmpty {
            lines += [""] + waterfall.lines(width: width)
            if !waterfall.silence.isEmpty {
                lines.append(waterfall.silence.wrapped(width).trimmedLine)
            }
        }
        lines += ["", waterfall.conclusion.wrapped(width).trimmedLine]
        if pair.model > 0 {
            lines.append(
                ReviewText.weighedBy.text(
                    in: language, arguments: ["number": "\(pair.model)"]))
        }
        lines += review(pair).map { $0.wrapped(width).trimmedLine }
        return lines.joined(separator: "\n") + "\n"
    }

    private func heading(_ pair: DeduplicationV1.Pair) -> String {
        let state = PairText.text(of: pair.state)?.text(in: language) ?? ""
        return ReviewText.pairHeading.text(
            in: language,
            arguments: ["pair": PairReference.short(pair.pairID), "state": state]
        ).fitted(width).trimmed
    }

    /// A line for each field that either record has; `=` where both have the same.
    private func records(
        _ one: DeduplicationV1.RecordSummary, _ other: DeduplicationV1.RecordSummary
    ) -> [String] {
        let words = RecordText(language: language, relationships: relationships)
        let values = zip(words.values(of: one), words.values(of: other))
            .filter { !$0.value.isEmpty || !$1.value.isEmpty }
        let labelWidth = values.map { $0.0.label.count }.max() ?? 0
        let side = max(10, (width - labelWidth - 5) / 2)
        return values.map { first, second in
            let isSame = first.value == second.value
            return
                (first.label.fitted(labelWidth) + "  " + first.value.orDash.fitted(side)
                + (isSame ? " = " : "   ") + second.value.orDash.fitted(side)).trimmed
        }
    }

    /// When the two were present, where that matters, and who said what, as far as it may be known.
    func review(_ pair: DeduplicationV1.Pair) -> [String] {
        (presence(pair).map { [$0.text(in: language)] } ?? []) + opinions(pair)
    }

    /// Nil of those who are not said to be one person, or who may be and of whom nothing else is known.
    private func presence(_ pair: DeduplicationV1.Pair) -> ReviewText? {
        guard [.open, .unsure, .same].contains(pair.state) else { return nil }
        return switch pair.presence {
        case .moved: .moved
        case .left: .leftSince
        case .apart: .apart
        case .twice: pair.state == .same ? .presentTwice : nil
        default: nil
        }
    }

    private func opinions(_ pair: DeduplicationV1.Pair) -> [String] {
        func said(_ reviewer: String, _ state: DeduplicationV1.PairState, _ comment: String)
            -> String
        {
            let said = ReviewText.said.text(
                in: language,
                arguments: [
                    "reviewer": reviewer,
                    "decision": PairText.text(of: state)?.text(in: language) ?? "",
                ])
            let words = TextTable.printable(comment.replacing("\n", with: " "))
            guard !words.isEmpty else { return said }
            return said + (language == .french ? " « \(words) »" : " “\(words)”")
        }
        if !pair.rule.isEmpty, pair.state != .open {
            return [
                ReviewText.byRule.text(in: language) + language.colon
                    + TextTable.printable(pair.rule) + "."
            ]
        }
        if !pair.opinions.isEmpty {
            return pair.opinions.map { said($0.reviewer, $0.decision, $0.comment) }
        }
        var lines: [String] = []
        if !pair.decidedBy.isEmpty { lines.append(said(pair.decidedBy, pair.state, pair.comment)) }
        if pair.opinionsNeeded > 1, pair.state == .open {
            lines.append(
                ReviewText.opinions.text(
                    in: language,
                    arguments: [
                        "given": "\(pair.opinionsGiven)", "needed": "\(pair.opinionsNeeded)",
                    ]))
        }
        if let own = pair.ownOpinion {
            lines.append(
                ReviewText.ownOpinion.text(
                    in: language,
                    arguments: [
                        "decision": PairText.text(of: own.decision)?.text(in: language) ?? ""
                    ]))
        }
        return lines
    }
}

extension String {
    fileprivate var orDash: String { isEmpty ? "–" : self }
}
