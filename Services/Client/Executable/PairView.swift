import Catalogue
import Messages
import Terminal

/// Pairs for people: two rows a pair, one a record, and below them the reasons.
struct PairView {
    let terminal: Terminal

    func tell(_ pairs: [DeduplicationV1.Pair]) {
        guard !pairs.isEmpty else { return terminal.say(PairText.none) }
        var table = TextTable([
            (word(.pair), .leading), (word(.level), .leading), (word(.weight), .trailing),
            (word(.caseNumber), .leading), (word(.name), .leading), (word(.birth), .leading),
        ])
        for pair in pairs {
            table.add(
                [
                    PairReference.short(pair.pairID), word(PairText.text(of: pair.level)),
                    EvidenceText.bits(pair.weightBits, in: terminal.language),
                ] + cells(pair.earlier))
            let state = pair.state == .open ? nil : PairText.text(of: pair.state)
            table.add(["", state.map(word) ?? "", ""] + cells(pair.later))
        }
        let lines = table.text.split(separator: "\n", omittingEmptySubsequences: false)
        terminal.write(lines.prefix(2).joined(separator: "\n") + "\n")
        for (index, pair) in pairs.enumerated() {
            let rows = lines.dropFirst(2 + index * 2).prefix(2)
            terminal.write(rows.joined(separator: "\n") + "\n")
            let reasons = EvidenceText.reasons(pair.evidence, in: terminal.language)
            if !reasons.isEmpty { terminal.write("    \(reasons)\n") }
        }
    }

    private func cells(_ record: DeduplicationV1.RecordSummary?) -> [String] {
        guard let record else { return ["–", "–", "–"] }
        return [
            record.caseNumber.isEmpty ? "–" : record.caseNumber,
            [record.givenName, record.familyName].filter { !$0.isEmpty }.joined(separator: " "),
            record.birthDate.map(DateText.text) ?? "",
        ]
    }

    private func word(_ text: PairText) -> String { text.text(in: terminal.language) }
}

/// A pair for programs.
struct PairJSON: Encodable {
    struct Evidence: Encodable {
        let field: String
        let level: String
        let weightBits: Double
    }

    struct Record: Encodable {
        let personID: String
        let caseNumber: String
        let givenName: String
        let familyName: String
        let birthDate: String
        let fatherName: String
        let motherName: String

        init(_ record: DeduplicationV1.RecordSummary) {
            personID = Identifier.text(record.personID)
            caseNumber = record.caseNumber
            givenName = record.givenName
            familyName = record.familyName
            birthDate = record.birthDate.map(DateText.text) ?? ""
            fatherName = record.fatherName
            motherName = record.motherName
        }
    }

    let pairID: String
    let state: String
    let level: String
    let weightBits: Double
    let revision: UInt64
    let decidedBy: String
    let comment: String
    let earlier: Record
    let later: Record
    let evidence: [Evidence]

    init(_ pair: DeduplicationV1.Pair) {
        pairID = Identifier.text(pair.pairID)
        state = PairText.text(of: pair.state)?.rawValue ?? "\(pair.state)"
        level = PairText.text(of: pair.level).rawValue
        weightBits = pair.weightBits
        revision = pair.revision
        decidedBy = pair.decidedBy
        comment = pair.comment
        earlier = Record(pair.earlier ?? .init())
        later = Record(pair.later ?? .init())
        evidence = pair.evidence.map {
            Evidence(field: $0.field, level: $0.level, weightBits: $0.weightBits)
        }
    }
}

/// How people name a pair: by the beginning of its id, which is a digest and so differs from the first character on.
enum PairReference {
    static func short(_ id: [UInt8]) -> String { String(Identifier.text(id).prefix(8)) }
}
