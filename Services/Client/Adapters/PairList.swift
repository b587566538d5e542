public import Messages
public import RPC
public import Status

/// Reads the list of pairs, page by page.
public struct PairList: Sendable {
    /// Pairs of one page: what a gateway's answer may hold at the most.
    private static let pageSize: UInt32 = 200
    /// Pages looked through to find a pair by the beginning of its id: a million pairs would be asked for by their id.
    private static let pagesMax = 100

    private let client: RPCClient

    /// A reader over a client of the gateway.
    public init(client: RPCClient) { self.client = client }

    /// The first of the pairs that are asked for, and whether there are more of them.
    public func pairs(
        _ request: DeduplicationV1.ListPairsRequest, limit: Int
    ) async throws(RPCError) -> (pairs: [DeduplicationV1.Pair], hasMore: Bool) {
        var pairs: [DeduplicationV1.Pair] = []
        var request = request
        repeat {
            request.pageSize = min(Self.pageSize, UInt32(clamping: limit - pairs.count))
            let page = try await client.call(
                DeduplicationV1.DeduplicationService.listPairs, request)
            pairs += page.pairs
            request.pageToken = page.nextPageToken
        } while !request.pageToken.isEmpty && pairs.count < limit
        return (pairs, !request.pageToken.isEmpty)
    }

    /// The pairs whose id fits, among those that can be decided; two at the most.
    public func pairs(
        where fits: ([UInt8]) -> Bool
    ) async throws(RPCError) -> [DeduplicationV1.Pair] {
        var found: [DeduplicationV1.Pair] = []
        for state in [DeduplicationV1.PairState.open, .unsure, .same, .different] {
            var token = ""
            var pages = 0
            repeat {
                let page = try await client.call(
                    DeduplicationV1.DeduplicationService.listPairs,
                    .init(
                        pageSize: Self.pageSize, pageToken: token, state: state, order: .weight))
                found += page.pairs.filter { fits($0.pairID) }
                if found.count > 1 { return Array(found.prefix(2)) }
                token = page.nextPageToken
                pages += 1
            } while !token.isEmpty && pages < Self.pagesMax
        }
        return found
    }
}
