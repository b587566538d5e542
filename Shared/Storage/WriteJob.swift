/// A body that waits for the writer, with its caller.
///
/// Invariant: made by one task, then used only by the writer's queue, which calls `run` at most
/// once and then `finish` exactly once.
final class WriteJob<Result: Sendable>: PendingWrite, @unchecked Sendable {
    // SAFETY: the invariant above: it is handed from one task to one queue.
    private let body: @Sendable (Transaction) throws -> Result
    private let continuation: CheckedContinuation<Result, any Error>
    private var outcome: Swift.Result<Result, any Error> = .failure(
        StorageError(.closed, "the write was never started"))

    init(
        _ body: @escaping @Sendable (Transaction) throws -> Result,
        _ continuation: CheckedContinuation<Result, any Error>
    ) {
        self.body = body
        self.continuation = continuation
    }

    func run(_ transaction: Transaction, isFirst: Bool) {
        do {
            outcome = .success(
                try transaction.connection.part(isFirst: isFirst) { try body(transaction) })
        } catch {
            outcome = .failure(error)
        }
    }

    func finish(_ groupError: StorageError?) {
        if let groupError, case .success = outcome { outcome = .failure(groupError) }
        continuation.resume(with: outcome)
    }

    func refuse(_ error: StorageError) {
        continuation.resume(throwing: error)
    }
}

/// A `WriteJob` of any result.
protocol PendingWrite: AnyObject, Sendable {
    /// Runs the body so that its error undoes its changes alone, and keeps what it gave.
    ///
    /// - Parameter isFirst: whether the transaction holds nothing yet.
    func run(_ transaction: Transaction, isFirst: Bool)
    /// Tells the caller; `groupError` says that nothing of the group was kept.
    func finish(_ groupError: StorageError?)
    /// Tells the caller that the body was not run.
    func refuse(_ error: StorageError)
}
