import Access
public import ClientIntake
import Messages
public import RPC
public import Status

/// Sends the batches of one file and collects what became of each household.
public struct Submission: Sendable {
    private let client: RPCClient
    private let intake: Intake
    private let source: String
    /// How long one batch may take, screening included.
    public static let batchTimeout: Duration = .seconds(30)

    /// A submission of what was read from a file.
    public init(client: RPCClient, intake: Intake, source: String) {
        self.client = client
        self.intake = intake
        self.source = source
    }

    /// Sends every batch in order.
    ///
    /// - Parameter progress: told after each batch how many people were handed over.
    /// - Throws: `RPCError` of the first batch that was not acknowledged; those before it are
    ///   committed.
    public func send(
        _ batches: [BatchBuilder.Batch], progress: (Int) -> Void
    ) async throws(RPCError) -> SubmissionReport {
        var report = SubmissionReport(intake: intake)
        var people = 0
        for batch in batches {
            let answer = try await client.call(
                GatewayV1.GatewayService.submitBatch,
                .init(batchID: ContentID.of(batch.bytes), content: batch.bytes),
                options: CallOptions(timeout: Self.batchTimeout))
            guard let receipt = answer.receipt else { throw RPCError.internal }
            report.add(
                receipt, screening: answer.screening, commands: batch.commands, intake: intake)
            people += batch.people
            progress(people)
        }
        return report
    }
}
