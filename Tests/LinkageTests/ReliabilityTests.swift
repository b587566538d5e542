import Linkage
import Testing

@Suite struct ReliabilityTests {
    /// Pairs of one probability, of which so many are true, evenly among them.
    private func pairs(_ said: Double, _ count: Int, right: Int) -> [(said: Double, isTrue: Bool)] {
        (0..<count).map { (said, $0 * right / count != ($0 + 1) * right / count) }
    }

    @Test func `the error is what was said less what was seen, by bins of one size`() throws {
        let reliability = Reliability(
            pairs(0.2, 100, right: 20) + pairs(0.8, 100, right: 50) + pairs(0.99, 900, right: 0))
        let error = try #require(reliability.calibrationError)
        #expect(abs(error - 0.15) < 0.01)
        #expect(reliability.bins.count == 10 && reliability.bins.allSatisfy { $0.pairs == 20 })
        #expect(reliability.bins.first.map { abs($0.said - 0.2) < 1e-9 } == true)
    }

    @Test func `a few pairs make as many bins, and none no error`() {
        #expect(Reliability(pairs(0.5, 3, right: 1)).bins.count == 3)
        #expect(Reliability(pairs(0.99, 3, right: 1)).calibrationError == nil)
    }
}
