import Access
public import ClientIntake
public import ClientSpool
import Messages
public import RPC
public import Status

/// Sends the batches of one file and collects what became of each household.
public struct Submission {
    /// How batches travel.
    public enum Way {
        /// As they are, with nothing kept on this device.
        case direct(RPCClient)
        /// From the spool, where each batch lies already, in the order of the batches.
        case spooled(Sending, [SpoolEntry])
    }

    private let way: Way
    private let intake: Intake
    /// How long one batch may take, screening included.
    public static let batchTimeout: Duration = .seconds(30)

    /// A submission of what was read from a file.
    public init(_ way: Way, intake: Intake) {
        self.way = way
        self.intake = intake
    }

    /// Sends every batch in order, until one is not acknowledged.
    ///
    /// - Parameter progress: told after each batch how many people were handed over.
    /// - Returns: what became of the batches that were acknowledged, and why the next was not; nil
    ///   where all were.
    public func send(
        _ batches: [BatchBuilder.Batch], progress: (Int) -> Void
    ) async throws -> (report: SubmissionReport, failure: RPCError?) {
        var report = SubmissionReport(intake: intake)
        var people = 0
        for (index, batch) in batches.enumerated() {
            do {
                let answer = try await send(batch, at: index)
                guard let receipt = answer.receipt else { throw RPCError.internal }
                report.add(
                    receipt, screening: answer.screening, commands: batch.commands, intake: intake)
            } catch let error as RPCError {
                return (report, error)
            }
            people += batch.people
            progress(people)
        }
        return (report, nil)
    }

    private func send(
        _ batch: BatchBuilder.Batch, at index: Int
    ) async throws -> GatewayV1.SubmitBatchResponse {
        switch way {
        case .direct(let client):
            try await client.call(
                GatewayV1.GatewayService.submitBatch,
                .init(batchID: ContentID.of(batch.bytes), content: batch.bytes),
                options: CallOptions(timeout: Self.batchTimeout))
        case .spooled(let sending, let entries):
            try await sending.send(entries[index]).answer
        }
    }
}
