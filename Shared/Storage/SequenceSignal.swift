import Synchronization

/// Wakes those who wait for a log to grow; nobody polls.
///
/// Remembers the highest sequence made durable since it was made, so that an append between a
/// caller's read and its wait is not missed.
public final class SequenceSignal: Sendable {
    private struct Waiter {
        let sequence: UInt64
        let continuation: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var durable: UInt64 = 0
        var waiters: [UInt64: Waiter] = [:]
        var lastKey: UInt64 = 0
        var isClosed = false
    }

    private let state = Mutex(State())

    /// A signal that stands at 0.
    public init() {}

    var waiterCount: Int { state.withLock { $0.waiters.count } }

    /// Says that events up to `sequence` are durable.
    public func advance(to sequence: UInt64) {
        let due = state.withLock { state in
            state.durable = max(state.durable, sequence)
            let due = state.waiters.filter { $0.value.sequence < sequence }
            for key in due.keys { state.waiters[key] = nil }
            return due
        }
        for waiter in due.values { waiter.continuation.resume() }
    }

    /// Forgets what was durable: the log begins again, and who waits goes on waiting.
    public func reset() {
        state.withLock { $0.durable = 0 }
    }

    /// Lets everyone who waits go, and nobody wait from now on: they get `.closed`.
    public func close() {
        let waiters = state.withLock { state in
            defer { state.waiters = [:] }
            state.isClosed = true
            return state.waiters
        }
        for waiter in waiters.values {
            waiter.continuation.resume(throwing: Self.closedError)
        }
    }

    private static let closedError = StorageError(.closed, "nobody waits for the log any more")

    /// Whether an event after `sequence` is known to be durable.
    public func isDurable(beyond sequence: UInt64) -> Bool {
        state.withLock { $0.durable > sequence }
    }

    /// Returns when an event after `sequence` is durable. Throws `CancellationError`, or
    /// `.overloaded` when too many wait.
    public func wait(after sequence: UInt64) async throws {
        let key = state.withLock { state in
            state.lastKey += 1
            return state.lastKey
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                add(Waiter(sequence: sequence, continuation: continuation), key: key)
            }
        } onCancel: {
            let waiter = state.withLock { $0.waiters.removeValue(forKey: key) }
            waiter?.continuation.resume(throwing: CancellationError())
        }
    }

    /// Waits until an event after `sequence` is durable; false when the deadline passes first.
    ///
    /// Throws `CancellationError`, or `.overloaded` when too many wait.
    public func wait<C: Clock>(
        after sequence: UInt64, deadline: C.Instant, clock: C = ContinuousClock()
    ) async throws -> Bool where C.Duration == Duration {
        if isDurable(beyond: sequence) { return true }
        return try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                try await self.wait(after: sequence)
                return true
            }
            group.addTask {
                try await clock.sleep(until: deadline, tolerance: nil)
                return false
            }
            defer { group.cancelAll() }
            return try await group.next() ?? false
        }
    }

    private func add(_ waiter: Waiter, key: UInt64) {
        let outcome: Result<Void, any Error>? = state.withLock { state in
            if state.durable > waiter.sequence { return .success(()) }
            // Asked under the lock: a cancellation from here on finds the waiter in the table.
            if Task.isCancelled { return .failure(CancellationError()) }
            if state.isClosed { return .failure(Self.closedError) }
            guard state.waiters.count < StorageLimits.logWaitersMax else {
                return .failure(StorageError(.overloaded, "too many calls wait for the log"))
            }
            state.waiters[key] = waiter
            return nil
        }
        if let outcome { waiter.continuation.resume(with: outcome) }
    }
}
