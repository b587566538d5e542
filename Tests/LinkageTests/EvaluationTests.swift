import Linkage
import Testing

@Suite struct EvaluationTests {
    @Test func `pairs are counted as right, wrong and missed`() async throws {
        let one = ["Awa", "Kassogué", "F", "1971-06-24", "A1234567", ""]
        let other = ["Salif", "Bocoum", "M", "1990-03-12", "B7654321", ""]
        let rows = Lists.strangers(200) + [one, one, other, other, one]
        let strangers = (0..<200).map { Optional("s\($0)") }
        // The first two are one person, as is found; the next two are said to be two; of the last it is not known.
        let result = try await Lists.link(rows)
        let evaluation = await LinkageEvaluation(
            result, truth: strangers + ["a", "a", "b", "c", ""])
        #expect(evaluation.truePairs == 1 && evaluation.blockingRecall == 1)
        #expect(evaluation.standard.right == 1 && evaluation.standard.missed == 0)
        let wrongAmongStrangers = await result.pairs.count { $0.right < 200 }
        #expect(evaluation.standard.wrong == 1 + wrongAmongStrangers)
        let missed = await LinkageEvaluation(result, truth: strangers + ["a", "a", "s0", "b", "b"])
        #expect(missed.standard.missed == 2)
        #expect(missed.standard.recall < 1 && missed.standard.f1 < 1)
    }

    @Test func `an empty result without a truth is without fault`() async throws {
        let result = try await Lists.link([["Awa", "Dolo", "F", "1980", "", ""]])
        let evaluation = await LinkageEvaluation(result, truth: [nil])
        #expect(evaluation.standard.f1 == 1 && evaluation.blockingRecall == 1)
        #expect(evaluation.calibrationError == nil && evaluation.reliability.isEmpty)
    }

    @Test func `pairs come piece by piece in order, until one piece cannot be taken`() async throws
    {
        struct Full: Error {}
        let row = ["Awa", "Kassogué", "F", "1971-06-24", "A1234567", ""]
        let result = try await Lists.link(Lists.strangers(200) + Array(repeating: row, count: 150))
        var pieces: [[[Int]]] = []
        await result.forEachPairs {
            $0.map { [$0.left, $0.right] }
        } collect: {
            pieces.append($0)
        }
        let pairs = pieces.flatMap(\.self)
        #expect(pieces.count > 1 && pairs.count == result.pairCount)
        let equal = (200..<350).flatMap { left in (left + 1..<350).map { [left, $0] } }
        #expect(pairs.filter { $0[0] >= 200 } == equal)
        var taken = 0
        await #expect(throws: Full.self) {
            try await result.forEachPairs {
                $0.count
            } collect: { _ in
                taken += 1
                throw Full()
            }
        }
        #expect(taken == 1)
    }
}
