public import ClientSpool
public import Messages
public import Status

/// Hands sealed batches from a spool to the region, one after another.
///
/// A batch leaves `waiting` only with the region's receipt in hand. Whatever goes wrong before
/// that, it stays; sending it again is harmless, since the region knows batches by their id. One that
/// the region refuses does not keep back those behind it: when they were received is noted of it, so that
/// the region knows what is older once it takes it.
public struct Sending {
    private let call: BatchCall
    private let spool: Spool

    /// What became of one batch.
    public enum Outcome: Sendable {
        /// The region has it.
        case sent(GatewayV1.SubmitBatchResponse)
        /// The region has it, and this device could not note that: it will be sent again.
        case sentUnnoted(GatewayV1.SubmitBatchResponse, SpoolError)
        /// The region does not take it, or was not reached.
        case failed(RPCError)
        /// Its box cannot be read.
        case unreadable(SpoolError)
    }

    /// Sends from a spool by calls of the region.
    public init(spool: Spool, call: @escaping BatchCall) {
        self.spool = spool
        self.call = call
    }

    /// Sends batches in the order given, until all were tried or an error came that the next one
    /// would meet as well.
    ///
    /// - Parameter told: what became of each, with the entry as it now is.
    public func send(_ entries: [SpoolEntry], told: (SpoolEntry, Outcome) -> Void) async {
        var left: [SpoolEntry] = []
        for entry in entries {
            let (entry, outcome) = await send(entry)
            switch outcome {
            case .sent(let answer), .sentUnnoted(let answer, _): noteOvertaken(&left, by: answer)
            case .failed, .unreadable: left.append(entry)
            }
            told(entry, outcome)
            if case .failed(let error) = outcome, error.isOfTheConnection { return }
        }
    }

    /// Notes of batches that stay when one behind them was received.
    private func noteOvertaken(
        _ left: inout [SpoolEntry], by answer: GatewayV1.SubmitBatchResponse
    ) {
        // A batch that the region had before says when that was, and not when this device took it in.
        guard let receipt = answer.receipt, !receipt.alreadyReceived else { return }
        for index in left.indices where left[index].overtakenAtMilliseconds == 0 {
            left[index].overtakenAtMilliseconds = receipt.receivedAtMilliseconds
            // Without the note the region takes it for new, and a registrar decides.
            try? spool.save(left[index])
        }
    }

    private func send(_ entry: SpoolEntry) async -> (SpoolEntry, Outcome) {
        var entry = entry
        entry.tries += 1
        do throws(SpoolError) {
            let box = try spool.box(entry)
            let answer: GatewayV1.SubmitBatchResponse
            do throws(RPCError) {
                answer = try await call(
                    .init(
                        batchID: entry.id, sealedContent: box,
                        overtakenAtMilliseconds: entry.overtakenAtMilliseconds))
            } catch {
                entry.note(
                    failure: error.details.reason,
                    arguments: Dictionary(
                        error.details.arguments.map { ($0.name, $0.value) },
                        uniquingKeysWith: { first, _ in first }))
                // What could not be noted must not hide why the batch was not taken.
                try? spool.save(entry)
                return (entry, .failed(error))
            }
            return note(answer, of: entry)
        } catch {
            return (entry, .unreadable(error))
        }
    }

    private func note(
        _ answer: GatewayV1.SubmitBatchResponse, of entry: SpoolEntry
    ) -> (SpoolEntry, Outcome) {
        let receipt = answer.receipt ?? .init()
        var entry = entry
        entry.state = .acknowledged
        entry.sequence = receipt.position?.sequence ?? 0
        entry.acknowledgedAtMilliseconds = receipt.receivedAtMilliseconds
        entry.rejectedHouseholds = receipt.results.count { $0.outcome == .rejected }
        entry.note(failure: "")
        do throws(SpoolError) {
            try spool.save(entry)
            return (entry, .sent(answer))
        } catch {
            return (entry, .sentUnnoted(answer, error))
        }
    }
}

extension Spool {
    /// Notes that batches wait, those that the region acknowledged as well: what a cut leaves
    /// unsent is sent by the next run. Durable on return.
    ///
    /// - Returns: the entries as they now are.
    /// - Throws: `notWritten`.
    public func awaitAgain(_ entries: [SpoolEntry]) throws(SpoolError) -> [SpoolEntry] {
        var waiting = entries
        for index in waiting.indices where waiting[index].state != .waiting {
            waiting[index].state = .waiting
            try save(waiting[index])
        }
        return waiting
    }
}

extension RPCError {
    /// Whether the next batch would meet the same error: the line, the token or the region's
    /// readiness is at fault, and not this batch.
    public var isOfTheConnection: Bool {
        switch code {
        case .unavailable, .unauthenticated, .deadlineExceeded, .cancelled: true
        case .resourceExhausted: isTransient
        default: false
        }
    }
}
