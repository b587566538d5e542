import Testing

@testable import Linkage

@Suite struct CandidatePairsTests {
    @Test func `keys come with their records in order, each once`() async {
        let keyed = await KeyedRecords(records: 10_000) { range, add in
            for record in range {
                // Two of three keys are shared by every hundredth record; one stands twice.
                let shared = UInt64(record % 100 + 1) << 40
                add(record, [shared, UInt64(record) << 30 | 1 << 63, shared])
            }
        }
        var groups: [[Int]] = []
        for bucket in 0..<KeyedRecords.bucketCount {
            KeyedRecords.groups(of: keyed[bucket]) { group in
                groups.append(group.map { KeyedRecords.record(keyed[bucket][$0]) })
            }
        }
        #expect(Set(groups) == Set((0..<100).map { first in (0..<100).map { first + $0 * 100 } }))
        #expect(groups.count == 100)
    }

    @Test func `parts hold every pair once, and a sample is of them`() async throws {
        let table = try Lists.table(
            Lists.peopleMapping(), headers: Lists.people, Lists.strangers(3000))
        let blocked = await CandidatePairs(in: table, mayLink: Linkable(table))
        #expect(blocked.parts.count > 1)
        #expect(blocked.parts.first?.lowerBound == 0 && blocked.parts.last?.upperBound == 3000)
        let pairs = blocked.parts.flatMap { blocked.pairs(of: $0) }
        #expect(pairs == Array(Set(pairs)).sorted())
        #expect(pairs == blocked.pairs(of: 0..<3000))
        let sample = blocked.parts.flatMap { blocked.pairs(of: $0, oneIn: 7) }
        #expect(sample == pairs.filter { CandidatePairs.hash($0) % 7 == 0 })
        #expect(abs(sample.count * 7 - pairs.count) < pairs.count / 5)
    }

    // A father beside a son of a family that came again was sampled, fell short, and was counted again with his family.
    @Test func `a pair that is in the sample stays the one that it is`() {
        func compared(_ others: [(Int, Int)], _ rarity: Float) -> [ComparedPair] {
            others.map { ComparedPair(pair: RecordPair($0, $1), comparison: .init(rarity: rarity)) }
        }
        let sample = compared([(0, 1), (0, 3)], 1)
        let merged = Linker.merged(sample, compared([(0, 1), (0, 2), (1, 2)], 2))
        #expect(
            merged.map(\.pair)
                == [RecordPair(0, 1), RecordPair(0, 2), RecordPair(0, 3), RecordPair(1, 2)])
        #expect(merged.map(\.comparison.rarity) == [1, 2, 1, 2])
    }
}
