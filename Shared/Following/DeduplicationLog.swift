public import Messages
public import RPC

/// Deduplication's log.
public enum DeduplicationLog: FollowedLog {
    /// Asks deduplication.
    public static func read(
        after: CommonV1.LogPosition?, waitMilliseconds: UInt32, from client: RPCClient,
        options: CallOptions
    ) async throws -> (events: [DeduplicationV1.Event], head: CommonV1.LogPosition?) {
        let answer = try await client.call(
            DeduplicationV1.DeduplicationService.readEvents,
            .init(after: after, waitMilliseconds: waitMilliseconds), options: options)
        return (answer.events, answer.head)
    }
}

extension DeduplicationV1.Event: FollowedEvent {
    /// A stable code of what happened.
    public var kind: String {
        switch change {
        case .pairFound: "pair_found"
        case .pairDecided: "pair_decided"
        case .pairWithdrawn: "pair_withdrawn"
        case .identitiesMerged: "identities_merged"
        case .identitySplit: "identity_split"
        case .modelTaken: "model_taken"
        case nil: "unknown"
        }
    }
}
