import Basics
import Catalogue
import DeduplicationCore
import Following
import Messages
import RPC
import Status
import Storage

/// Records decisions about pairs, one or several at once.
struct DecidePair: Sendable {
    let store: DeduplicationStore

    func run(
        _ request: DeduplicationV1.DecidePairRequest, by reviewer: String
    ) async throws -> DeduplicationV1.DecidePairResponse {
        _ = try Field.id(request.pairID, "pair_id")
        let decision = DeduplicationV1.PairDecision(
            pairID: request.pairID, decision: request.decision, revision: request.revision)
        let judgement = try judgement(request.comment, by: reviewer)
        return try await store.database.write { transaction in
            try store.followed.requireWhole(in: transaction)
            let pairs = try Deciding(ledger: store.ledger, transaction: transaction)
                .take([decision], judgement)
            return .init(
                pair: try pairs.first.map {
                    try store.filled($0, for: reviewer, in: transaction)
                },
                position: try position(in: transaction))
        }
    }

    func run(
        _ request: DeduplicationV1.DecidePairsRequest, by reviewer: String
    ) async throws -> DeduplicationV1.DecidePairsResponse {
        let max = DeduplicationLimits.decisionsMax
        guard (1...max).contains(request.decisions.count) else {
            throw Field.invalid(
                "decisions", .deduplication(.decisionsCount), ["max": "\(max)"])
        }
        for (index, decision) in request.decisions.enumerated() {
            _ = try Field.id(decision.pairID, "decisions[\(index)].pair_id")
        }
        guard Set(request.decisions.map(\.pairID)).count == request.decisions.count else {
            throw Field.invalid("decisions", .deduplication(.decisionTwice))
        }
        let judgement = try judgement(request.comment, by: reviewer)
        return try await store.database.write { transaction in
            try store.followed.requireWhole(in: transaction)
            let pairs = try Deciding(ledger: store.ledger, transaction: transaction)
                .take(request.decisions, judgement)
            return .init(
                pairs: try pairs.map { try store.reviewed($0, by: reviewer, in: transaction) },
                position: try position(in: transaction))
        }
    }

    private func position(in transaction: Transaction) throws -> CommonV1.LogPosition {
        CommonV1.LogPosition(try store.log.head(in: transaction), eventID: nil)
    }

    private func judgement(_ comment: String, by reviewer: String) throws(RPCError) -> Judgement {
        try check(comment: comment)
        return Judgement(maker: .person(reviewer), comment: comment, time: store.currentTime)
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
}
