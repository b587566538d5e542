import Linkage
import Matching
import Testing

/// Names in a list: scripts, classes of variants, and what the engine is without either.
@Suite struct NamesTests {
    private static func evidence(
        _ left: [String], _ right: [String], variants: NameVariants = .standard,
        usesPhonetics: Bool = true
    ) async throws -> [LinkageEvidence] {
        var configuration = LinkageConfiguration.standard
        configuration.usesPhonetics = usesPhonetics
        configuration.threshold = 0.01
        let rows = Lists.strangers(200) + [left, right]
        let table = try Lists.table(
            Lists.peopleMapping(), headers: Lists.people, rows, variants: variants,
            configuration: configuration)
        let result = await Linker(configuration: configuration).link(table)
        return try #require(await result.pairs.first { $0.left == 200 && $0.right == 201 }).evidence
    }

    @Test(arguments: [
        (["محمد", "تراوري"], ["Mamadou", "Traoré"], AgreementLevel.soundsAlike),
        (["موسى", "سنغاري"], ["Moussa", "Sangaré"], .close),
        (["سنغاري", "موسى"], ["Moussa", "Sangaré"], .close),
    ])
    func `a person is found in another script`(
        written: [String], latin: [String], level: AgreementLevel
    ) async throws {
        let rest = ["M", "1971-06-24", "", ""]
        let evidence = try await Self.evidence(
            written + ["M", "٢٤/٠٦/١٩٧١", "", ""], latin + rest)
        #expect(evidence.level(.given) == level)
        #expect(evidence.level(.family) == level)
        #expect(evidence.level(.birthDay) == .exact)
    }

    @Test func `places in another script are places`() async throws {
        let mapping = try Lists.mapping("nom = name", "village = place", "naissance = birth")
        let rows = Lists.strangers(100).map {
            [$0[0] + " " + $0[1], "Village \($0[3].prefix(3))", $0[3]]
        }
        let table = try Lists.table(
            mapping, headers: ["nom", "village", "naissance"],
            rows + [
                ["Awa Dolo", "Tombouctou", "1971-06-24"], ["Awa Dolo", "تمبكتو", "1971-06-24"],
            ])
        let pair = try #require(await Linker().link(table).pairs.first { $0.left == 100 })
        #expect(pair.evidence.level(.place) == .close)
    }

    @Test func `an operator's variants are one name`() async throws {
        let left = ["Amadingué", "Guindo", "M", "1971-06-24", "", ""]
        let right = ["Barkissou", "Guindo", "M", "1971-06-24", "", ""]
        func level(_ variants: NameVariants) async throws -> AgreementLevel? {
            try await Self.evidence(left, right, variants: variants).level(.given)
        }
        var variants = NameVariants.standard
        #expect(try await level(variants) == .differs)
        try variants.add(lines: ["Amadingué, Barkissou"])
        #expect(try await level(variants) == .soundsAlike)
    }

    @Test func `without phonetics only letters count, without term frequency no rarity`()
        async throws
    {
        let left = ["Kadidia", "Ouédraogo", "F", "1971-06-24", "", ""]
        let right = ["Khadija", "Wedraogo", "F", "1971-06-24", "", ""]
        let complete = try await Self.evidence(left, right)
        #expect(complete.filter { $0.level == .soundsAlike }.count == 2)
        let plain = try await Self.evidence(left, right, usesPhonetics: false)
        #expect(!plain.contains { $0.level == .soundsAlike })

        // A rare name says more than a common one, unless rarity does not count.
        func bits(_ name: String, _ usesTermFrequency: Bool) async throws -> Double {
            var configuration = LinkageConfiguration.standard
            configuration.usesTermFrequency = usesTermFrequency
            let rows = Lists.strangers(300).enumerated().map {
                [$0.offset % 3 == 0 ? "Moussa" : $0.element[0]] + $0.element.dropFirst()
            }
            let row = [name, "Dolo", "M", "1971-06-24", "", ""]
            let table = try Lists.table(
                Lists.peopleMapping(), headers: Lists.people, rows + [row, row],
                configuration: configuration)
            let result = await Linker(configuration: configuration).link(table)
            return try #require(result.candidates.first { $0.left == 300 }).bits
        }
        #expect(try await bits("Kassoum", true) > bits("Moussa", true) + 2)
        #expect(try await abs(bits("Kassoum", false) - bits("Moussa", false)) < 1)
    }
}
