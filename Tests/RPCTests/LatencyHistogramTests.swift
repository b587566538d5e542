import TestKit
import Testing

@testable import RPC

@Suite struct LatencyHistogramTests {
    /// Values as latencies are: many short, few long.
    private func values(_ count: Int, using random: inout SeededGenerator) -> [UInt64] {
        (0..<count).map { _ in
            let bits = Int.random(in: 0...34, using: &random)
            return UInt64.random(in: 0...(1 << UInt64(bits)), using: &random)
        }
    }

    @Test(arguments: [1, 2, 3, 17, 1_000, 20_000], [UInt64(1), 2, 3, 4])
    func `a quantile is at most a sixteenth above the value at its rank`(
        _ count: Int, _ seed: UInt64
    ) {
        var random = SeededGenerator(seed: seed)
        let values = values(count, using: &random)
        var histogram = LatencyHistogram()
        for value in values { histogram.record(microseconds: value) }
        let sorted = values.map { min($0, UInt64(UInt32.max)) }.sorted()
        for fraction in [0, 0.001, 0.25, 0.5, 0.9, 0.99, 0.999, 1] {
            let rank = max(1, Int((Double(count) * fraction).rounded(.up)))
            let exact = sorted[rank - 1]
            let found = histogram.quantile(fraction)
            #expect(found >= exact, "seed \(seed), \(count) values, \(fraction)")
            #expect(found <= exact + exact / 16, "seed \(seed), \(count) values, \(fraction)")
        }
        #expect(histogram.count == UInt64(count))
        #expect(histogram.sumMicroseconds == values.reduce(0, +))
    }

    @Test func `two histograms put together are one of all their values`() {
        var random = SeededGenerator(seed: 5)
        let values = values(3_000, using: &random)
        var whole = LatencyHistogram()
        var parts = (LatencyHistogram(), LatencyHistogram())
        for (index, value) in values.enumerated() {
            whole.record(microseconds: value)
            if index.isMultiple(of: 3) {
                parts.0.record(microseconds: value)
            } else {
                parts.1.record(microseconds: value)
            }
        }
        parts.0.merge(parts.1)
        parts.0.merge(LatencyHistogram())
        for percent in 0...100 {
            let fraction = Double(percent) / 100
            #expect(parts.0.quantile(fraction) == whole.quantile(fraction))
        }
        #expect(parts.0.count == whole.count)
    }

    @Test func `an empty histogram has only zeros`() {
        #expect(LatencyHistogram().quantile(0.5) == 0)
        #expect(LatencyHistogram().count == 0)
    }

    @Test func `each bucket ends where the next one begins`() {
        for index in 0..<463 {
            let bound = LatencyHistogram.upperBound(of: index)
            #expect(LatencyHistogram.index(of: bound) == index)
            #expect(LatencyHistogram.index(of: bound + 1) == index + 1)
        }
    }
}
