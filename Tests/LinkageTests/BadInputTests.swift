import Linkage
import Testing

/// Lists that are broken or hostile: an answer in bounded time, and none that is wild.
@Suite struct BadInputTests {
    @Test func `a list of one and an empty list have no pairs`() async throws {
        #expect(try await Lists.link([]).pairs.isEmpty)
        #expect(try await Lists.link([["Awa", "Dolo", "F", "1980", "", ""]]).pairs.isEmpty)
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

    @Test func `a hundred thousand times the same name is bounded`() async throws {
        let count = 100_000
        let bare = ["Mamadou", "Traoré", "M", "", "", ""]
        let dated = ["Mamadou", "Traoré", "M", "1980-01-01", "", ""]
        let rows =
            Array(repeating: bare, count: count / 2) + Array(repeating: dated, count: count / 2)
        let result = try await Lists.link(rows)
        #expect(result.candidateCount <= count * LinkageLimits.pairsPerRecordMax)
        #expect(result.pairs.count < count / 10)
    }

    @Test func `people born on the first of January are not one person`() async throws {
        let rows = Lists.strangers(400).map { row in
            [row[0], row[1], row[2], "\(row[3].prefix(3))0-01-01", "", ""]
        }
        let result = try await Lists.link(rows)
        // 156 combinations of names and seven years: namesakes of one year abound, and are no repeats.
        #expect(result.pairs.count < 40)
    }

    @Test func `a row with too few cells is read as far as it goes`() async throws {
        let rows = Lists.strangers(100) + [["Awa"], ["Awa", "Kassogué", "F", "1971-06-24"]]
        #expect(try await Lists.link(rows).clusters.count == 102)
    }
}
