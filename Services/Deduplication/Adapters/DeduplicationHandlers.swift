import Access
import Basics
import Catalogue
import DeduplicationCore
import Following
import Messages
import RPC
import Status
import Storage

/// Answers `jatigi.deduplication.v1`.
struct DeduplicationHandlers: Sendable {
    typealias Service = DeduplicationV1.DeduplicationService

    let store: DeduplicationStore

    func register(in table: inout HandlerTable) {
        table.handle(Service.getScreening) { request, call in
            try await GetScreening(store: store).run(request, remaining: call.remaining)
        }
        table.handle(Service.listPairs) { request, call in
            try await listPairs(request, for: try call.caller.subject)
        }
        table.handle(Service.getPair) { request, call in
            try await getPair(request, for: try call.caller.subject)
        }
        table.handle(Service.decidePair) { request, call in
            try await DecidePair(store: store).run(request, by: try call.caller.subject)
        }
        table.handle(Service.decidePairs) { request, call in
            try await DecidePair(store: store).run(request, by: try call.caller.subject)
        }
        table.handle(Service.compareHouseholds) { request, call in
            try await CompareHouseholds(store: store).run(
                request, for: try call.caller.subject)
        }
        table.handle(Service.getReviewAgreement) { request, _ in
            try await GetReviewAgreement(store: store).run(request)
        }
        table.handle(Service.replayThresholds) { request, _ in
            try await ReplayThresholds(store: store).run(request)
        }
        table.handle(Service.getIdentity) { request, _ in
            try await GetIdentity(store: store).run(request)
        }
        table.handle(Service.readEvents) { request, call in
            try await ReadEvents(store: store).run(request, remaining: call.remaining)
        }
        table.complete(Service.name, Service.methods)
    }

    /// - Parameter reviewer: whose queue it is, and to whom no other's opinion is shown.
    func listPairs(
        _ request: DeduplicationV1.ListPairsRequest, for reviewer: String = ""
    ) async throws -> DeduplicationV1.ListPairsResponse {
        let size = try Page(size: request.pageSize, token: "").size
        let isOfDecided = request.sameHousehold || request.presentTwice
        let usual: DeduplicationV1.PairState = isOfDecided ? .same : .open
        let state = request.state == .unspecified ? usual : request.state
        let asked = request.order == .unspecified ? .benefit : request.order
        let order = state == .open ? asked : .weight
        let last = PairCursor(token: request.pageToken)
        guard last.map({ $0.order == order }) ?? request.pageToken.isEmpty else {
            throw Field.invalid("page_token", .request(.pageTokenMalformed))
        }
        let choice = PairRows.Choice(
            state: state, level: request.level, isDecidedByRule: request.decidedByRule,
            isOfOneHousehold: request.sameHousehold, isPresentTwice: request.presentTwice)
        return try await store.database.read { reading in
            try store.followed.requireWhole(in: reading)
            let listed =
                switch order {
                case .benefit:
                    try store.pairs.queue(
                        choice, of: reviewer, after: last, size: size + 1, in: reading)
                case .doubt:
                    try store.pairs.mostDoubtful(
                        choice, of: reviewer, after: last, size: size + 1, in: reading)
                default: try store.pairs.heaviest(choice, after: last, size: size + 1, in: reading)
                }
            let items = try fitting(
                listed.prefix(size).map(\.pair), for: reviewer, in: reading)
            let isLast = items.count == listed.count
            return .init(
                pairs: items, nextPageToken: isLast ? "" : listed[items.count - 1].cursor.token)
        }
    }

    /// The first pairs, with what is known of their people, as many as one answer may carry.
    private func fitting(
        _ pairs: [DeduplicationV1.Pair], for reviewer: String, in reading: ReadTransaction
    ) throws -> [DeduplicationV1.Pair] {
        var items: [DeduplicationV1.Pair] = []
        var byteCount = 0
        for pair in pairs {
            let item = try store.filled(pair, for: reviewer, in: reading)
            byteCount += try item.encoded().count
            guard items.isEmpty || byteCount <= DeduplicationLimits.pageBytesMax else { break }
            items.append(item)
        }
        return items
    }

    func getPair(
        _ request: DeduplicationV1.GetPairRequest, for reviewer: String = ""
    ) async throws -> DeduplicationV1.GetPairResponse {
        let id = try Field.id(request.pairID, "pair_id")
        return try await store.database.read { reading in
            try store.followed.requireWhole(in: reading)
            guard let pair = try store.pairs.pair(id, in: reading) else {
                throw RPCError(.notFound, .deduplication(.pairUnknown))
            }
            return .init(pair: try store.filled(pair, for: reviewer, in: reading))
        }
    }
}
