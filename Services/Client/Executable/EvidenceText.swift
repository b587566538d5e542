import Catalogue
import Messages

/// Evidence in words.
enum EvidenceText {
    /// What speaks for and against, the weightiest first: "nom de famille : se prononce pareil (+5,2)".
    ///
    /// What weighs nothing (not known on one side) is left out.
    static func reasons(_ evidence: [DeduplicationV1.Evidence], in language: Language) -> String {
        evidence.filter { abs($0.weightBits) >= 0.05 }
            .sorted { abs($0.weightBits) > abs($1.weightBits) }
            .map { reason($0, in: language) }.joined(separator: language == .french ? " ; " : "; ")
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
        let field = MessageKey.text(
            forWireKey: "evidence.\(evidence.field)", in: language, fallback: evidence.field)
        let level = MessageKey.text(
            forWireKey: "evidence_level.\(evidence.level)", in: language, fallback: evidence.level)
        return "\(field)\(language.colon)\(level) (\(bits(evidence.weightBits, in: language)))"
    }
}
