import DeduplicationCore
import Messages
import Status
import Storage
import Testing

@testable import DeduplicationService

@Suite struct ReplayTests {
    /// Eight pairs: a state, a probability, and whether a rule decided.
    private func replay(
        possible: Double, probable: Double, merge: Double
    ) -> DeduplicationV1.ReplayThresholdsResponse {
        var replay = ThresholdReplay(
            .init(possible: possible, probable: probable, merge: merge, storedFrom: 0.3),
            probableNow: 0.95)
        let pairs: [(DeduplicationV1.PairState, Double, Bool)] = [
            (.open, 0.4, false), (.open, 0.7, false), (.open, 0.96, false), (.open, 0.9999, false),
            (.same, 0.5, false), (.same, 0.9999, true), (.different, 0.99999, false),
            (.unsure, 0.6, false),
        ]
        for (state, probability, isByRule) in pairs {
            replay.add(state: state, weight: ThresholdReplay.bits(probability))
            if isByRule { replay.addRule(weight: ThresholdReplay.bits(probability)) }
        }
        return replay.answer
    }

    @Test func itSaysWhatWouldGoComeMergeAndContradict() {
        let answer = replay(possible: 0.6, probable: 0.99, merge: 0.999)
        #expect(answer.open == 4)
        #expect(answer.openGone == 1)
        #expect(answer.probableNow == 2 && answer.probableThen == 1)
        #expect(answer.merged == 1)
        #expect(answer.mergedAgainstDecision == 1)
        #expect(answer.sameNeverShown == 1)
        let kept = replay(possible: 0.3, probable: 0.95, merge: 0)
        #expect(kept.openGone == 0 && kept.probableThen == kept.probableNow)
        #expect(kept.merged == 0 && kept.mergedAgainstDecision == 0)
    }

    @Test func eachPairIsInTheBandOfItsWeight() {
        let bands = replay(possible: 0.3, probable: 0.95, merge: 0).bands
        #expect(bands.map(\.open).reduce(0, +) == 4)
        #expect(bands.map(\.same).reduce(0, +) == 2)
        #expect(bands.map(\.sameByRule).reduce(0, +) == 1)
        #expect(bands.map(\.fromBits) == bands.map(\.fromBits).sorted())
        // Even odds are 0 bits: of the band from 0 to 2, with those of 0.6 and 0.7.
        let middle = bands.first { $0.fromBits == 0 }
        #expect(
            middle?.toBits == 2 && middle?.same == 1 && middle?.unsure == 1 && middle?.open == 1)
        var far = ThresholdReplay(.init(possible: 0.3, probable: 0.95), probableNow: 0.95)
        for weight in [-1e300, 1e300, .infinity, -.infinity] {
            far.add(state: .open, weight: weight)
        }
        #expect(far.answer.bands.map(\.open) == [2, 2])
    }

    @Test func itReadsThePairsThatAreStored() async throws {
        try await withSite { site in
            for number in 1...4 as ClosedRange<UInt64> {
                try site.log.record(Households.household(number, [Households.mariam()]))
            }
            try await site.follow()
            let pairs = try await site.pairs()
            _ = try await site.decide(pairs[0], .same)
            let replay = ReplayThresholds(store: site.store)
            let answer = try await replay.run(.init(merge: 0.5))
            #expect(answer.open == UInt64(pairs.count - 1))
            #expect(answer.merged == answer.open)
            #expect(answer.bands.map(\.same).reduce(0, +) == 1)
            #expect(answer.possible > 0 && answer.storedFrom == answer.possible)
            for value in [-0.1, 1, 7, .nan] {
                let error = await #expect(throws: RPCError.self) {
                    try await replay.run(.init(probable: value))
                }
                #expect(error?.details.violations.map(\.field) == ["probable"])
            }
        }
    }
}
