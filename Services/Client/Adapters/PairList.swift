public import Messages
public import RPC
public import Status

/// Reads the list of pairs, page by page.
///
/// Others decide while it reads, and a pair that changes its place or its state may come twice: it counts once, as it was
/// read last.
public struct PairList {
    /// How a page is asked for.
    public typealias PageCall =
        (DeduplicationV1.ListPairsRequest) async throws(RPCError) ->
        DeduplicationV1.ListPairsResponse

    /// Pairs of one page: what a gateway's answer may hold at the most.
    private static let pageSize: UInt32 = 200
    /// Pages looked through to find a pair by the beginning of its id: a million pairs would be asked for by their id.
    private static let pagesMax = 100

    private let page: PageCall

    /// A reader by calls for a page.
    public init(page: @escaping PageCall) { self.page = page }

    /// A reader over a client of the gateway.
    public init(client: RPCClient) {
        self.init { request throws(RPCError) in
            try await client.call(DeduplicationV1.DeduplicationService.listPairs, request)
        }
    }

    /// The first of the pairs that are asked for, and whether there are more of them.
    public func pairs(
        _ request: DeduplicationV1.ListPairsRequest, limit: Int
    ) async throws(RPCError) -> (pairs: [DeduplicationV1.Pair], hasMore: Bool) {
        var found = PairsOnce()
        var request = request
        repeat {
            request.pageSize = min(Self.pageSize, UInt32(clamping: limit - found.pairs.count))
            let answer = try await page(request)
            found.add(answer.pairs)
            request.pageToken = answer.nextPageToken
        } while !request.pageToken.isEmpty && found.pairs.count < limit
        return (found.pairs, !request.pageToken.isEmpty)
    }

    /// The pairs whose id fits, among those that can be decided; two at the most.
    public func pairs(
        where fits: ([UInt8]) -> Bool
    ) async throws(RPCError) -> [DeduplicationV1.Pair] {
        var found = PairsOnce()
        for state in [DeduplicationV1.PairState.open, .unsure, .same, .different] {
            var token = ""
            var pages = 0
            repeat {
                let answer = try await page(
                    .init(
                        pageSize: Self.pageSize, pageToken: token, state: state, order: .weight))
                found.add(answer.pairs.filter { fits($0.pairID) })
                if found.pairs.count > 1 { return Array(found.pairs.prefix(2)) }
                token = answer.nextPageToken
                pages += 1
            } while !token.isEmpty && pages < Self.pagesMax
        }
        return found.pairs
    }
}

/// Pairs in the order in which they were first read, each once, as it was read last.
private struct PairsOnce {
    private(set) var pairs: [DeduplicationV1.Pair] = []
    private var positions: [[UInt8]: Int] = [:]

    mutating func add(_ page: [DeduplicationV1.Pair]) {
        for pair in page {
            if let position = positions[pair.pairID] {
                pairs[position] = pair
            } else {
                positions[pair.pairID] = pairs.count
                pairs.append(pair)
            }
        }
    }
}
