import ClientService
import Messages
import Status
import Testing

@Suite("Reading the list of pairs") struct PairListTests {
    private func pair(
        _ id: UInt8, _ state: DeduplicationV1.PairState, revision: UInt64
    ) -> DeduplicationV1.Pair {
        .init(pairID: [id], state: state, revision: revision)
    }

    @Test func `a pair that another reviewer decides meanwhile is one pair, as it is now`()
        async throws
    {
        let list = PairList { request throws(RPCError) in
            switch request.state {
            case .open: .init(pairs: [pair(1, .open, revision: 1), pair(2, .open, revision: 1)])
            case .same: .init(pairs: [pair(1, .same, revision: 2)])
            default: .init()
            }
        }
        let found = try await list.pairs { $0 == [1] }
        #expect(found == [pair(1, .same, revision: 2)])
        #expect(try await list.pairs { _ in true }.map(\.pairID) == [[1], [2]])
    }

    @Test func `a pair that moves between pages is shown once`() async throws {
        let list = PairList { request throws(RPCError) in
            request.pageToken.isEmpty
                ? .init(pairs: [pair(1, .open, revision: 1)], nextPageToken: "2")
                : .init(pairs: [pair(1, .open, revision: 2), pair(2, .open, revision: 1)])
        }
        let (pairs, hasMore) = try await list.pairs(.init(), limit: 10)
        #expect(pairs == [pair(1, .open, revision: 2), pair(2, .open, revision: 1)])
        #expect(!hasMore)
    }
}
