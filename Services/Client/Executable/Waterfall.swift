import Catalogue
import Messages
import Terminal

/// How the evidence of a pair adds up: from what is known beforehand, field by field, to what is sure in the end.
///
/// For people as lines whose bars are told apart without colour: `+` leads towards one person, `−` towards two, `|` marks
/// even odds.
struct Waterfall {
    /// One addition.
    struct Step: Encodable {
        let field: String
        let level: String
        let weightBits: Double
        /// The sum before it.
        let fromBits: Double
        /// The sum with it.
        let toBits: Double
    }

    /// From the start; what speaks for one person before what speaks against it, the weightiest first.
    let steps: [Step]
    /// Fields that weigh nothing, most of them not known on one side.
    let silent: [DeduplicationV1.Evidence]
    private let pair: DeduplicationV1.Pair
    private let language: Language

    init(_ pair: DeduplicationV1.Pair, in language: Language) {
        self.pair = pair
        self.language = language
        let prior = pair.evidence.filter { $0.field == EvidenceFieldMessage.prior.rawValue }
        let fields = pair.evidence.filter { $0.field != EvidenceFieldMessage.prior.rawValue }
        silent = fields.filter { abs($0.weightBits) < 0.05 }
        let weighing = fields.filter { abs($0.weightBits) >= 0.05 }
            .sorted { $0.weightBits > $1.weightBits }
        let inOrder =
            prior + weighing.filter { $0.weightBits > 0 }
            + weighing.filter { $0.weightBits < 0 }.reversed()
        var sum = 0.0
        steps = inOrder.map { evidence in
            defer { sum += evidence.weightBits }
            return Step(
                field: evidence.field, level: evidence.level, weightBits: evidence.weightBits,
                fromBits: sum, toBits: sum + evidence.weightBits)
        }
    }

    /// Lines of at most so many columns.
    func lines(width: Int) -> [String] {
        let rows = steps.map { step in
            [
                EvidenceText.field(step.field, in: language),
                EvidenceText.level(step.level, in: language),
                EvidenceText.bits(step.weightBits, in: language), strength(step),
            ]
        }
        let total = [
            word(.sum), "", EvidenceText.bits(pair.weightBits, in: language), "",
        ]
        var widths = (0..<4).map { column in
            (rows + [total]).map { $0[column].count }.max() ?? 0
        }
        var left = width - widths.reduce(0, +) - 2 * widths.count
        if left < 12 {
            // The words go first: the sign of the bits says whether it is for or against.
            left += widths[3] + 2
            widths[3] = 0
        }
        let bar = Bar(width: min(left, 60), values: steps.map(\.toBits) + [pair.weightBits])
        var lines = zip(rows, steps).map { cells, step in
            line(cells, widths)
                + bar.text(
                    from: step.fromBits, to: step.toBits, step.weightBits > 0 ? "+" : "−")
        }
        lines.append(line(total, widths) + bar.text(from: 0, to: pair.weightBits, "="))
        return lines.map { $0.fitted(width).trimmed }
    }

    /// What it comes to: "Probability 99.2%, odds of 120 to 1 that it is one person."
    var conclusion: String {
        let message: ReviewText = pair.weightBits >= 0 ? .oddsFor : .oddsAgainst
        return message.text(
            in: language,
            arguments: [
                "probability": Probability.text(pair.probability, in: language),
                "odds": Probability.odds(pair.weightBits, in: language),
            ])
    }

    /// The fields that weigh nothing; empty where there is none.
    var silence: String {
        guard !silent.isEmpty else { return "" }
        let fields = silent.map { evidence in
            let level = EvidenceText.level(evidence.level, in: language)
            let field = EvidenceText.field(evidence.field, in: language)
            return level.isEmpty ? field : "\(field) (\(level))"
        }
        return ReviewText.silent.text(in: language) + language.colon
            + fields.joined(separator: ", ") + "."
    }

    private func line(_ cells: [String], _ widths: [Int]) -> String {
        let bits = String(repeating: " ", count: widths[2] - cells[2].count) + cells[2]
        let words = widths[3] > 0 ? cells[3].fitted(widths[3]) + "  " : ""
        return cells[0].fitted(widths[0]) + "  " + cells[1].fitted(widths[1]) + "  " + bits + "  "
            + words
    }

    /// After the scale of Kass and Raftery (1995): below 3 to 1, 20 to 1, beyond.
    private func strength(_ step: Step) -> String {
        // The start, and what is taken off because it was counted already, speak neither for nor against.
        guard step.field != EvidenceFieldMessage.prior.rawValue,
            step.level != EvidenceLevelMessage.capped.rawValue
        else { return "" }
        let isFor = step.weightBits > 0
        switch abs(step.weightBits) {
        case ..<1.6: return word(isFor ? .weaklyFor : .weaklyAgainst)
        case ..<4.3: return word(isFor ? .speaksFor : .speaksAgainst)
        default: return word(isFor ? .stronglyFor : .stronglyAgainst)
        }
    }

    private func word(_ text: ReviewText) -> String { text.text(in: language) }

    /// Sums on a scale of columns.
    private struct Bar {
        let width: Int
        let least: Double
        let greatest: Double

        init(width: Int, values: [Double]) {
            self.width = max(1, width)
            let finite = values.filter(\.isFinite)
            least = min(0, finite.min() ?? 0)
            greatest = max(0, finite.max() ?? 0, least + 1)
        }

        func text(from: Double, to: Double, _ mark: Character) -> String {
            guard from.isFinite, to.isFinite else { return "" }
            var cells = [Character](repeating: " ", count: width)
            cells[column(0)] = "|"
            for column in column(min(from, to))...column(max(from, to)) { cells[column] = mark }
            return String(cells)
        }

        private func column(_ value: Double) -> Int {
            let share = (min(max(value, least), greatest) - least) / (greatest - least)
            return Int((share * Double(width - 1)).rounded())
        }
    }
}

extension String {
    /// Without its line end.
    var trimmedLine: String { hasSuffix("\n") ? String(dropLast()) : self }

    /// Without spaces at the end.
    var trimmed: String {
        var text = self[...]
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
