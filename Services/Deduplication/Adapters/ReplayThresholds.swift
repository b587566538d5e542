import Catalogue
import DeduplicationCore
import Following
import Messages
import RPC
import Storage

/// Says what other thresholds would have done with the pairs that are stored.
struct ReplayThresholds: Sendable {
    let store: DeduplicationStore
    /// How long it looks at what a rule would merge.
    var time = DeduplicationLimits.replay

    func run(
        _ request: DeduplicationV1.ReplayThresholdsRequest
    ) async throws -> DeduplicationV1.ReplayThresholdsResponse {
        for (field, value) in [
            ("possible", request.possible), ("probable", request.probable),
            ("merge", request.merge),
        ] {
            guard value == 0 || (value > 0 && value < 1) else {
                throw Field.invalid(field, .deduplication(.probabilityOutOfRange))
            }
        }
        let counts = DeduplicationV1.ReplayThresholdsResponse(
            possible: request.possible > 0 ? request.possible : PairFinding.possibleMin,
            probable: request.probable > 0 ? request.probable : PairFinding.probableMin,
            merge: request.merge, storedFrom: PairFinding.possibleMin)
        return try await store.database.read { reading in
            try store.followed.requireWhole(in: reading)
            var replay = ThresholdReplay(counts, probableNow: PairFinding.probableMin)
            try store.pairs.scanWeights(in: reading) { replay.add(state: $0, weight: $1) }
            try store.pairs.scanRuleWeights(in: reading) { replay.addRule(weight: $0) }
            guard request.merge > 0 else { return replay.answer }
            var merging = MergeReplay(replay.answer, ledger: store.ledger, until: .now + time)
            return try merging.run(in: reading)
        }
    }
}
