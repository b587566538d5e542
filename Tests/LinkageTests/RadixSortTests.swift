import Testing

@testable import Linkage

@Suite struct RadixSortTests {
    @Test(arguments: [0, 1, 2, 63, 64, 65, 1000])
    func `numbers are sorted as by comparing`(count: Int) {
        var random = SeededRandom(seed: 11)
        for most: UInt64 in [1, 300, .max] {
            let numbers = (0..<count).map { _ in UInt64.random(in: 0...most, using: &random) }
            var sorted = numbers
            RadixSort.sort(&sorted)
            #expect(sorted == numbers.sorted())
        }
    }

    @Test(arguments: [40, 5000]) func `what is equal in the sorted bits stays in order`(count: Int)
    {
        var random = SeededRandom(seed: 12)
        let numbers = (0..<count).map { _ in random.next() }
        var sorted = numbers
        RadixSort.sort(&sorted, bits: 22..<27)
        let expected = numbers.enumerated().sorted {
            ($0.element >> 22 & 31, $0.offset) < ($1.element >> 22 & 31, $1.offset)
        }
        #expect(sorted == expected.map(\.element))
    }
}
