import Catalogue
import Messages

/// Evidence in words.
enum EvidenceText {
    /// What speaks for and against, the weightiest first: "nom de famille : se prononce pareil (+5,2)".
    ///
    /// What weighs nothing (not known on one side) is left out.
    static func reasons(_ evidence: [DeduplicationV1.Evidence], in language: Language) -> String {
        // What is known before anything is compared is no reason.
        evidence.filter {
            abs($0.weightBits) >= 0.05 && $0.field != EvidenceFieldMessage.prior.rawValue
        }
        .sorted { abs($0.weightBits) > abs($1.weightBits) }
        .map { reason($0, in: language) }.joined(separator: language == .french ? " ; " : "; ")
    }

    /// Fields that are only reckoned: the start, and what is taken off because it was counted already. They speak neither
    /// for one person nor against it.
    static let reckoned: Set<String> = ["prior", "relatives", "overlap"]

    /// What speaks for one person, and what against it, in words, the weightiest first.
    static func summary(_ evidence: [DeduplicationV1.Evidence], in language: Language) -> [String] {
        let weighing = evidence.filter {
            abs($0.weightBits) >= 0.05 && !reckoned.contains($0.field)
        }.sorted { abs($0.weightBits) > abs($1.weightBits) }
        func line(_ heading: ReviewText, _ some: [DeduplicationV1.Evidence]) -> [String] {
            guard !some.isEmpty else { return [] }
            let words = some.map { evidence in
                let level = level(evidence.level, in: language)
                return field(evidence.field, in: language) + (level.isEmpty ? "" : " (\(level))")
            }
            // Not as an argument, of which only so much is shown.
            return [
                heading.text(in: language) + language.colon + words.joined(separator: ", ") + "."
            ]
        }
        return line(.reasonsFor, weighing.filter { $0.weightBits > 0 })
            + line(.reasonsAgainst, weighing.filter { $0.weightBits < 0 })
    }

    /// Bits with a sign and one decimal, as the language writes them.
    static func bits(_ weight: Double, in language: Language) -> String {
        // Beyond this a peer's number is none that the engine gives.
        guard weight.isFinite, abs(weight) < 1e6 else { return "?" }
        let tenths = Int((abs(weight) * 10).rounded())
        return (weight < 0 ? "−" : "+") + "\(tenths / 10)" + (language == .french ? "," : ".")
            + "\(tenths % 10)"
    }

    private static func reason(
        _ evidence: DeduplicationV1.Evidence, in language: Language
    ) -> String {
        let level = level(evidence.level, in: language)
        return field(evidence.field, in: language) + (level.isEmpty ? "" : language.colon + level)
            + " (\(bits(evidence.weightBits, in: language)))"
    }

    /// The words of a field's code.
    static func field(_ code: String, in language: Language) -> String {
        MessageKey.text(forWireKey: "evidence.\(code)", in: language, fallback: code)
    }

    /// The words of a level's code; empty for what has none.
    static func level(_ code: String, in language: Language) -> String {
        code.isEmpty
            ? ""
            : MessageKey.text(forWireKey: "evidence_level.\(code)", in: language, fallback: code)
    }
}
