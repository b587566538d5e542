import Glibc
import Testing

@testable import Linkage

/// What the other members of two households say of a pair.
@Suite struct FamiliesTests {
    /// The level of the pair of records 0 and 100, of households with so many members each.
    private static func level(
        _ assigned: [(Int, Int)], sizes: (Int, Int) = (7, 7)
    ) -> AgreementLevel {
        let levels = LinkageConfiguration.standard.levels(of: .household)
        let level = Families.level(
            RecordPair(0, 100), assigned: assigned.map { RecordPair($0.0, $0.1) }, sizes: sizes)
        return level == LevelPattern.missing ? .missing : levels[level].level
    }

    @Test func `the share of the other members that were found counts, not their number`() {
        #expect(Self.level([]) == .differs)
        #expect(Self.level([(1, 101)]) == .differs)
        #expect(Self.level([(1, 101)], sizes: (2, 9)) == .mostMembers)
        #expect(Self.level([(1, 101), (2, 102)]) == .severalMembers)
        #expect(Self.level([(1, 101), (2, 102), (3, 103), (4, 104)]) == .mostMembers)
        #expect(
            Self.level([(1, 101), (2, 102), (3, 103), (4, 104)], sizes: (20, 20)) == .differs)
    }

    @Test func `the pair itself is no evidence for itself`() {
        #expect(Self.level([(0, 100)]) == .differs)
        #expect(Self.level([(0, 100), (1, 101)], sizes: (2, 2)) == .mostMembers)
    }

    @Test func `who was found to be another member is not this one`() {
        let others = [(1, 101), (2, 102), (3, 103)]
        #expect(Self.level(others + [(0, 104)]) == .anotherMember)
        #expect(Self.level(others + [(4, 100)]) == .anotherMember)
        #expect(Self.level(others + [(0, 100)]) == .severalMembers)
    }

    @Test func `who is registered alone has no others, and who has no household says nothing`() {
        #expect(Self.level([], sizes: (1, 6)) == .alone)
        #expect(Self.level([], sizes: (1, 1)) == .alone)
        #expect(Self.level([], sizes: (0, 6)) == .missing)
        #expect(Self.level([], sizes: (3, Families.membersMax + 1)) == .missing)
    }

    @Test func `who is left over in two families that are one is the same person`() async throws {
        // Penda is written as another name and five years younger; so is Oumou, who has another family.
        let family = [
            ["Sitan", "Ongoiba", "F", "1975", "", "H1"],
            ["Modibo", "Ongoiba", "M", "2004", "", "H1"],
            ["Salif", "Ongoiba", "M", "2012", "", "H1"],
            ["Penda", "Ongoiba", "F", "2009", "", "H1"],
        ]
        var again = family.map { Array($0.dropLast()) + ["H2"] }
        again[3] = ["Pendo", "Ongoiba", "F", "2006", "", "H2"]
        let strangers = Lists.strangers(300).enumerated().map { number, row in
            Array(row.dropLast()) + ["S\(number / 4)"]
        }
        let elsewhere = strangers.suffix(3).map { Array($0.dropLast()) + ["H3"] }
        let alone = Array(again[3].dropLast()) + ["H3"]
        let together = try await Lists.link(strangers + family + again)
        #expect(together.clusters[307] == 303)
        let apart = try await Lists.link(strangers + family + elsewhere + [alone])
        #expect(apart.clusters[307] == 307)
    }

    // Beyond 40 members nobody said anything of anybody, and nothing said so.
    @Test func `a household as large as registration takes is evidence for its members`() throws {
        var index = try LinkageIndex(headers: Lists.people, mapping: Lists.peopleMapping())
        func id(_ household: String, _ number: Int) -> [UInt8] {
            Array("\(household) \(number)".utf8)
        }
        let people = Lists.strangers(LinkageLimits.householdMembersMax).map { $0.dropLast() }
        for household in ["A", "B"] {
            for (number, row) in people.enumerated() {
                index.insert(id(household, number), row + [household])
            }
        }
        let findings = index.screen([id("B", 0)], least: 0.5)
        #expect(findings.map(\.other) == [id("A", 0)])
        let household = try #require(
            findings.first?.evidence.first { $0.subject == .part(.household, nil) })
        #expect(household.level == .mostMembers && household.bits > 0)
    }

    @Test func `a level that only lists know is neutral until they tell`() async throws {
        // Most are registered alone: that is no evidence for anybody.
        let rows = Lists.strangers(300).enumerated().map { number, row in
            Array(row.dropLast()) + [number < 120 ? "H\(number / 4)" : "S\(number)"]
        }
        let learnt = try await Lists.link(rows).learnt
        let alone = try #require(learnt.first { $0.level == .alone })
        #expect(abs(alone.strangers - 0.84) < 0.02)
        #expect(abs(log2(alone.matches / alone.strangers)) < 0.2)
    }
}
