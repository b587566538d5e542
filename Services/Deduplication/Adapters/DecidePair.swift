import Basics
import Catalogue
import DeduplicationCore
import Following
import Messages
import RPC
import Status
import Storage

/// Records a reviewer's decision.
struct DecidePair: Sendable {
    let store: DeduplicationStore

    func run(
        _ request: DeduplicationV1.DecidePairRequest, by reviewer: String
    ) async throws -> DeduplicationV1.DecidePairResponse {
        let id = try Field.id(request.pairID, "pair_id")
        try check(comment: request.comment)
        let time = store.currentTime
        return try await store.database.write { transaction in
            // Two members of one household are known for that only when both are on record.
            try store.followed.requireWhole(in: transaction)
            guard var pair = try store.pairs.pair(id, in: transaction) else {
                throw RPCError(.notFound, .deduplication(.pairUnknown))
            }
            let isNew = try pair.decide(
                request.decision, on: request.revision, by: reviewer, comment: request.comment,
                at: time)
            if isNew {
                let key = try pair.key
                try store.pairs.update(pair, in: transaction)
                try check(pair.state, key, in: transaction)
                try store.decisions.save(pair, key, in: transaction)
                try store.events.append(decided: pair, in: transaction)
            }
            return .init(
                pair: try store.filled(pair, in: transaction),
                position: CommonV1.LogPosition(try store.log.head(in: transaction), eventID: nil))
        }
    }

    /// Scalars are counted, since one character may be of any number of them.
    private func check(comment: String) throws(RPCError) {
        let max = DeduplicationLimits.commentScalarsMax
        guard comment.unicodeScalars.count <= max else {
            throw Field.invalid("comment", .registration(.tooLong), ["max": "\(max)"])
        }
        let isClean = comment.unicodeScalars.allSatisfy {
            $0.properties.generalCategory != .control || $0 == "\n"
        }
        guard isClean else {
            throw Field.invalid("comment", .deduplication(.commentUnprintable))
        }
    }

    /// Checks the identities as they are with the decision; what it throws undoes the decision.
    private func check(
        _ decision: DeduplicationV1.PairState, _ key: PairKey, in transaction: Transaction
    ) throws {
        switch decision {
        case .same:
            try store.identity(of: key.earlier, in: transaction).check(
                household: { try store.records.household(of: $0, in: transaction) },
                different: { try store.pairs.people(.different, to: $0, in: transaction) })
        case .different:
            guard try !store.identity(of: key.earlier, in: transaction).contains(key.later) else {
                throw RPCError(.failedPrecondition, .deduplication(.decisionContradicted))
            }
        default: break
        }
    }
}
