import Catalogue
import Messages
import Terminal

/// Pairs for people: two rows a pair, one a record, and below them the reasons.
struct PairView {
    let terminal: Terminal

    func tell(_ pairs: [DeduplicationV1.Pair]) {
        guard !pairs.isEmpty else { return terminal.say(PairText.none) }
        var table = TextTable([
            (word(.pair), .leading), (word(.level), .leading), (word(.probability), .trailing),
            (word(.caseNumber), .leading), (word(.name), .leading), (word(.birth), .leading),
        ])
        for pair in pairs {
            table.add(
                [
                    PairReference.short(pair.pairID), word(PairText.text(of: pair.level)),
                    Probability.text(pair.probability, in: terminal.language),
                ] + cells(pair.earlier))
            table.add(["", standing(pair), ""] + cells(pair.later))
        }
        let lines = table.text.split(separator: "\n", omittingEmptySubsequences: false)
        terminal.write(lines.prefix(2).joined(separator: "\n") + "\n")
        for (index, pair) in pairs.enumerated() {
            let rows = lines.dropFirst(2 + index * 2).prefix(2)
            terminal.write(rows.joined(separator: "\n") + "\n")
            let reasons = EvidenceText.reasons(pair.evidence, in: terminal.language)
            if !reasons.isEmpty {
                terminal.write(reasons.wrapped(TerminalWidth.current, indent: 4))
            }
        }
    }

    /// What was decided, and by a rule; of an open pair how many opinions it has, where it needs several.
    private func standing(_ pair: DeduplicationV1.Pair) -> String {
        guard pair.state == .open else {
            let state = PairText.text(of: pair.state).map(word) ?? ""
            return pair.rule.isEmpty ? state : "\(state) (\(word(.rule)))"
        }
        guard pair.opinionsNeeded > 1 else { return "" }
        return PairText.opinions.text(
            in: terminal.language,
            arguments: ["given": "\(pair.opinionsGiven)", "needed": "\(pair.opinionsNeeded)"])
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

    struct Opinion: Encodable {
        let reviewer: String
        let decision: String
        let comment: String

        init(_ opinion: DeduplicationV1.Opinion) {
            reviewer = opinion.reviewer
            decision = PairText.text(of: opinion.decision)?.rawValue ?? "\(opinion.decision)"
            comment = opinion.comment
        }
    }

    static func place(_ place: CommonV1.Place?) -> String {
        [place?.code ?? "", place?.name ?? ""].filter { !$0.isEmpty }.joined(separator: " ")
    }

    struct Record: Encodable {
        let personID: String
        let caseNumber: String
        let givenName: String
        let familyName: String
        let birthDate: String
        let fatherName: String
        let motherName: String
        let place: String
        /// When the team closed the batch that named the person first; 0 where not known.
        let collectedAtMilliseconds: Int64
        let departed: Bool
        let departedOn: String

        init(_ record: DeduplicationV1.RecordSummary) {
            personID = Identifier.text(record.personID)
            caseNumber = record.caseNumber
            givenName = record.givenName
            familyName = record.familyName
            birthDate = record.birthDate.map(DateText.text) ?? ""
            fatherName = record.fatherName
            motherName = record.motherName
            place = PairJSON.place(record.place)
            collectedAtMilliseconds = record.collectedAtMilliseconds
            departed = record.departed
            departedOn = record.departedOn.map(DateText.text) ?? ""
        }
    }

    let pairID: String
    let state: String
    let level: String
    let weightBits: Double
    let probability: Double
    /// Number of the model that weighed the records.
    let model: UInt32
    let revision: UInt64
    /// `moved`, `left`, `twice` or `apart`; empty where it is not known.
    let presence: String
    let decidedBy: String
    let rule: String
    let comment: String
    let opinionsNeeded: UInt32
    let opinionsGiven: UInt32
    let ownOpinion: Opinion?
    let opinions: [Opinion]
    let earlier: Record
    let later: Record
    let evidence: [Evidence]
    /// The same evidence in the order in which it adds up to the weight.
    let waterfall: [Waterfall.Step]

    init(_ pair: DeduplicationV1.Pair) {
        pairID = Identifier.text(pair.pairID)
        state = PairText.text(of: pair.state)?.rawValue ?? "\(pair.state)"
        level = PairText.text(of: pair.level).rawValue
        weightBits = pair.weightBits
        revision = pair.revision
        presence = pair.presence.word
        decidedBy = pair.decidedBy
        probability = pair.probability
        model = pair.model
        rule = pair.rule
        comment = pair.comment
        opinionsNeeded = pair.opinionsNeeded
        opinionsGiven = pair.opinionsGiven
        ownOpinion = pair.ownOpinion.map(Opinion.init)
        opinions = pair.opinions.map(Opinion.init)
        waterfall = Waterfall(pair, in: .english).steps
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

extension DeduplicationV1.PairPresence {
    /// The code for programs.
    fileprivate var word: String {
        switch self {
        case .moved: "moved"
        case .left: "left"
        case .twice: "twice"
        case .apart: "apart"
        default: ""
        }
    }
}
