import Glibc
import Testing

@testable import Linkage

/// What people of one place share beside it.
@Suite struct NeighboursTests {
    private static let headers = ["prenom", "nom", "pere", "village", "site", "naissance"]

    private static func mapping() throws -> LinkageMapping {
        try Lists.mapping(
            "prenom = given", "nom = family", "pere = name:father", "village = place:origin",
            "site = place:residence", "naissance = birth")
    }

    /// Villages of people of one family name each; ten villages have one site.
    private static func villages(_ count: Int, of people: Int) -> [[String]] {
        let names = Lists.strangers(count * people)
        return (0..<count * people).map { number in
            let village = number / people
            return [
                names[number][0], names[13 * village][1], "", "Village \(village)",
                "Site \(village / 10)", "\(1940 + number % 70)",
            ]
        }
    }

    private static func link(_ rows: [[String]]) async throws -> LinkageResult {
        await Linker().link(try Lists.table(mapping(), headers: headers, rows))
    }

    private static func share(
        _ shares: [[Double]], _ kind: ComparisonKind, of model: LinkageModel
    ) throws -> Double {
        let part = try #require(model.parts.firstIndex { $0.kind == kind })
        return shares[part][0]
    }

    @Test func `a family name that a whole village has says little in it`() async throws {
        let model = try await Self.link(Self.villages(20, of: 60)).model
        let near = try Self.share(model.neighbours, .family, of: model)
        let far = try Self.share(model.strangers, .family, of: model)
        #expect(near > 0.9 && far < 0.2)
        let family = try #require(model.parts.firstIndex { $0.kind == .family })
        let place = try #require(model.placePart)
        var pattern = LevelPattern()
        pattern[family] = 0
        pattern[place] = model.parts[place].levelCount - 1
        let elsewhere = model.bits(of: pattern)[family]
        pattern[place] = 0
        #expect(model.bits(of: pattern)[family] < min(1, elsewhere - 1))
    }

    // All pairs of such a place are of one person, and were taken for what neighbours share.
    @Test func `copies of one person are no neighbours`() async throws {
        let people = Self.villages(20, of: 60)
        let copies = (0..<100).flatMap { number in
            let row = ["Yasagou", "Poudiougo", "", "Hamlet \(number)", "", "\(1950 + number % 50)"]
            return Array(repeating: row, count: 4)
        }
        let model = try await Self.link(people + copies).model
        let alone = try await Self.link(people).model
        let given = try Self.share(model.neighbours, .given, of: model)
        #expect(abs(given - (try Self.share(alone.neighbours, .given, of: alone))) < 0.03)
    }

    // A village and its site were each counted as rare: by as many villages as came, two bits more.
    @Test func `a namesake of one village is no likelier where a region grows by other villages`()
        throws
    {
        func bits(villages: Int) throws -> Double {
            let mapping = try Self.mapping()
            var index = try LinkageIndex(
                headers: Self.headers, mapping: mapping,
                model: LinkageModel(.standard, fields: mapping.fields))
            for (number, row) in Self.villages(villages, of: 30).enumerated() {
                index.insert(Array("\(number)".utf8), row)
            }
            let row = ["Moussa", "Togo", "", "Village 5", "Site 0", "1980"]
            index.insert(Array("one".utf8), row)
            index.insert(Array("other".utf8), row)
            let finding = index.compare(Array("one".utf8), Array("other".utf8))
            return try #require(finding).bits
        }
        #expect(try bits(villages: 320) < bits(villages: 80) + 0.75)
    }

    @Test func `a father's family name is not rare a second time`() throws {
        let rows = [
            ["Salif", "Ongoiba", "Hama Ongoiba", "", "", ""],
            ["Salif", "Ongoïba", "Hama Ongoyba", "", "", ""],
            ["Salif", "Ongoiba", "Hama", "", "", ""], ["Salif", "Ongoïba", "Hama", "", "", ""],
        ]
        let others = Self.villages(20, of: 20)
        let table = try Lists.table(Self.mapping(), headers: Self.headers, rows + others)
        let comparer = RecordComparer(table, .standard)
        let both = comparer.compare(0, 1)
        let alone = comparer.compare(2, 3)
        #expect(abs(both.rarity - alone.rarity) < 0.01)
        #expect(both.sharedRarity > 0)
    }
}
