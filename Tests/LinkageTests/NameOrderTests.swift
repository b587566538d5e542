import Testing

@testable import Linkage

/// Forms on which given and family names stand in each other's place.
@Suite struct NameOrderTests {
    private static let people = Lists.strangers(300)

    private static func exchanged(_ rows: [[String]]) throws -> [[String]] {
        var table = try Lists.table(Lists.peopleMapping(), headers: Lists.people, rows)
        table.exchangeNames()
        return (0..<table.count).map { record in
            table.rows.withUnsafe { rows in
                [0, 1].map { field in
                    rows[record].values(field).map {
                        String(decoding: table.names.values[$0], as: UTF8.self)
                    }
                    .joined(separator: " ")
                }
            }
        }
    }

    @Test func `what most others bear as a family name is one`() throws {
        let rows = [
            ["Konaté", "Bakary", "M", "", "", ""], ["Tall", "Sitan Awa", "F", "", "", ""],
        ]
        let names = try Self.exchanged(Self.people + rows)
        #expect(names[300] == ["bakary", "konate"])
        #expect(names[301] == ["sitan awa", "tall"])
        #expect(names[0] == Self.people[0].prefix(2).map { $0.lowercased() })
    }

    @Test func `what else a form in the other order says stays where it is`() throws {
        let row = ["Tall", "Sitan Awa", "F", "1980", "70112233", ""]
        var table = try Lists.table(
            Lists.peopleMapping(), headers: Lists.people, [row] + Self.people + [row])
        let before = (0..<table.count).map { table.values(of: $0) }
        table.exchangeNames()
        for record in [0, 301] {
            let (was, fields) = (before[record], table.values(of: record))
            #expect(fields == [was[1], was[0]] + was[2...])
            #expect(fields.map(\.count) == [2, 1, 1, 1, 1])
            #expect(table.rows.withUnsafe { $0[record].isExchanged })
        }
        #expect(table.values(of: 1) == before[1])
        #expect(table.rows.withUnsafe { !$0[1].isExchanged })
    }

    @Test func `one name alone or names that nobody else bears do not tell`() throws {
        let rows = [
            ["Konaté", "", "M", "", "", ""], ["Abidine", "Intalla", "M", "", "", ""],
            ["Abidine", "Moussa", "M", "", "", ""],
        ]
        let names = try Self.exchanged(Self.people + rows)
        #expect(names[300] == ["konate", ""])
        #expect(names[301] == ["abidine", "intalla"])
        #expect(names[302] == ["abidine", "moussa"])
    }

    // Each had the family name for a given name, which brothers do not share, and so all were one.
    @Test func `brothers on a form in the other order are not one person`() async throws {
        let form = [
            ["Konaté", "Bakary", "M", "2004", "", "H1"],
            ["Konaté", "Salif", "M", "2006", "", "H1"],
        ]
        let other = [
            ["Drissa", "Konaté", "M", "2005", "", "H2"],
            ["Modibo", "Konaté", "M", "2007", "", "H2"],
        ]
        let result = try await Lists.link(Self.people + form + other)
        #expect(result.pairCount == 0)
    }
}

extension LinkageTable {
    fileprivate func values(of record: Int) -> [[UInt32]] {
        rows.withUnsafe { rows in fields.indices.map { Array(rows[record].values($0)) } }
    }
}
