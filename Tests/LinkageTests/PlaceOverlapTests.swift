import Glibc
import Testing

@testable import Linkage

/// What two places say twice, in an index that grows by other villages and other sites.
@Suite struct PlaceOverlapTests {
    private static let headers = ["prenom", "nom", "village", "site", "naissance", "menage"]

    private static func index() throws -> LinkageIndex {
        let mapping = try Lists.mapping(
            "prenom = given", "nom = family", "village = place:origin", "site = place:residence",
            "naissance = birth", "menage = household")
        return try LinkageIndex(headers: headers, mapping: mapping)
    }

    /// Villages of 130 people, two of a household, of which each went to one site.
    private static func villages(_ numbers: Range<Int>) -> [[String]] {
        let names = Lists.strangers(130 * numbers.upperBound)
        return numbers.flatMap { village in
            (0..<130).map { place in
                let number = 130 * village + place
                return [
                    names[number][0], names[number][1], "Village \(word(village))",
                    "Camp \(word(village * 7 + 3))", "\(1940 + number % 70)", "H\(number / 2)",
                ]
            }
        }
    }

    /// Words of numbers that no two share the sound of.
    private static func word(_ number: Int) -> String {
        let syllables = ["ba", "ko", "di", "fu", "ga", "lo", "me", "ni"]
        return (0..<3).map { syllables[number >> (3 * $0) & 7] }.joined()
    }

    private static func id(_ number: Int) -> [UInt8] { Array("person \(number)".utf8) }

    /// Bits of two people of one village and site who share no more than many do.
    private static func bitsOfNeighbours(_ index: inout LinkageIndex) throws -> Double {
        for (number, given) in ["Moussa", "Moussa"].enumerated() {
            index.insert(
                id(900_000 + number),
                [given, "Dolo", "Village \(word(1))", "Camp \(word(10))", "1970", "N\(number)"])
        }
        let finding = index.compare(id(900_000), id(900_001))
        for number in 0..<2 { index.remove(id(900_000 + number)) }
        return try #require(finding).bits
    }

    // The village and its site both grew rarer, and each counted for that: by a bit for each doubling scores grew too sure.
    @Test func `a village and its site are rare once, however the region grows`() throws {
        var index = try Self.index()
        var bits: [Double] = []
        var dependences: [Double] = []
        var next = 0
        for villages in [0..<16, 16..<64] {
            for row in Self.villages(villages) {
                index.insert(Self.id(next), row)
                next += 1
            }
            bits.append(try Self.bitsOfNeighbours(&index))
            dependences.append(try #require(index.placeDependences.first).bits)
        }
        #expect(abs(dependences[0] - 4) < 0.5)
        #expect(abs(dependences[1] - 6) < 0.5)
        // Who is of one village is among as many as before.
        #expect(abs(bits[1] - bits[0]) < 0.5)
    }

    @Test func `what places say twice follows from who is there, whoever was`() throws {
        let rows = Self.villages(0..<8)
        var random = SeededRandom(seed: 5)
        let stay = Set(rows.indices.filter { _ in Bool.random(using: &random) })
        var changed = try Self.index()
        for (number, row) in rows.enumerated() { changed.insert(Self.id(number), row) }
        for number in rows.indices where !stay.contains(number) {
            changed.remove(Self.id(number))
        }
        var anew = try Self.index()
        // In another order, so that neither people nor places have the numbers that they had.
        for number in stay.sorted().reversed() { anew.insert(Self.id(number), rows[number]) }
        #expect(changed.placeDependences == anew.placeDependences)
        var bytes: [UInt8] = []
        try changed.write { bytes += $0 }
        var read = try Self.index()
        var rest = bytes[...]
        try read.read(size: bytes.count) { buffer in
            guard rest.count >= buffer.count else { return false }
            buffer.copyBytes(from: rest.prefix(buffer.count))
            rest = rest.dropFirst(buffer.count)
            return true
        }
        #expect(read.placeDependences == changed.placeDependences)
    }

    @Test func `what no two households share is not taken for an overlap`() throws {
        var index = try Self.index()
        let names = Lists.strangers(4_000)
        for number in 0..<4_000 {
            index.insert(
                Self.id(number),
                [
                    names[number][0], names[number][1], "Village \(Self.word(number % 40))",
                    "tent \(Self.word(number / 512)) \(Self.word(number % 512)) \(number)", "1970",
                    "H\(number)",
                ])
        }
        let found = try #require(index.placeDependences.first).bits
        #expect(found < 0.5)
    }

    @Test func `an index that holds nobody takes what its model knows`() throws {
        let fields = LinkageIndex.registration.fields
        let index = LinkageIndex()
        let assumed = LinkageModel(.standard, fields: fields).placeDependence
        #expect(assumed > 1)
        #expect(index.placeDependences.count == 1)
        #expect(index.placeDependences.allSatisfy { abs($0.bits - assumed) < 1e-9 })
    }

    @Test func `strangers among twice as many ask for more than a bit`() {
        let model = LinkageModel(.standard, fields: LinkageIndex.registration.fields)
        let priors = [100_000.0, 200_000].map { model.weights(pairsPerRecord: $0).prior }
        #expect(abs(priors[1] - priors[0] + 1 + LinkageConfiguration.standard.chanceGrowth) < 1e-3)
    }
}
