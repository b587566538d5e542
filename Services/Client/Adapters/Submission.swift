import Access
public import ClientIntake
public import ClientSpool
import Messages
public import Status

/// Sends the batches of one file and collects what became of each household.
public struct Submission {
    /// How batches travel.
    public enum Way {
        /// As they are, with nothing kept on this device.
        case direct(BatchCall)
        /// From the spool, where each batch lies already, in the order of the batches; what waited
        /// there before goes first, lest an older file change back what a newer one says.
        case spooled(Sending, [SpoolEntry], earlier: [SpoolEntry])
    }

    private let way: Way
    private let intake: Intake

    /// A submission of what was read from a file.
    public init(_ way: Way, intake: Intake) {
        self.way = way
        self.intake = intake
    }

    /// Sends the batches in order, until all were tried or an error came that the next one would
    /// meet as well.
    ///
    /// - Parameters:
    ///   - earlier: told what became of a batch that waited before.
    ///   - progress: told after each batch how many people were handed over, 0 at first.
    /// - Returns: what became of the batches that were acknowledged, and why others were not.
    public func send(
        _ batches: [BatchBuilder.Batch], earlier: (SpoolEntry, Sending.Outcome) -> Void,
        progress: (Int) -> Void
    ) async -> (report: SubmissionReport, failures: [SubmissionFailure]) {
        var report = SubmissionReport(intake: intake)
        var failures: [SubmissionFailure] = []
        var people = 0
        var position = 0
        progress(0)
        func take(_ outcome: Sending.Outcome) {
            let batch = batches[position]
            position += 1
            switch outcome {
            case .sent(let answer), .sentUnnoted(let answer, _):
                report.add(answer, commands: batch.commands, intake: intake)
                people += batch.people
                progress(people)
            case .failed, .unreadable: break
            }
            switch outcome {
            case .sent: break
            case .sentUnnoted(_, let error), .unreadable(let error): failures.append(.spool(error))
            case .failed(let error): failures.append(.call(error))
            }
        }
        switch way {
        case .spooled(let sending, let entries, let older):
            var olderLeft = older.count
            await sending.send(older + entries) { entry, outcome in
                guard olderLeft > 0 else { return take(outcome) }
                olderLeft -= 1
                earlier(entry, outcome)
                people += entry.people
                progress(people)
                // Then nothing of this file is tried.
                if case .failed(let error) = outcome, error.isOfTheConnection {
                    failures.append(.call(error))
                }
            }
        case .direct(let call):
            for batch in batches {
                let outcome = await Self.send(batch, call)
                take(outcome)
                if case .failed(let error) = outcome, error.isOfTheConnection { break }
            }
        }
        return (report, failures)
    }

    private static func send(
        _ batch: BatchBuilder.Batch, _ call: BatchCall
    ) async -> Sending.Outcome {
        do throws(RPCError) {
            return .sent(
                try await call(.init(batchID: ContentID.of(batch.bytes), content: batch.bytes)))
        } catch {
            return .failed(error)
        }
    }
}

/// Why a batch of a file was not received, or why that was not noted.
public enum SubmissionFailure: Sendable {
    /// The region does not take it, or was not reached.
    case call(RPCError)
    /// The device's spool.
    case spool(SpoolError)
}
