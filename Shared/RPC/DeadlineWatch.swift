import Synchronization

/// A handler that may still be waiting for something.
final class RunningCall: Sendable {
    private struct State {
        var task: Task<Void, Never>?
        var hasEnded = false
    }

    let deadline: ContinuousClock.Instant
    private let state = Mutex(State())

    init(deadline: ContinuousClock.Instant) { self.deadline = deadline }

    /// The task that it runs in.
    var task: Task<Void, Never>? {
        get { state.withLock { $0.task } }
        set { state.withLock { $0.task = newValue } }
    }

    /// Whether the handler has returned.
    var hasEnded: Bool { state.withLock { $0.hasEnded } }

    /// Says that the handler has returned.
    func end() { state.withLock { $0.hasEnded = true } }
}

/// Cancels the tasks of calls whose callers have stopped waiting, so that a slow question does not
/// hold a database reader and a place in the queue for nobody.
///
/// It looks four times a second, and only while calls are waiting: a timer for every call would cost
/// more than most calls.
final class DeadlineWatch: Sendable {
    private static let interval: Duration = .milliseconds(250)

    private struct State {
        var calls: [RunningCall] = []
        var isLooking = false
    }

    private let state = Mutex(State())

    /// Watches a call until it has ended; nothing to do where it has already.
    func watch(_ call: RunningCall) {
        guard !call.hasEnded else { return }
        let isFirst = state.withLock { state in
            state.calls.append(call)
            defer { state.isLooking = true }
            return !state.isLooking
        }
        if isFirst { Task { await look() } }
    }

    private func look() async {
        repeat { try? await Task.sleep(for: Self.interval) } while sweep()
    }

    /// Cancels what is over its time; false when nothing is left to watch.
    private func sweep() -> Bool {
        let now = ContinuousClock.now
        let overdue = state.withLock { state in
            state.calls.removeAll { $0.hasEnded }
            let overdue = state.calls.filter { $0.deadline <= now }
            state.calls.removeAll { $0.deadline <= now }
            state.isLooking = !state.calls.isEmpty
            return (calls: overdue, isLooking: state.isLooking)
        }
        for call in overdue.calls { call.task?.cancel() }
        return overdue.isLooking
    }
}
