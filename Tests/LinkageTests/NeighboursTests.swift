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
        let people = Self.villages(20, of: 60)
        let family = people[0][1]
        func pair(_ family: String, _ villages: [String]) -> [[String]] {
            villages.map { ["Yasagou", family, "", $0, "", "1971"] }
        }
        let home = [people[0][3], people[0][3]]
        let rows =
            people + pair(family, home) + pair("", home) + pair(family, ["", ""])
            + pair("", ["", ""])
        let table = try Lists.table(Self.mapping(), headers: Self.headers, rows)
        let model = await Linker().link(table).model
        let comparer = RecordComparer(table, .standard)
        let bits = (0..<4).map {
            let pair = people.count + 2 * $0
            return model.weights().odds(comparer.compare(pair, pair + 1)).bits
        }
        #expect(bits[2] > bits[3] + 2)
        #expect(bits[0] - bits[1] < (bits[2] - bits[3]) / 2)
    }

    // Levels that no pair had were taken for common: in one village an exact date of birth said six bits less.
    @Test func `where no place has many records neighbours are as strangers`() async throws {
        let model = try await Self.link(Self.villages(5, of: 40)).model
        for (near, far) in zip(model.neighbours, model.strangers) {
            #expect(zip(near, far).allSatisfy { abs($0 - $1) < 1e-9 })
        }
        #expect(!model.dependences.isEmpty)
        #expect(model.neighbourDependences == model.dependences)
    }

    // Of the few pairs of a village some are repeats that are hard to see: births that agree seemed common there.
    @Test func `neighbours share names and not births`() async throws {
        let people = Self.villages(5, of: 60)
        let repeats = people.enumerated().filter { $0.offset % 4 == 0 }.map {
            [$0.element[0] + "ga", "Saye", "", $0.element[3], "", $0.element[5]]
        }
        let model = try await Self.link(people + repeats).model
        for (part, scale) in model.parts.enumerated() where !scale.isLocal {
            #expect(model.neighbours[part] == model.strangers[part])
        }
        #expect(model.parts.contains { $0.kind == .birthYear && !$0.isLocal })
        let family = try #require(model.parts.firstIndex { $0.kind == .family })
        #expect(model.neighbours[family] != model.strangers[family])
    }

    // All pairs of such a place are of one person, and were taken for what neighbours share.
    @Test func `copies of one person are no neighbours`() async throws {
        let people = Self.villages(5, of: 60)
        let copies = (0..<100).flatMap { number in
            let row = ["Yasagou", "Poudiougo", "", "Hamlet \(number)", "", "\(1950 + number % 50)"]
            return Array(repeating: row, count: 4)
        }
        let model = try await Self.link(people + copies).model
        // Of twelve given names.
        #expect(try Self.share(model.neighbours, .given, of: model) < 0.2)
    }
}
