public import Basics
public import Messages
public import RPC
public import Status

/// Asks a gateway where a batch is.
public struct BatchLookup: Sendable {
    /// What was learnt.
    public struct Answer: Sendable {
        /// Receipt, screening, and what still waits.
        public let status: GatewayV1.GetBatchStatusResponse
        /// How deduplication follows registration, where the caller's role may ask and it was of interest.
        public let follower: HealthV1.FollowerStatus?
    }

    private let client: RPCClient

    /// Asks over a client of the gateway.
    public init(client: RPCClient) { self.client = client }

    /// The state of a batch.
    ///
    /// - Throws: `NOT_FOUND` where the region has no such batch; failures of the call.
    public func batch(_ id: RecordID) async throws(RPCError) -> Answer {
        let status = try await client.call(
            GatewayV1.GatewayService.getBatchStatus, .init(batchID: id.bytes),
            options: CallOptions(timeout: TerminalLimits.batchLookup))
        guard status.screening?.state != .done else { return Answer(status: status, follower: nil) }
        return Answer(status: status, follower: await follower())
    }

    /// Only administrators see states; to the others it is not known why a follower is behind.
    private func follower() async -> HealthV1.FollowerStatus? {
        do throws(RPCError) {
            let answer = try await client.call(
                HealthV1.HealthService.getStatus, .init(includeBehind: true),
                options: CallOptions(timeout: TerminalLimits.serviceStates, retry: .never))
            let deduplication = answer.behind.first { $0.program == "jatigi-deduplication" }
            return deduplication?.followers.first { $0.source.hasSuffix("registration") }
        } catch {
            return nil
        }
    }
}
