import ArgumentParser
import Basics
import Catalogue
import Messages
import Operations
import RPC
import Terminal

/// `jatigi review agreement`: how often reviewers who did not know of each other said the same.
struct ReviewAgreementCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "agreement",
        abstract: Translation(
            french: "Mesure l'accord entre les personnes qui examinent.",
            english: "Measure how well reviewers agree."))

    @Option(
        name: .long,
        help: .text(
            french: "Depuis combien de jours, 1 à 3650.",
            english: "Since how many days, 1 to 3650."))
    var days = 90

    @OptionGroup var limit: ListLimit

    @OptionGroup var connection: ConnectionOptions

    func validate() throws {
        guard (1...3_650).contains(days) else { throw ValidationError("--days: 1 … 3650") }
    }

    func run() async throws {
        try await connection.withGateway { client, terminal in
            let since = Timestamp.now().millisecondsSinceEpoch - Int64(days) * 86_400_000
            var answer = DeduplicationV1.GetReviewAgreementResponse()
            var rows: [DeduplicationV1.ReviewerAgreement] = []
            var token = ""
            repeat {
                answer = try await client.call(
                    DeduplicationV1.DeduplicationService.getReviewAgreement,
                    .init(
                        sinceMilliseconds: since,
                        pageSize: UInt32(min(200, limit.rows - rows.count)), pageToken: token))
                rows += answer.reviewers
                token = answer.nextPageToken
            } while !token.isEmpty && rows.count < limit.rows
            answer.reviewers = rows
            if connection.json { return try terminal.printJSON(AgreementJSON(answer)) }
            AgreementView(terminal: terminal).tell(answer)
        }
    }
}

/// Agreement for people.
struct AgreementView {
    let terminal: Terminal

    func tell(_ answer: DeduplicationV1.GetReviewAgreementResponse) {
        guard answer.pairs > 0 else { return terminal.say(AgreementText.none) }
        var alpha: Double?
        if case .alpha(let value) = answer.alphaKnown { alpha = value }
        terminal.say(
            AgreementText.overall,
            [
                "pairs": "\(answer.pairs)", "agreed": "\(answer.agreed)",
                "alpha": coefficient(alpha),
            ])
        var table = TextTable([
            (word(.reviewers), .leading), (word(.pairs), .trailing), (word(.same), .trailing),
            ("kappa", .trailing), (word(.reading), .leading),
        ])
        for row in answer.reviewers {
            var kappa: Double?
            if case .kappa(let value) = row.kappaKnown { kappa = value }
            table.add([
                "\(row.one) – \(row.other)", "\(row.pairs)", "\(row.agreed)", coefficient(kappa),
                reading(kappa),
            ])
        }
        terminal.write(table.text)
        if answer.hasMore { terminal.say(AgreementText.more) }
    }

    private func coefficient(_ value: Double?) -> String {
        guard let value, value.isFinite else { return "–" }
        let hundredths = Int((min(max(value, -1), 1) * 100).rounded())
        let digits = abs(hundredths) % 100
        return (hundredths < 0 ? "−" : "") + "\(abs(hundredths) / 100)"
            + (terminal.language == .french ? "," : ".") + (digits < 10 ? "0" : "") + "\(digits)"
    }

    /// Landis and Koch (1977), in three steps.
    private func reading(_ kappa: Double?) -> String {
        guard let kappa else { return "" }
        return word(kappa >= 0.6 ? .good : kappa >= 0.4 ? .moderate : .poor)
    }

    private func word(_ text: AgreementText) -> String { text.text(in: terminal.language) }
}

/// Agreement for programs.
struct AgreementJSON: Encodable {
    struct Reviewers: Encodable {
        let one: String
        let other: String
        let pairs: UInt64
        let agreed: UInt64
        let kappa: Double?
    }

    let pairs: UInt64
    let agreed: UInt64
    let alpha: Double?
    let hasMore: Bool
    let reviewers: [Reviewers]

    init(_ answer: DeduplicationV1.GetReviewAgreementResponse) {
        pairs = answer.pairs
        agreed = answer.agreed
        alpha = if case .alpha(let value) = answer.alphaKnown { value } else { nil }
        hasMore = answer.hasMore
        reviewers = answer.reviewers.map { row in
            let kappa: Double? = if case .kappa(let value) = row.kappaKnown { value } else { nil }
            return Reviewers(
                one: row.one, other: row.other, pairs: row.pairs, agreed: row.agreed, kappa: kappa)
        }
    }
}

/// Words about agreement.
enum AgreementText: String, MessageArea {
    case none
    case overall
    case reviewers
    case pairs
    case same
    case reading
    case good
    case moderate
    case poor
    case more

    static let prefix = "agreement"

    var translation: Translation {
        switch self {
        case .none:
            Translation(
                french: "Aucune paire n'a encore deux avis.",
                english: "No pair has two opinions yet.")
        case .overall:
            Translation(
                french:
                    "{pairs} {pairs|paire vue|paires vues} par deux personnes, {agreed} du même avis ; "
                    + "alpha de Krippendorff {alpha} (1 : toujours d'accord ; 0 : comme au hasard).",
                english:
                    "{pairs} {pairs|pair|pairs} seen by two people, {agreed} with the same opinion; "
                    + "Krippendorff's alpha {alpha} (1: always agree; 0: as by chance).")
        case .reviewers: Translation(french: "personnes", english: "reviewers")
        case .pairs: Translation(french: "paires", english: "pairs")
        case .same: Translation(french: "d'accord", english: "agreed")
        case .reading: Translation(french: "accord", english: "agreement")
        case .good: Translation(french: "bon", english: "good")
        case .moderate: Translation(french: "moyen", english: "moderate")
        case .poor: Translation(french: "faible", english: "poor")
        case .more:
            Translation(
                french: "Seules les 100 000 paires les plus récentes sont comptées.",
                english: "Only the newest 100,000 pairs are counted.")
        }
    }
}
