import Synchronization

/// A value that is set once, from any thread, and awaited by any number of tasks.
final class OneShot<Value: Sendable>: Sendable {
    private enum State {
        case pending([CheckedContinuation<Value, Never>])
        case resolved(Value)
    }

    private let state = Mutex(State.pending([]))

    /// Sets the value; later calls change nothing.
    func resolve(_ value: Value) {
        let waiting = state.withLock { state -> [CheckedContinuation<Value, Never>] in
            guard case .pending(let continuations) = state else { return [] }
            state = .resolved(value)
            return continuations
        }
        // Outside the lock: resuming may run a task's code at once.
        for continuation in waiting { continuation.resume(returning: value) }
    }

    /// The value, as soon as there is one.
    var value: Value {
        get async {
            await withCheckedContinuation { continuation in
                let known = state.withLock { state -> Value? in
                    switch state {
                    case .resolved(let value): return value
                    case .pending(let continuations):
                        state = .pending(continuations + [continuation])
                        return nil
                    }
                }
                if let known { continuation.resume(returning: known) }
            }
        }
    }
}

extension OneShot where Value == Bool {
    /// Waits for another event, at most for `limit`; false when the time is over first.
    ///
    /// The waiting stays behind in `self` until it is resolved, so a fresh one is used each time.
    static func wait(for event: OneShot<Bool>, within limit: Duration) async -> Bool {
        let first = OneShot<Bool>()
        let timer = Task {
            try? await Task.sleep(for: limit)
            first.resolve(false)
        }
        let watcher = Task { first.resolve(await event.value) }
        let outcome = await first.value
        timer.cancel()
        _ = watcher
        return outcome
    }
}
