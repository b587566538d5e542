import Testing

@testable import Linkage

@Suite struct ScoreMixtureTests {
    /// Scores of a normal distribution around a mean, the same in every run.
    private func scores(_ count: Int, mean: Double, spread: Double) -> [Float] {
        var random = SeededRandom(seed: UInt64(count))
        return (0..<count).map { _ in
            let sum = (0..<12).reduce(0.0) { sum, _ in
                sum + Double.random(in: 0..<1, using: &random)
            }
            return Float(mean + spread * (sum - 6))
        }
    }

    @Test func `matches are told from strangers where their scores part`() {
        let strangers = scores(40_000, mean: 2, spread: 4)
        let matches = scores(400, mean: 30, spread: 6)
        let mixture = ScoreMixture(strangers + matches, records: 1_000)
        #expect(mixture.probability(10) < 0.1)
        #expect(mixture.probability(15) < 0.5)
        #expect(mixture.probability(20) > 0.5)
        #expect(mixture.probability(30) > 0.99)
        #expect(mixture.probability(60) > 0.99)
        let wrong = strangers.count { mixture.probability($0) >= 0.5 }
        let missed = matches.count { mixture.probability($0) < 0.5 }
        #expect(wrong + missed < 40)
    }

    @Test func `a higher score never says less`() {
        let mixture = ScoreMixture(
            scores(20_000, mean: 2, spread: 4) + scores(300, mean: 22, spread: 3), records: 600)
        let said = stride(from: Float(-10), to: 80, by: 0.5).map(mixture.probability)
        #expect(zip(said, said.dropFirst()).allSatisfy { $0 <= $1 })
    }

    @Test func `strangers alone are no matches`() {
        let mixture = ScoreMixture(scores(40_000, mean: 2, spread: 4), records: 1_000)
        #expect(scores(40_000, mean: 2, spread: 4).count { mixture.probability($0) >= 0.5 } < 10)
        #expect(ScoreMixture([], records: 0).probability(50) == 0)
        #expect(ScoreMixture([12], records: 2).probability(12) <= 1)
    }
}
