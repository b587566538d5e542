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
        table.handle(Service.listPairs) { request, _ in try await listPairs(request) }
        table.handle(Service.getPair) { request, _ in try await getPair(request) }
        table.handle(Service.decidePair) { request, call in
            try await DecidePair(store: store).run(request, by: try call.caller.subject)
        }
        table.handle(Service.getIdentity) { request, _ in try await getIdentity(request) }
        table.handle(Service.readEvents) { request, call in
            try await ReadEvents(store: store).run(request, remaining: call.remaining)
        }
        table.complete(Service.name, Service.methods)
    }

    func listPairs(
        _ request: DeduplicationV1.ListPairsRequest
    ) async throws -> DeduplicationV1.ListPairsResponse {
        let page = try Page(size: request.pageSize, token: request.pageToken)
        let state = request.state == .unspecified ? .open : request.state
        return try await store.database.read { reading in
            try store.followed.requireWhole(in: reading)
            let pairs = try store.pairs.page(
                state, level: request.level, after: page.after, size: page.size + 1, in: reading)
            guard let pairs else {
                throw Field.invalid("page_token", .request(.pageTokenMalformed))
            }
            let items = try fitting(pairs.prefix(page.size), in: reading)
            let cut = try Page(size: UInt32(items.count), token: request.pageToken)
            return .init(pairs: items, nextPageToken: cut.cut(pairs, by: \.pairID).next)
        }
    }

    /// The first pairs, with what is known of their people, as many as one answer may carry.
    private func fitting(
        _ pairs: ArraySlice<DeduplicationV1.Pair>, in reading: ReadTransaction
    ) throws -> [DeduplicationV1.Pair] {
        var items: [DeduplicationV1.Pair] = []
        var byteCount = 0
        for pair in pairs {
            let item = try store.filled(pair, in: reading)
            byteCount += try item.encoded().count
            guard items.isEmpty || byteCount <= DeduplicationLimits.pageBytesMax else { break }
            items.append(item)
        }
        return items
    }

    func getPair(
        _ request: DeduplicationV1.GetPairRequest
    ) async throws -> DeduplicationV1.GetPairResponse {
        let id = try Field.id(request.pairID, "pair_id")
        return try await store.database.read { reading in
            try store.followed.requireWhole(in: reading)
            guard let pair = try store.pairs.pair(id, in: reading) else {
                throw RPCError(.notFound, .deduplication(.pairUnknown))
            }
            return .init(pair: try store.filled(pair, in: reading))
        }
    }

    func getIdentity(
        _ request: DeduplicationV1.GetIdentityRequest
    ) async throws -> DeduplicationV1.GetIdentityResponse {
        guard let person = RecordID(bytes: request.personID) else {
            throw Field.invalid("person_id", .request(.idMalformed))
        }
        return try await store.database.read { reading in
            try store.followed.requireWhole(in: reading)
            guard try store.records.household(of: person, in: reading) != nil else {
                throw RPCError(.notFound, .registrationState(.notFound))
            }
            let identity = try store.identity(of: person, in: reading)
            return .init(
                identityID: identity.id.bytes,
                records: try identity.people.compactMap {
                    try store.records.summary($0, in: reading)
                })
        }
    }
}
