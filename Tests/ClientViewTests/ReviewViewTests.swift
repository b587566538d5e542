import Catalogue
import Messages
import Reference
import Testing

@testable import jatigi

/// What a reviewer reads of a family that was registered again under other spellings.
@Suite struct ReviewViewTests {
    private static func record(
        _ number: UInt8, _ given: String, _ family: String, _ sex: CommonV1.Sex, _ year: UInt32,
        in household: String
    ) -> DeduplicationV1.RecordSummary {
        .init(
            personID: [UInt8](repeating: number, count: 16), caseNumber: household,
            givenName: given, familyName: family, sex: sex,
            birthDate: .init(year: year, precision: .year), fatherName: "Amadou \(family)",
            relationship: number % 16 == 1 ? "head" : "child")
    }

    private static func pair(
        _ number: UInt8, _ one: DeduplicationV1.RecordSummary,
        _ other: DeduplicationV1.RecordSummary
    ) -> DeduplicationV1.Pair {
        .init(
            pairID: [UInt8](repeating: number, count: 16), state: .open, level: .probable,
            weightBits: 8, evidence: evidence, earlier: .init(personID: one.personID),
            later: .init(personID: other.personID), revision: UInt64(number), probability: 0.9961)
    }

    private static let evidence: [DeduplicationV1.Evidence] = [
        .init(field: "prior", weightBits: -19),
        .init(field: "given_name", level: "exact", weightBits: 7),
        .init(field: "family_name", level: "sounds_alike", weightBits: 6.5),
        .init(field: "sex", level: "exact", weightBits: 1),
        .init(field: "birth_date", level: "differs", weightBits: -2.5),
        .init(field: "household_members", level: "agree", weightBits: 8),
        .init(field: "mother_name", level: "exact", weightBits: 7),
        .init(field: "phone", level: "missing", weightBits: 0),
    ]

    private static let comparison: HouseholdComparison = {
        let earlier = [
            record(1, "Mamadou", "Poudiougo", .male, 1955, in: "BDG-00001-H"),
            record(2, "Aminata", "Poudiougo", .female, 2018, in: "BDG-00001-H"),
            record(3, "Amadou", "Poudiougo", .male, 2017, in: "BDG-00001-H"),
        ]
        let later = [
            record(17, "Mamadu", "Podiougo", .male, 1955, in: "BDG-00032-3"),
            record(18, "Aminatou", "Podiougo", .female, 2018, in: "BDG-00032-3"),
            record(19, "Ibrahima", "Podiougo", .male, 2026, in: "BDG-00032-3"),
        ]
        return HouseholdComparison(
            earlier: .init(
                caseNumber: "BDG-00001-H", place: .init(code: "ML0501", name: "Bandiagara"),
                registeredAtMilliseconds: 1_740_000_000_000, memberCount: 3),
            later: .init(
                caseNumber: "BDG-00032-3", place: .init(code: "ML0505", name: "Koro"),
                registeredAtMilliseconds: 1_790_000_000_000, memberCount: 4),
            members: [
                .init(
                    earlier: earlier[0], later: later[0], pair: pair(0xA1, earlier[0], later[0])),
                .init(
                    earlier: earlier[1], later: later[1], pair: pair(0xB2, earlier[1], later[1]),
                    otherPairs: [pair(0xC3, earlier[1], later[2])]),
                .init(earlier: earlier[2]), .init(later: later[2], bornSince: true),
            ])
    }()

    private func household(_ language: Language, _ width: Int, explained: Bool = false) -> String {
        HouseholdComparisonView(
            language: language, width: width, isExplained: explained, relationships: nil
        ).text(Self.comparison)
    }

