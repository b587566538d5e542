import Basics
import Catalogue
import Messages
import Reference
import Terminal

/// One person for people: the records, what holds them together, and their households side by side.
struct IdentityView {
    let language: Language
    let width: Int
    /// The words of relationships; nil where only their codes are known.
    let relationships: CodeList?
    private var words: RecordText { RecordText(language: language, relationships: relationships) }

    func text(
        _ identity: DeduplicationV1.GetIdentityResponse, _ households: [HouseholdComparison]
    ) -> String {
        var parts = [
            say(
                .heading,
                [
                    "id": Identifier.text(identity.identityID),
                    "count": "\(identity.records.count)",
                ]
            ).wrapped(width) + records(identity.records)
        ]
        if identity.presentTwice { parts.append(say(.presentTwice).wrapped(width)) }
        parts.append(
            identity.links.isEmpty ? say(.noLinks).wrapped(width) : links(identity))
        parts += households.map {
            HouseholdComparisonView(
                language: language, width: width, isExplained: false,
                relationships: relationships
            ).text($0)
        }
        return parts.joined(separator: "\n")
    }

    private func records(_ records: [DeduplicationV1.RecordSummary]) -> String {
        var table = TextTable([
            ("", .trailing), (PairText.caseNumber.text(in: language), .leading),
            (PairText.name.text(in: language), .leading), (say(.details), .leading),
            (EvidenceFieldMessage.residence.text(in: language), .leading),
            (say(.registered), .leading),
        ])
        for (index, record) in records.enumerated() {
            table.add([
                "\(index + 1)", record.caseNumber, words.name(record), words.details(record),
                words.place(record.place), words.day(record.collectedAtMilliseconds),
            ])
        }
        return table.text
    }

    /// Each decision: whom it links, who took it when, and which records it would part if it were taken back.
    private func links(_ identity: DeduplicationV1.GetIdentityResponse) -> String {
        var numbers: [[UInt8]: Int] = [:]
        for (index, record) in identity.records.enumerated() {
            numbers[record.personID] = index + 1
        }
        func number(_ person: [UInt8]) -> String { numbers[person].map(String.init) ?? "×" }
        var table = TextTable([
            (PairText.pair.text(in: language), .leading), (say(.linked), .leading),
            (say(.decidedBy), .leading), (say(.since), .leading), (say(.takenBack), .leading),
        ])
        for link in identity.links {
            table.add([
                PairReference.short(link.pairID),
                "\(number(link.earlierPersonID)) = \(number(link.laterPersonID))",
                link.rule.isEmpty ? link.decidedBy : PairText.rule.text(in: language),
                words.day(link.decidedAtMilliseconds),
                link.parts.map { $0.personIDs.map(number).joined(separator: ", ") }
                    .joined(separator: " | "),
            ])
        }
        var text = table.text
        for link in identity.links {
            let said = TextTable.printable(
                (link.rule.isEmpty ? link.comment : link.rule).replacing("\n", with: " "))
            guard !said.isEmpty else { continue }
            text += (PairReference.short(link.pairID) + language.colon + said).wrapped(width)
        }
        if identity.hasMoreLinks { text += say(.moreLinks).wrapped(width) }
        return text + say(.takingBack).wrapped(width)
    }

    private func say(_ text: IdentityText, _ arguments: [String: String] = [:]) -> String {
        text.text(in: language, arguments: arguments)
    }
}

/// One person for programs.
struct IdentityJSON: Encodable {
    struct Link: Encodable {
        let pairID: String
        let earlier: String
        let later: String
        let decidedBy: String
        let rule: String
        let decidedAtMilliseconds: Int64
        let comment: String
        /// The people's ids as they would be parted if it were taken back; empty where others hold them together.
        let parts: [[String]]
    }

    let identityID: String
    let presentTwice: Bool
    let records: [PairJSON.Record]
    let links: [Link]
    let hasMoreLinks: Bool
    /// The household of the first record beside each other one.
    let households: [HouseholdComparisonJSON]

    init(
        _ identity: DeduplicationV1.GetIdentityResponse, _ households: [HouseholdComparison]
    ) {
        identityID = Identifier.text(identity.identityID)
        presentTwice = identity.presentTwice
        records = identity.records.map(PairJSON.Record.init)
        links = identity.links.map { link in
            Link(
                pairID: Identifier.text(link.pairID),
                earlier: Identifier.text(link.earlierPersonID),
                later: Identifier.text(link.laterPersonID), decidedBy: link.decidedBy,
                rule: link.rule, decidedAtMilliseconds: link.decidedAtMilliseconds,
                comment: link.comment,
                parts: link.parts.map { $0.personIDs.map(Identifier.text) })
        }
        hasMoreLinks = identity.hasMoreLinks
        self.households = households.map(HouseholdComparisonJSON.init)
    }
}

/// Words about one person's records.
enum IdentityText: String, MessageArea {
    case heading
    case details
    case registered
    case presentTwice = "present_twice"
    case noLinks = "no_links"
    case linked
    case decidedBy = "decided_by"
    case since
    case takenBack = "taken_back"
    case takingBack = "taking_back"
    case moreLinks = "more_links"
    case personMalformed = "person_malformed"
    case memberUnknown = "member_unknown"

    static let prefix = "identity"

    var translation: Translation {
        switch self {
        case .heading:
            Translation(
                french: "Personne {id} : {count} {count|fiche|fiches}",
                english: "Person {id}: {count} {count|record|records}")
        case .details: Translation(french: "sexe, naissance, lien", english: "sex, birth, relation")
        case .registered: Translation(french: "recueillie le", english: "collected")
        case .presentTwice:
            Translation(
                french: "À régler : cette personne est présente dans plusieurs ménages à la fois. "
                    + "Le départ d'un de ces ménages est à saisir, ou une décision à reprendre.",
                english: "To settle: this person is present in more than one household at once. "
                    + "Either a departure is to be recorded, or a decision to be taken back.")
        case .noLinks:
            Translation(
                french: "Aucune décision ne lie cette fiche à une autre.",
                english: "No decision links this record to another.")
        case .linked: Translation(french: "lie", english: "links")
        case .decidedBy: Translation(french: "décidée par", english: "decided by")
        case .since: Translation(french: "depuis le", english: "since")
        case .takenBack: Translation(french: "si reprise", english: "if taken back")
        case .takingBack:
            Translation(
                french: "« si reprise » : comment la décision, reprise (jatigi review PAIRE open), "
                    + "séparerait les fiches ; rien si d'autres les lient encore.",
                english: "'if taken back': how the records would be parted by taking the decision "
                    + "back (jatigi review PAIR open); nothing where others still link them.")
        case .moreLinks:
            Translation(
                french: "… et d'autres décisions.", english: "… and further decisions.")
        case .personMalformed:
            Translation(
                french: "{person} : ni identifiant de personne, ni numéro de dossier et place "
                    + "(BDG-00042-X:2).",
                english: "{person}: neither a person's id nor a case number and a place "
                    + "(BDG-00042-X:2).")
        case .memberUnknown:
            Translation(
                french: "Le ménage {number} n'a pas de {member}ᵉ membre.",
                english: "Household {number} has no member number {member}.")
        }
    }
}
