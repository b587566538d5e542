import Catalogue
import Messages
import Reference
import Terminal

/// Two households for people: two columns, a member and their counterpart on one line.
struct HouseholdComparisonView {
    let language: Language
    let width: Int
    /// Whether each pair's evidence is shown below its members.
    let isExplained: Bool
    let relationships: CodeList?
    private var words: RecordText { RecordText(language: language, relationships: relationships) }

    /// Columns of a row's number, of the middle with the probability, and of the spaces between.
    private static let numberWidth = 3
    private static let middleWidth = 9
    private var side: Int { (width - Self.numberWidth - Self.middleWidth - 3) / 2 }

    func text(_ comparison: HouseholdComparison) -> String {
        var lines = [
            row("", title(comparison.earlier), "", title(comparison.later)),
            row("", subtitle(comparison.earlier), "", subtitle(comparison.later)),
            row(
                "", place(.residence, comparison.earlier.place), "",
                place(.residence, comparison.later.place)),
            row(
                "", place(.origin, comparison.earlier.origin), "",
                place(.origin, comparison.later.origin)),
            String(repeating: "─", count: width),
        ]
        var number = 0
        for member in comparison.members {
            if let pair = member.pair {
                number += 1
                lines += aligned(member, pair, number)
            } else {
                lines += alone(member)
            }
            for _ in member.otherPairs {
                number += 1
                lines += other(comparison.numbered[number - 1], number)
            }
            lines.append("")
        }
        lines.append(summary(comparison).wrapped(width).trimmedLine)
        if number == 0 { lines.append(ReviewText.noPairs.text(in: language)) }
        if comparison.notShown > 0 {
            lines.append(
                ReviewText.notShown.text(
                    in: language, arguments: ["count": "\(comparison.notShown)"]))
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func summary(_ comparison: HouseholdComparison) -> String {
        let members = comparison.members
        let later = members.filter { $0.earlier == nil }
        return ReviewText.summary.text(
            in: language,
            arguments: [
                "matched": "\(members.count { $0.pair != nil })",
                "earlier": "\(members.count { $0.later == nil })", "later": "\(later.count)",
                "born": "\(later.count(where: \.bornSince))",
            ])
    }

    private func aligned(
        _ member: DeduplicationV1.MemberComparison, _ pair: DeduplicationV1.Pair, _ number: Int
    ) -> [String] {
        let (earlier, later) = (member.earlier ?? .init(), member.later ?? .init())
        return [
            row("\(number)", words.name(earlier), middle(pair), words.name(later)),
            row(
                "", words.details(earlier), "",
                words.details(later)),
        ] + about(pair)
    }

    private func alone(_ member: DeduplicationV1.MemberComparison) -> [String] {
        let record = member.earlier ?? member.later ?? .init()
        let word: ReviewText = member.bornSince ? .bornSince : .noCounterpart
        let (name, nobody) = (words.name(record), word.text(in: language))
        let details = words.details(record)
        return member.earlier == nil
            ? [row("", nobody, "", name), row("", "", "", details)]
            : [row("", name, "", nobody), row("", details, "", "")]
    }

    private func other(_ numbered: HouseholdComparison.Numbered, _ number: Int) -> [String] {
        let name = numbered.later.map(words.name) ?? ""
        let also = ReviewText.alsoWith.text(in: language, arguments: ["name": name])
        return [row("\(number)", "", middle(numbered.pair), also)] + about(numbered.pair)
    }

    /// The pair's id and state, and why.
    private func about(_ pair: DeduplicationV1.Pair) -> [String] {
        let state = PairText.text(of: pair.state)?.text(in: language) ?? ""
        let indent = Self.numberWidth + 1
        var lines = ["\(PairReference.short(pair.pairID))  \(state)".wrapped(width, indent: indent)]
        lines += PairDetail(language: language, width: width, relationships: nil).review(pair).map {
            $0.wrapped(width, indent: indent)
        }
        let waterfall = Waterfall(pair, in: language)
        if isExplained {
            let margin = String(repeating: " ", count: indent)
            lines += waterfall.lines(width: width - indent).map { margin + $0 + "\n" }
            if !waterfall.silence.isEmpty {
                lines.append(waterfall.silence.wrapped(width, indent: indent))
            }
            lines.append(waterfall.conclusion.wrapped(width, indent: indent))
        } else {
            lines += EvidenceText.summary(pair.evidence, in: language).map {
                $0.wrapped(width, indent: indent)
            }
        }
        return lines.map(\.trimmedLine)
    }

    private func row(_ number: String, _ one: String, _ middle: String, _ other: String) -> String {
        return
            (number.fitted(Self.numberWidth) + " " + one.fitted(side) + " "
            + middle.fitted(Self.middleWidth) + " "
            + other.fitted(side)).trimmed
    }

    /// "= 99.2%" where it was decided to be the same, "≠" for different, "≈" while it is open.
    private func middle(_ pair: DeduplicationV1.Pair) -> String {
        let sign =
            switch pair.state {
            case .same: "="
            case .different: "≠"
            case .withdrawn: "×"
            case .unsure: "?"
            default: "≈"
            }
        return sign + " " + Probability.text(pair.probability, in: language)
    }

    private func title(_ household: DeduplicationV1.HouseholdSummary) -> String {
        let number = household.caseNumber.isEmpty ? "–" : household.caseNumber
        let people = ReviewText.people.text(
            in: language, arguments: ["count": "\(household.memberCount)"])
        return "\(number), \(people)"
    }

    private func subtitle(_ household: DeduplicationV1.HouseholdSummary) -> String {
        let collected = household.collectedAtMilliseconds
        let day = words.day(collected > 0 ? collected : household.registeredAtMilliseconds)
        return ReviewText.registered.text(in: language, arguments: ["day": day])
    }

    private func place(_ field: EvidenceFieldMessage, _ place: CommonV1.Place?) -> String {
        let text = words.place(place)
        return text.isEmpty ? "" : field.text(in: language) + language.colon + text
    }
}

/// Two households for programs.
struct HouseholdComparisonJSON: Encodable {
    struct Household: Encodable {
        let householdID: String
        let caseNumber: String
        let place: String
        let origin: String
        let registeredAtMilliseconds: Int64
        /// When the team closed the batch that named its first members; 0 where not known.
        let collectedAtMilliseconds: Int64
        let memberCount: UInt32

        init(_ household: DeduplicationV1.HouseholdSummary) {
            householdID = Identifier.text(household.householdID)
            caseNumber = household.caseNumber
            place = PairJSON.place(household.place)
            origin = PairJSON.place(household.origin)
            registeredAtMilliseconds = household.registeredAtMilliseconds
            collectedAtMilliseconds = household.collectedAtMilliseconds
            memberCount = household.memberCount
        }
    }

    struct Member: Encodable {
        let earlier: PairJSON.Record?
        let later: PairJSON.Record?
        let pair: PairJSON?
        let otherPairs: [PairJSON]
        let bornSince: Bool
    }

    let earlier: Household
    let later: Household
    let members: [Member]
    let seen: String

    init(_ comparison: HouseholdComparison) {
        earlier = Household(comparison.earlier)
        later = Household(comparison.later)
        members = comparison.members.map { member in
            Member(
                earlier: member.earlier.map(PairJSON.Record.init),
                later: member.later.map(PairJSON.Record.init),
                pair: member.pair.map(PairJSON.init),
                otherPairs: member.otherPairs.map(PairJSON.init), bornSince: member.bornSince)
        }
        seen = comparison.seen
    }
}
