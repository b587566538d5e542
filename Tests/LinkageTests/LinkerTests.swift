import Glibc
import Testing

@testable import Linkage

@Suite struct LinkerTests {
    private let awa = ["Awa", "Kassogué", "F", "1971-06-24", "", ""]

    @Test func `one person under two spellings is found among strangers`() async throws {
        var rows = Lists.strangers(300)
        rows += [awa, ["Kassogue", "Hawa", "F", "1971-06-24", "", ""]]
        let result = try await Lists.link(rows)
        #expect(result.clusters[300] == result.clusters[301])
        let pair = try #require(await result.pairs.first { $0.left == 300 })
        #expect(pair.right == 301 && pair.cluster == 300 && pair.probability > 0.9)
        #expect(pair.evidence.level(.nameOrder) == .swapped)
    }

    @Test func `namesakes of another age are two people`() async throws {
        var rows = Lists.strangers(300)
        rows += [awa, ["Awa", "Kassogué", "F", "1998-11-02", "", ""]]
        let result = try await Lists.link(rows)
        #expect(result.clusters[300] != result.clusters[301])
    }

    @Test func `members of one household are two people`() async throws {
        let twins = [
            ["Adama", "Bocoum", "M", "2015-03-09", "", "H1"],
            ["Adama", "Bocoum", "M", "2015-03-09", "", "H1"],
        ]
        let apart = try await Lists.link(Lists.strangers(200) + twins)
        #expect(apart.clusters[200] != apart.clusters[201])
        let unknown = twins.map { Array($0.dropLast()) + [""] }
        let together = try await Lists.link(Lists.strangers(200) + unknown)
        #expect(together.clusters[200] == together.clusters[201])
    }

    @Test func `a record that resembles two of a household is given to one`() async throws {
        var rows = Lists.strangers(200)
        rows += [
            ["Alassane", "Cisse", "M", "2010-05-07", "", "H1"],
            ["Alassana", "Cisse", "M", "2010-05-07", "", "H1"],
            ["Alassane", "Cisse", "M", "2010-05-07", "", "H2"],
            ["Alassana", "Cisse", "M", "2010-05-07", "", "H2"],
        ]
        let result = try await Lists.link(rows)
        #expect(result.clusters[202] == 200 && result.clusters[203] == 201)
    }

    @Test func `a family decides what one record cannot`() async throws {
        let family = [
            ["Sitan", "Ongoiba", "F", "1975", "", "H1"],
            ["Modibo", "Ongoiba", "M", "2004", "", "H1"],
            ["Penda", "Ongoiba", "F", "2009", "", "H1"],
            ["Salif", "Ongoiba", "M", "2012", "", "H1"],
        ]
        // Modibo is written as people guess: another spelling and two years apart.
        var again = family.map { Array($0.dropLast()) + ["H2"] }
        again[1] = ["Modibbo", "Ongoïba", "M", "2002", "", "H2"]
        let alone = again[1].dropLast() + ["H3"]
        let strangers = Lists.strangers(300).enumerated().map { number, row in
            Array(row.dropLast()) + ["S\(number / 4)"]
        }
        let together = try await Lists.link(strangers + family + again)
        #expect(together.clusters[304...307] == [300, 301, 302, 303])
        let evidence = await together.pairs.first { $0.left == 301 }?.evidence
        #expect(evidence?.level(.household) == .mostMembers)
        let apart = try await Lists.link(strangers + family + [Array(alone)])
        #expect(apart.clusters[304] == 304)
    }

