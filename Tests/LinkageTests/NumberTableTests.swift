import Testing

@testable import Linkage

/// Numbers under hashes, beside a dictionary that says what should be there.
@Suite struct NumberTableTests {
    @Test func `any order of changes leaves what a dictionary holds`() {
        var random = SeededRandom(seed: 7)
        var table = NumberTable(partitionBits: 2)
        var expected: [UInt64: Set<UInt32>] = [:]
        // Few hashes in few partitions: runs, neighbours and both ends of a partition are met.
        let hashes =
            (0..<60).map { _ in UInt64.random(in: .min ... .max, using: &random) } + [0, .max]
        for _ in 0..<20_000 {
            let hash = hashes[Int.random(in: hashes.indices, using: &random)]
            let number = UInt32.random(in: 0..<40, using: &random)
            switch Int.random(in: 0..<100, using: &random) {
            case 0:
                table.replaceAll(table.run(hash), with: number)
                expected[hash] = [number]
            case 1..<60:
                #expect(
                    table.insert(table.run(hash), number)
                        == expected[hash, default: []].insert(number).inserted)
            default:
                #expect(
                    table.remove(hash, number)
                        == (expected[hash, default: []].remove(number) != nil))
            }
        }
        for hash in hashes {
            var found: [UInt32] = []
            table.append(table.run(hash), to: &found)
            #expect(found == expected[hash, default: []].sorted())
            #expect(table.first(hash) == found.first)
        }
        #expect(table.count == expected.values.reduce(0) { $0 + $1.count })
    }

    @Test func `a table that grows finds all that it holds, and has little room beside`() {
        var random = SeededRandom(seed: 9)
        var table = NumberTable(partitionBits: 4)
        let hashes = (0..<12_000).map { _ in UInt64.random(in: .min ... .max, using: &random) }
        for (number, hash) in hashes.enumerated() {
            table.insert(table.run(hash), UInt32(number))
            // Partitions shrink, too.
            if number % 3 == 2 { table.remove(hashes[number - 2], UInt32(number - 2)) }
        }
        let wrong = hashes.enumerated().filter { number, hash in
            var found: [UInt32] = []
            table.append(table.run(hash), to: &found)
            return found.contains(UInt32(number)) != (number % 3 != 0)
        }
        #expect(wrong.isEmpty)
        #expect(table.count == 8_000)
        #expect(table.byteCount < 8_000 * 6 * 11 / 10 + 2 * 4_096)
    }
}
