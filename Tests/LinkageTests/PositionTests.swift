import Testing

@testable import Linkage

/// Places by their coordinates.
@Suite struct PositionTests {
    @Test(arguments: [
        (["14.35", "-3.61"], true), (["14,35", " -3,61 "], true), (["14.35 -3.61"], true),
        (["14.35,-3.61"], true), (["14.35, -3.61"], true), (["14,35; -3,61"], true),
        // With altitude and accuracy, as KoboToolbox writes it.
        (["14.35 -3.61 280.0 4.5"], true), (["14.35,-3.61 300 5"], true),
        (["14.35,-3.61,280.0,4.5"], true), (["14,35 -3,61 280.0 4.5"], true),
        (["١٤.٣٥", "-٣.٦١"], true),

        (["14.35"], false), (["14,35"], false), (["14.35", ""], false), (["14,35", "nan"], false),
        (["", ""], false), (["0", "0"], false),
        (["0.0 0.0 0 0"], false), (["91", "0"], false), (["14.35", "181"], false),
        (["nan", "inf"], false), (["0x1", "0x2"], false), (["Koro", "Mali"], false),
        (["1e1", "1"], false),
    ])
    func `coordinates are read as forms and programs write them`(
        cells: [String], isPosition: Bool
    ) throws {
        let position = Position(cells)
        #expect((position != nil) == isPosition)
        guard let position else { return }
        #expect(Position(position.bytes) == position)
        let there = try #require(Position(["14.35", "-3.61"]))
        #expect(position.kilometres(to: there) == 0)
    }

    @Test(arguments: [
        // A degree of a great circle is 111.2 km; of a circle at 60 degrees, half of it.
        ("10 0.001", "11 0.001", 111.2), ("60 20", "60 21", 55.6), ("0.001 5", "0.001 6", 111.2),
        ("-16 179.9", "-16 -179.9", 21.4), ("89.99 0", "90 0", 1.1),
        // Koro and Bankass.
        ("14.0667 -3.0833", "14.0767 -3.5167", 46.8),
    ])
    func `kilometres are those between two points`(
        left: String, right: String, kilometres: Double
    ) throws {
        let (first, second) = (try #require(Position([left])), try #require(Position([right])))
        #expect(abs(first.kilometres(to: second) - kilometres) < 0.7)
        #expect(first.kilometres(to: second) == second.kilometres(to: first))
    }

    @Test func `positions near each other have squares in common and far ones none`() throws {
        func squares(_ text: String) throws -> Set<[UInt8]> {
            Set(try #require(Position([text])).squares)
        }
        let here = try squares("14.35 -3.61")
        #expect(here.count == 9)
        #expect(try !here.isDisjoint(with: squares("14.44 -3.52")))
        #expect(try here.isDisjoint(with: squares("15.35 -3.61")))
        #expect(try !squares("-16 179.95").isDisjoint(with: squares("-16 -179.95")))
    }

    @Test(arguments: [
        (["14.35", "-3.61"], ["14.36", "-3.60"], AgreementLevel.within2km),
        (["14.35", "-3.61"], ["14.40", "-3.61"], .within10km),
        (["14.35", "-3.61"], ["14.35", "-3.21"], .within50km),
        (["14.35", "-3.61"], ["16.77", "-3.01"], .differs),
        (["14.35", "-3.61"], ["14.35", ""], .missing),
        (["14.35", "-3.61"], ["0", "0"], .missing),
    ])
    func `a mapping of latitude and longitude compares places by distance`(
        left: [String], right: [String], level: AgreementLevel
    ) throws {
        // The columns stand in any order.
        let mapping = try LinkageMapping(lines: [
            "x = longitude:village", "y = latitude:village",
        ])
        #expect(mapping.fields.map(\.name) == ["position:village"])
        let rows = [left, right].map { [$0[1], $0[0]] }
        let table = try Lists.table(mapping, headers: ["x", "y"], rows)
        let comparer = RecordComparer(table, .standard)
        let found = comparer.compare(0, 1).pattern[0]
        let scale = LinkageConfiguration.standard.levels(of: .position)
        #expect((found < scale.count ? scale[found].level : .missing) == level)
    }

    /// Links people of eight villages, of whom one in ten was registered again in a hamlet, and one more person with two
    /// namesakes: in the next hamlet and far away, with the bits that these have.
    ///
    /// - Parameters:
    ///   - birth: what a record says of a date of birth.
    ///   - degrees: how far to the north the hamlet is of whoever is registered again, by number.
    private static func link(
        birth: (String) -> String, degrees: (Int) -> Double
    ) async throws -> (LinkageResult, near: Double, far: Double) {
        let mapping = try LinkageMapping(lines: [
            "prenom = given", "nom = family", "naissance = birth", "village = place",
            "gps = position",
        ])
        let villages = [
            ("Ende", "14.15 -3.43"), ("Koporo", "14.21 -3.22"), ("Sangha", "14.46 -3.31"),
            ("Tombouctou", "16.77 -3.01"), ("Kayes", "14.44 -11.44"), ("Sikasso", "11.32 -5.67"),
            ("Gao", "16.27 -0.04"), ("Kidal", "18.44 1.41"),
        ]
        var rows = Lists.strangers(400).enumerated().map { number, row in
            let village = villages[number % villages.count]
            return [row[0], row[1], birth(row[3]), village.0, village.1]
        }
        for number in 0..<40 {
            let row = rows[number * 10]
            let parts = row[4].split(separator: " ").compactMap { Double($0) }
            let north = parts[0] + degrees(number)
            rows.append([row[0], row[1], row[2], "Hameau \(number)", "\(north) \(parts[1])"])
        }
        rows.append(["Yasagou", "Poudiougo", "1971", "Ende", "14.15 -3.43"])
        rows.append(["Yasagou", "Poudiougo", "1972", "Amba", "14.16 -3.44"])
        rows.append(["Yasagou", "Poudiougo", "1972", "Amba", "18.45 1.42"])
        let table = try Lists.table(
            mapping, headers: ["prenom", "nom", "naissance", "village", "gps"], rows)
        let result = await Linker().link(table)
        // All else says the same of both.
        let first = rows.count - 3
        func bits(_ other: Int) -> Double {
            result.candidates.first { $0.left == first && $0.right == other }?.bits ?? -.infinity
        }
        return (result, bits(first + 1), bits(first + 2))
    }

    private static func expectDistanceLearnt(_ result: LinkageResult) {
        let learnt = result.learnt.filter { $0.kind == .position }
        let ratios = learnt.map { $0.matches / $0.strangers }
        #expect(ratios == ratios.sorted(by: >) && ratios[0] > 4 && ratios[3] < 0.5)
    }

    @Test func `who came from the next village is told from a namesake from far away`() async throws
    {
        // Registered again, of a hamlet nearby, one in ten of the next village.
        let (result, near, far) = try await Self.link(birth: { $0 }) {
            $0 % 10 == 0 ? 0.05 : 0.01
        }
        #expect(near > far + 3)
        Self.expectDistanceLearnt(result)
    }

    // One of 40 was found: pairs of one village, all near each other, hid how seldom those of two places are.
    @Test func `where years of birth alone are known who came from the next village is found`()
        async throws
    {
        let (result, near, far) = try await Self.link(birth: { String($0.prefix(4)) }) { _ in 0.05 }
        let found = await result.pairs.count { $0.left % 10 == 0 && $0.right == 400 + $0.left / 10 }
        #expect(found > 30 && result.pairCount < found + 10)
        #expect(near > far + 3)
        Self.expectDistanceLearnt(result)
    }
}