    @Test func `a brother with all that families share is another`() async throws {
        let headers = ["prenom", "nom", "pere", "mere", "village", "tel", "naissance"]
        let mapping = try Lists.mapping(
            "prenom = given", "nom = family", "pere = name:father", "mere = name:mother",
            "village = place", "tel = phone", "naissance = birth")
        var rows = Lists.strangers(300).enumerated().map { number, row in
            [row[0], row[1], "", "", "Village \(number % 40)", "", row[3]]
        }
        let parents = ["Ongoiba", "Hama Ongoiba", "Dado Kelly", "Sareyamou", "66112233"]
        rows += [["Salif"] + parents + ["2010-04-05"], ["Drissa"] + parents + ["2012-09-17"]]
        let result = await Linker().link(try Lists.table(mapping, headers: headers, rows))
        #expect(result.clusters[300] != result.clusters[301])
    }

    @Test func `between two lists a record has one counterpart`() async throws {
        let first = Lists.strangers(200) + [awa]
        let second = [awa, awa] + Lists.strangers(400).suffix(200)
        let result = try await Lists.link(first, second: second)
        let linked = await result.pairs.filter {
            $0.left == 200 || $0.right == 201 || $0.right == 202
        }
        #expect(linked.count == 1)
        #expect(linked.first?.left == 200)
        #expect(await result.pairs.allSatisfy { $0.left < 201 && $0.right >= 201 })
    }

    @Test func `one doubtful record does not chain two people`() async throws {
        // The middle record resembles both sides; the sides, three records each, are two people.
        let one = ["Salimata", "Ongoiba", "F", "1980-02-03", "A1234567", ""]
        let two = ["Salimata", "Ongoiba", "F", "1999-11-28", "B7654321", ""]
        let between = ["Salimata", "Ongoiba", "F", "", "", ""]
        let rows = Lists.strangers(300) + [one, one, one, between, two, two, two]
        let result = try await Lists.link(rows)
        #expect(result.clusters[300] == result.clusters[302])
        #expect(result.clusters[304] == result.clusters[306])
        #expect(result.clusters[300] != result.clusters[304])
    }

    @Test func `a name that one person bears in many records is as rare as in one`() async throws {
        func record(_ given: String, _ year: Int, _ number: String) -> [String] {
            [given, "Ongoiba", "F", "\(year)-02-03", number, ""]
        }
        // One person six times, written otherwise each time, for equal records count but once.
        let rows =
            Lists.strangers(400)
            + ["Salimata", "Salimta", "Salmata"].flatMap {
                [record($0, 1980, "A1234567"), record($0, 1981, "A1234567")]
            }
        func rarity(_ comparer: RecordComparer) -> Double {
            comparer.withPairComparer { $0.compare(400, 405).rarities[1] }
        }
        let result = try await Lists.link(rows)
        #expect(Set(result.clusters[400...405]).count == 1)
        let unlinked = RecordComparer(result.decider.table, .standard)
        // Five other records hold it, or one at the most; counted in quarters of a bit.
        #expect(abs(rarity(result.decider.comparer) - rarity(unlinked) - log2(5)) <= 0.25)
        // Of two people with three each, three of six are another's.
        let two = (0..<400).map { UInt32($0) } + [400, 400, 400, 403, 403, 403]
        let known = RecordComparer(result.decider.table, .standard, people: two)
        #expect(abs(rarity(known) - rarity(unlinked) - log2(5.0 / 3)) <= 0.25)
    }

    @Test func `the result is the same in every run`() async throws {
        let rows = Lists.strangers(200)
        let first = try await Lists.link(rows)
        let second = try await Lists.link(rows)
        #expect(first.clusters == second.clusters)
        #expect(first.candidates.map(\.bits) == second.candidates.map(\.bits))
    }

    @Test func `weights fall from the best level to the worst`() async throws {
        let result = try await Lists.link(Lists.strangers(300))
        var last: (kind: ComparisonKind, ratio: Double)?
        for level in result.learnt {
            let ratio = level.matches / level.strangers
            if let last, last.kind == level.kind { #expect(ratio <= last.ratio * (1 + 1e-9)) }
            last = (level.kind, ratio)
            #expect(level.matches > 0 && level.strangers > 0 && ratio.isFinite)
        }
    }
}
