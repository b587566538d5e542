import Testing

@testable import Linkage

@Suite struct DecidingTests {
    @Test func `the assignment is the best of all`() {
        var random = SeededRandom(seed: 7)
        for _ in 0..<200 {
            let rows = Int.random(in: 1...5, using: &random)
            let columns = Int.random(in: 1...5, using: &random)
            let gains = (0..<rows).map { _ in
                (0..<columns).map { _ in
                    Double(max(0, Int.random(in: -3...9, using: &random)))
                }
            }
            let chosen = Assignment.best(gains)
            let used = chosen.compactMap(\.self)
            #expect(Set(used).count == used.count)
            var total = 0.0
            for (row, column) in chosen.enumerated() { total += column.map { gains[row][$0] } ?? 0 }
            #expect(total == Self.greatest(gains, from: 0, without: []))
        }
    }

    private static func greatest(_ gains: [[Double]], from row: Int, without used: Set<Int>)
        -> Double
    {
        guard row < gains.count else { return 0 }
        var best = greatest(gains, from: row + 1, without: used)
        for column in gains[row].indices where !used.contains(column) {
            let rest = greatest(gains, from: row + 1, without: used.union([column]))
            best = max(best, gains[row][column] + rest)
        }
        return best
    }

    @Test func `weights only fall and shares keep their sum`() {
        let strangers = [0.01, 0.04, 0.15, 0.8]
        let shares = ModelFitting.monotone([0.1, 0.7, 0.15, 0.05], over: strangers)
        // The second level was likelier than the first: both get the weight of the two together.
        #expect(abs(shares[0] / strangers[0] - 0.8 / 0.05) < 1e-9)
        #expect(abs(shares[1] / strangers[1] - 0.8 / 0.05) < 1e-9)
        #expect(abs(shares[2] - 0.15) < 1e-9 && abs(shares[3] - 0.05) < 1e-9)
        #expect(abs(shares.reduce(0, +) - 1) < 1e-9)
        let inOrder = [0.7, 0.2, 0.08, 0.02]
        let kept = ModelFitting.monotone(inOrder, over: strangers)
        #expect(zip(kept, inOrder).allSatisfy { abs($0 - $1) < 1e-12 })
    }

    @Test func `fields that strangers share together count once`() {
        var joint = JointAgreement(parts: 3)
        // The first two parts agree together in a tenth of the pairs; the third is independent.
        for number in 0..<10_000 {
            joint.add((number % 10 == 0 ? 0b011 : 0) | (number % 7 == 0 ? 0b100 : 0), 1)
        }
        let tree = joint.tree(prior: 3, bitsMin: 0.3)
        #expect(tree.count == 1)
        #expect(tree.first?.first == 0 && tree.first?.second == 1)
        #expect(abs((tree.first?.bits ?? 0) - 3.3) < 0.1)
    }

    @Test func `a chain that is too long is divided, not dropped`() {
        var sets = DisjointSets(count: 500)
        for element in 1..<500 { sets.join(element - 1, element, sizeMax: 200) }
        let roots = (0..<500).map { sets.root($0) }
        let sizes = Dictionary(grouping: roots, by: \.self).values.map(\.count).sorted()
        #expect(sizes == [100, 200, 200])
    }

    @Test func `a probability and its bits are one thing`() {
        #expect(WeightTable.bits(0.5) == 0)
        #expect(abs(WeightTable.probability(WeightTable.bits(0.9)) - 0.9) < 1e-12)
        #expect(WeightTable.probability(1e9) <= 1 && WeightTable.probability(-1e9) >= 0)
    }
}
