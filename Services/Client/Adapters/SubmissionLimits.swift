public import Messages
public import RPC
public import Status

/// The time that a batch may take on its way.
public enum SubmissionLimits {
    /// For a batch of no size: the call, its commit, and its screening.
    public static let timeoutMin: Duration = .seconds(30)
    /// The slowest line that a batch is sent over: 2G on a bad day.
    public static let bytesPerSecondMin = 2_048
    /// No call may take longer (`ServerLimits`).
    public static let timeoutMax: Duration = .seconds(600)

    /// The time for a batch of so many bytes.
    public static func timeout(bytes: Int) -> Duration {
        min(timeoutMin + .seconds(bytes / bytesPerSecondMin), timeoutMax)
    }
}

/// Hands one batch to a gateway; tests put their own in its place.
public typealias BatchCall =
    (GatewayV1.SubmitBatchRequest) async throws(RPCError) -> GatewayV1.SubmitBatchResponse

extension RPCClient {
    /// Hands in batches, each within the time that its size needs.
    ///
    /// - Parameter timeout: a time for each instead.
    public func batchCall(timeout: Duration?) -> BatchCall {
        { request throws(RPCError) in
            let bytes = request.content.count + request.sealedContent.count
            let answer = try await self.call(
                GatewayV1.GatewayService.submitBatch, request,
                options: CallOptions(timeout: timeout ?? SubmissionLimits.timeout(bytes: bytes)))
            guard answer.receipt?.batchID == request.batchID else { throw RPCError.internal }
            return answer
        }
    }
}
