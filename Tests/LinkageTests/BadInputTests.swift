import Testing

@testable import Linkage

/// Lists that are broken or hostile: an answer in bounded time, and none that is wild.
@Suite struct BadInputTests {
    @Test func `a list of one and an empty list have no pairs`() async throws {
        #expect(try await Lists.link([]).pairCount == 0)
        #expect(try await Lists.link([["Awa", "Dolo", "F", "1980", "", ""]]).pairCount == 0)
    }

    @Test func `empty records are nobody's repeat`() async throws {
        let empty = ["", "", "", "", "", ""]
        let rows = [empty, empty, [], ["NaN", "nan", "?", "NaN", "-", ""]] + Lists.strangers(50)
        let result = try await Lists.link(rows)
        #expect(result.clusters[0...3] == [0, 1, 2, 3])
    }

    @Test func `one letter is no evidence to speak of`() async throws {
        let rows =
            Lists.strangers(200) + [["A", "D", "", "", "", ""], ["A", "D", "", "", "", ""]]
        let result = try await Lists.link(rows)
        #expect(result.clusters[200] != result.clusters[201])
    }

    @Test func `a name of five hundred letters is cut not refused`() async throws {
        let long = String(repeating: "Mamadouké", count: 56)
        let row = [long, long, "M", "1980-05-06", long, ""]
        let result = try await Lists.link(Lists.strangers(100) + [row, row])
        #expect(result.clusters[100] == result.clusters[101])
    }

    @Test func `forty thousand times the same name is bounded`() async throws {
        // So many that the limit a record holds, and not the least for small lists.
        let count = 40_000
        #expect(count * LinkageLimits.pairsPerRecordMax > LinkageLimits.pairsMin)
        let bare = ["Mamadou", "Traoré", "M", "", "", ""]
        let dated = ["Mamadou", "Traoré", "M", "1980-01-01", "", ""]
        let rows =
            Array(repeating: bare, count: count / 2) + Array(repeating: dated, count: count / 2)
        let result = try await Lists.link(rows)
        #expect(result.candidateCount <= count * LinkageLimits.pairsPerRecordMax)
        #expect(result.pairCount < count / 10)
    }

    @Test func `people born on the first of January are not one person`() async throws {
        let rows = Lists.strangers(400).map { row in
            [row[0], row[1], row[2], "\(row[3].prefix(3))0-01-01", "", ""]
        }
        let result = try await Lists.link(rows)
        // 156 combinations of names and seven years: namesakes of one year abound, and are no repeats.
        #expect(result.pairCount < 40)
    }

    @Test func `five hundred who name one household are no household`() async throws {
        // What is one household's, however large, is nobody's repeat; what is none keeps no repeat apart.
        let twin = ["Alassane", "Cisse", "M", "2010-05-07", "", ""]
        func list(_ size: Int) -> [[String]] {
            (Lists.strangers(size - 2) + [twin, twin]).map { Array($0.dropLast()) + ["site"] }
        }
        let most = LinkageLimits.householdMembersMax
        #expect(try await Lists.link(list(most)).pairCount == 0)
        let result = try await Lists.link(list(500))
        #expect(result.clusters[498] == result.clusters[499])
    }

    @Test func `families of namesakes add no more pairs than the limit`() throws {
        // Every household resembles every other: 120 of them, 40 namesakes each, have 11 million pairs.
        let rows = (0..<4800).map { ["Mamadou", "Traoré", "", "", "", "\($0 / 40)"] }
        let table = try Lists.table(Lists.peopleMapping(), headers: Lists.people, rows)
        var families = Families(table)
        let comparer = RecordComparer(table, .standard)
        let model = LinkageModel(parts: comparer.parts, configuration: .standard)
        let evidence = FamilyEvidence(
            model.weights(), householdPart: try #require(comparer.householdPart))
        var pairs: [ComparedPair] = []
        for first in 0..<120 {
            for second in first + 1..<120 {
                for member in 0..<2 {
                    pairs.append(
                        ComparedPair(
                            pair: RecordPair(first * 40 + member, second * 40 + member),
                            comparison: Comparison(rarity: 30)))
                }
            }
        }
        families.assign(pairs, evidence)
        let added = families.pairs { _, _ in true }.count
        #expect(added > LinkageLimits.pairsMin / 2 && added <= LinkageLimits.pairsMin)
    }

    @Test func `a long list is linked to a short one in time of the long one`() throws {
        let rows = Array(repeating: ["Awa", "Dolo", "F", "", "", ""], count: 2_000)
        let table = try Lists.table(
            Lists.peopleMapping(), headers: Lists.people, rows, second: [rows[0], rows[0]])
        var asked = 0
        let strangers = Linker.strangers(of: table, among: Array(0..<2_002)) { _, _ in
            asked += 1
            return true
        }
        #expect(asked == 4_000 && strangers.count == 4_000)
        #expect(strangers.allSatisfy { $0.left < 2_000 && $0.right >= 2_000 })
    }

    @Test func `a record that stands in a list twenty times is one person`() async throws {
        let row = ["Awa", "Kassogué", "F", "1971-06-24", "A1234567", ""]
        let result = try await Lists.link(Lists.strangers(200) + Array(repeating: row, count: 20))
        #expect(result.clusters[200...] == ArraySlice(repeating: 200, count: 20))
        #expect(await result.pairs.filter { $0.cluster == 200 }.count == 20 * 19 / 2)
    }

    @Test func `one person repeated hundreds of times is found`() async throws {
        let row = ["Awa", "Kassogué", "F", "1971-06-24", "A1234567", ""]
        let result = try await Lists.link(
            Lists.strangers(1000) + Array(repeating: row, count: 250))
        // Groups are limited, so that some copies make a second one.
        let sizes = Dictionary(grouping: result.clusters[1000...], by: \.self).values.map(\.count)
        #expect(sizes.reduce(0, +) == 250 && sizes.count <= 3)
        #expect(result.clusters[..<1000].allSatisfy { $0 < 1000 })
    }

    @Test func `a list of few people, each fifty times, is of few people`() async throws {
        let people = Lists.strangers(20).enumerated().map { number, row in
            Array(row.prefix(4)) + ["AB\(number * 7919 + 100_000)", ""]
        }
        let result = try await Lists.link((0..<1000).map { people[$0 % 20] })
        #expect(Set(result.clusters).count == 20)
    }

    @Test func `namesakes of whom nothing else is known all count`() throws {
        let namesakes = Array(repeating: ["Mamadou", "Traoré", "M", "", "", ""], count: 300)
        let copies = Array(
            repeating: ["Awa", "Kassogué", "F", "1971-06-24", "A1234567", ""], count: 30)
        let table = try Lists.table(
            Lists.peopleMapping(), headers: Lists.people, namesakes + copies)
        #expect(table.witnesses() == Array(0...300))
    }

    @Test func `a row with too few cells is read as far as it goes`() async throws {
        let rows = Lists.strangers(100) + [["Awa"], ["Awa", "Kassogué", "F", "1971-06-24"]]
        #expect(try await Lists.link(rows).clusters.count == 102)
    }
}
