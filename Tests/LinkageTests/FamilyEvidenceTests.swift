import Testing

@testable import Linkage

/// What the records of two households say together.
@Suite struct FamilyEvidenceTests {
    /// Six hundred strangers, five in a household.
    private static let strangers = Lists.strangers(600).enumerated().map { number, row in
        Array(row.dropLast()) + ["S\(number / 5)"]
    }

    private static func household(_ name: String, _ members: [[String]]) -> [[String]] {
        members.map { $0 + ["", name] }
    }

    private static let family = household(
        "H1",
        [
            ["Tidiane", "Keïta", "M", "1969"], ["Assitan", "Sangaré", "F", "1978"],
            ["Nouhoum", "Keïta", "M", "2003"], ["Kalilou", "Keïta", "M", "2007"],
            ["Ténimba", "Keïta", "F", "2011"], ["Zoumana", "Keïta", "M", "2016"],
        ])

    @Test func `two families of one name who share the commonest given names stay two`()
        async throws
    {
        let others = Self.household(
            "H3",
            [
                ["Moussa", "Keïta", "M", "1953"], ["Oumou", "Dolo", "F", "1960"],
                ["Kalilou", "Keïta", "M", "1985"], ["Ténimba", "Keïta", "F", "1990"],
                ["Bakary", "Keïta", "M", "1993"], ["Sitan", "Keïta", "F", "1996"],
            ])
        let result = try await Lists.link(Self.strangers + Self.family + others)
        #expect(result.pairCount == 0)
    }

    // One found the other, lost its own evidence by that, and was found by the other again, in turns.
    @Test func `two who alone are in both households are both found`() async throws {
        let mother = ["Assitan", "Sangaré", "F", "1978", "", "H4"]
        let child = ["Ténimba", "Keïta", "F", "2012", "", "H4"]
        let parents = [["Drissa", "Sangaré", "M", "1950"], ["Hawa", "Tall", "F", "1957"]]
        let rows =
            Self.strangers + Self.family + [mother, child]
            + Self.household("H4", parents)
        let result = try await Lists.link(rows)
        #expect(result.clusters[606] == 601)
        #expect(result.clusters[607] == 604)
        var index = try LinkageIndex(headers: Lists.people, mapping: Lists.peopleMapping())
        for (number, row) in rows.enumerated() { index.insert(Array("\(number)".utf8), row) }
        let findings = index.screen(["606", "607"].map { Array($0.utf8) }, least: 0.5)
        #expect(Set(findings.map(\.other)) == [Array("601".utf8), Array("604".utf8)])
    }
}
