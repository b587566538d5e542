import Synchronization
import Transport

/// Whether the program can still be reached: every listener was found accepting a short while ago.
final class Liveness: Sendable {
    private struct State {
        var lastSuccess: [Endpoint: ContinuousClock.Instant] = [:]
        var isStuck = false
    }

    /// Three probes may fail before the program counts as dead.
    private static let patience: Duration = .seconds(20)

    private let state: Mutex<State>

    /// All listeners were just opened.
    init(endpoints: [Endpoint]) {
        let now = ContinuousClock.now
        state = Mutex(State(lastSuccess: Dictionary(endpoints.map { ($0, now) }) { _, new in new }))
    }

    /// Takes note of a probe.
    func note(_ outcome: ListenerWatchdog.Outcome, of endpoint: Endpoint) {
        state.withLock { state in
            switch outcome {
            case .accepting: state.lastSuccess[endpoint] = .now
            case .stuck: state.isStuck = true
            case .restarted, .restartFailed: break
            }
        }
    }

    /// Whether the program can be reached.
    var isAlive: Bool {
        state.withLock { state in
            let oldest = ContinuousClock.now - Self.patience
            return !state.isStuck && state.lastSuccess.values.allSatisfy { $0 > oldest }
        }
    }
}