    @Test(
        "no line is wider than the terminal, in either language",
        arguments: [60, 80, 120, 160], Language.allCases)
    func widths(width: Int, language: Language) {
        let detail = PairDetail(language: language, width: width, relationships: nil)
        for text in [
            household(language, width), household(language, width, explained: true),
            detail.text(Self.comparison.numbered[0].pair),
        ] {
            for line in text.split(separator: "\n") { #expect(line.count <= width, "\(line)") }
        }
    }

    @Test("members stand on one line with those whom they match, and the rest is said in words")
    func alignment() {
        let text = household(.english, 80)
        #expect(text.contains(/1 +Mamadou Poudiougo +≈ 99.6% +Mamadu Podiougo\n/))
        #expect(text.contains(/Amadou Poudiougo +\(no counterpart\)\n/))
        #expect(text.contains(/\(born since\) +Ibrahima Podiougo\n/))
        #expect(text.contains(/3 +≈ 99.6% +also with Ibrahima Podiougo/))
        #expect(
            text.contains(
                "For: household members (agree), given name (exact), mother's name (exact)"))
        #expect(text.contains("Against: date of birth (differs)."))
        #expect(
            text.contains("2 members have a counterpart; 1 only in the first household, 1 only"))
        #expect(text.contains("1 member is not shown."))
        let french = household(.french, 80)
        #expect(french.contains("Contre : date de naissance (différent)."))
        #expect(french.contains("(né ou née depuis)"))
        #expect(!french.contains(/\n *[;:!?%]/), "no line begins with a sign of the one before")
    }

    @Test("what has no level of agreement stands without empty brackets")
    func withoutLevel() {
        let evidence = [
            DeduplicationV1.Evidence(field: "sex", level: "exact", weightBits: 1),
            .init(field: "rival", weightBits: -2),
        ]
        #expect(
            EvidenceText.summary(evidence, in: .english)
                == ["For: sex (exact).", "Against: another member fits better."])
    }

    @Test("bars run from sum to sum, and their signs tell for from against without colour")
    func waterfall() throws {
        let pair = Self.comparison.numbered[0].pair
        let waterfall = Waterfall(pair, in: .english)
        #expect(waterfall.steps.first?.field == "prior")
        #expect(abs(try #require(waterfall.steps.last).toBits - pair.weightBits) < 1e-9)
        for (before, step) in zip(waterfall.steps, waterfall.steps.dropFirst()) {
            #expect(before.toBits == step.fromBits)
        }
        let lines = waterfall.lines(width: 100)
        func bar(_ field: String) throws -> Substring {
            let line = try #require(lines.first { $0.hasPrefix(field) })
            return line[...]
        }
        let prior = try bar("at the start")
        #expect(prior.contains("−−−−") && !prior.contains("+"))
        #expect(try bar("given name").contains("++++"))
        #expect(try bar("date of birth").contains(/differs +−2.5  against .*−/))
        // Each bar begins in the column where the one before ended.
        let ends = try lines.dropLast().map { line in
            let marks = line.indices.filter { line[$0] == "+" || line[$0] == "−" }
                .map { line.distance(from: line.startIndex, to: $0) }
                .filter { $0 > 48 }
            return (try #require(marks.min()), try #require(marks.max()))
        }
        for (one, other) in zip(ends.dropFirst(), ends.dropFirst(2).dropLast()) {
            #expect(one.1 == other.0)
        }
        #expect(try #require(lines.last).contains(/= sum +\+8.0 +=+/))
        #expect(waterfall.silence == "Without weight: telephone (missing).")
        #expect(
            waterfall.conclusion == "Probability that it is one person: 99.6% (260 to 1).")
        let against = Waterfall(.init(weightBits: -3, probability: 0.111), in: .french).conclusion
        #expect(against.hasSuffix("11,1 % (1 contre 8)."))
    }

    @Test("numbers that no engine gives neither stop the program nor fill the screen")
    func strangeNumbers() {
        for bits in [Double.nan, .infinity, -.infinity, 1e300, 0] {
            let pair = DeduplicationV1.Pair(
                weightBits: bits, evidence: [.init(field: "x", level: "y", weightBits: bits)],
                probability: bits)
            for width in [1, 20, 80] {
                #expect(
                    Waterfall(pair, in: .english).lines(width: width).allSatisfy {
                        $0.count <= width
                    })
            }
            #expect(
                !PairDetail(language: .french, width: 80, relationships: nil).text(pair).isEmpty)
        }
        #expect(Probability.text(.nan, in: .english) == "?")
        #expect(Probability.text(0.99999, in: .french) == ">99,9 %")
        #expect(Probability.text(0.00001, in: .english) == "<0.1%")
        #expect(Probability.odds(10, in: .english) == "1,000")
        #expect(Probability.odds(99, in: .english) == ">1,000,000")
    }

    @Test("rows are named by number, those side by side, or the rest, and none twice")
    func decisions() {
        let comparison = Self.comparison
        var decisions = HouseholdDecisions()
        #expect(decisions.add("2", .unsure, of: comparison) == nil)
        #expect(decisions.add("rest", .different, of: comparison) == nil)
        let request = decisions.request(of: comparison, comment: "seen")
        #expect(request.decisions.map(\.decision) == [.different, .unsure, .different])
        #expect(request.decisions.map(\.revision) == [0xA1, 0xB2, 0xC3])
        var aligned = HouseholdDecisions()
        #expect(aligned.add("aligned", .same, of: comparison) == nil)
        #expect(aligned.decisions == [0: .same, 1: .same])
        for wrong in ["0", "4", "x", "1,1", "-1", "1 2"] {
            var decisions = HouseholdDecisions()
            #expect(decisions.add(wrong, .same, of: comparison) != nil, "\(wrong)")
        }
    }

    @Test("what was seen has another word where a pair has another revision")
    func seen() {
        var members = Self.comparison.members
        members[0].pair?.revision += 1
        let other = HouseholdComparison(
            earlier: Self.comparison.earlier, later: Self.comparison.later, members: members)
        #expect(other.seen != Self.comparison.seen)
        #expect(other.seen.count == 6)
    }

    @Test("when two people were present is told where it explains or has to be settled")
    func presence() {
        func told(
            _ presence: DeduplicationV1.PairPresence, _ state: DeduplicationV1.PairState = .open
        ) -> String {
            PairDetail(language: .english, width: 80, relationships: nil)
                .review(.init(state: state, presence: presence)).joined()
        }
        #expect(told(.moved).contains("a move or a return explains both"))
        #expect(told(.left).contains("nobody is present twice"))
        #expect(told(.apart).contains("no rule merges them"))
        #expect(told(.twice, .same).contains("a departure is still to be recorded"))
        // Most open pairs are of people who are both present, and two people may be anywhere.
        #expect(told(.twice).isEmpty && told(.moved, .different).isEmpty)
        let left = DeduplicationV1.RecordSummary(
            departed: true, departedOn: .init(year: 2026, month: 8, day: 3, precision: .day))
        let words = RecordText(language: .french, relationships: nil)
        #expect(words.details(left) == "parti 2026-08-03")
    }

    @Test("a person's records are numbered, and what would part them is told by these numbers")
    func identity() {
        let records = [
            Self.comparison.members[0].earlier, Self.comparison.members[0].later,
            Self.comparison.members[1].later,
        ].compactMap(\.self)
        func link(
            _ one: Int, _ other: Int, by reviewer: String, rule: String = "", parts: [[Int]] = []
        ) -> DeduplicationV1.IdentityLink {
            .init(
                pairID: [UInt8](repeating: 0xA1, count: 16), earlierPersonID: records[one].personID,
                laterPersonID: records[other].personID, decidedBy: reviewer, rule: rule,
                decidedAtMilliseconds: 1_790_000_000_000,
                parts: parts.map { .init(personIDs: $0.map { records[$0].personID }) })
        }
        let text = IdentityView(language: .english, width: 80, relationships: nil).text(
            .init(
                identityID: records[0].personID, records: records,
                links: [
                    link(0, 1, by: "awa", parts: [[0], [1, 2]]),
                    link(1, 2, by: "", rule: "probability 0.999"),
                ], presentTwice: true), [Self.comparison])
        #expect(text.contains(/1 = 2 +awa +2026-09-21 +1 \| 2, 3\n/), "\(text)")
        #expect(text.contains(/2 = 3 +rule +2026-09-21\n/))
        #expect(text.contains("a1a1a1a1: probability 0.999"))
        #expect(text.contains("To settle") && text.contains("1 member is not shown."))
    }

    @Test("others' opinions are not told while a pair is open, a rule's words are")
    func review() {
        let detail = PairDetail(language: .english, width: 80, relationships: nil)
        var pair = DeduplicationV1.Pair(state: .open, opinionsNeeded: 2, opinionsGiven: 1)
        #expect(detail.review(pair).joined().contains("1 of 2 opinions"))
        pair.ownOpinion = .init(reviewer: "awa", decision: .same)
        #expect(detail.review(pair).joined().contains("Your opinion: same person."))
        let comment = String(repeating: "because ", count: 60)
        let decided = DeduplicationV1.Pair(
            state: .different, decidedBy: "awa", comment: comment + "\u{1B}[2Jend")
        let words = detail.review(decided).joined()
        #expect(words.contains("end") && !words.contains("\u{1B}"))
        let merged = DeduplicationV1.Pair(state: .same, rule: "probability 0.999, exact document")
        #expect(
            detail.review(merged) == [
                "Decided by the operator's rule: probability 0.999, exact document."
            ])
    }
}
