import Synchronization
import Transport

/// Whether the program can still be reached: every listener was found accepting a short while ago.
final class Liveness: Sendable {
    /// Three probes may fail before the program counts as dead.
    static let patience: Duration = .seconds(20)

    private let now: @Sendable () -> ContinuousClock.Instant
    private let lastSuccess: Mutex<[Endpoint: ContinuousClock.Instant]>

    /// All listeners were just opened.
    init(
        endpoints: [Endpoint],
        now: @escaping @Sendable () -> ContinuousClock.Instant = { ContinuousClock.now }
    ) {
        self.now = now
        let start = now()
        lastSuccess = Mutex(Dictionary(endpoints.map { ($0, start) }) { _, new in new })
    }

    /// Takes note of a probe. One that is stuck may get over it, as the watchdog looks again each time.
    func note(_ outcome: ListenerWatchdog.Outcome, of endpoint: Endpoint) {
        guard outcome == .accepting else { return }
        let now = now()
        lastSuccess.withLock { $0[endpoint] = now }
    }

    /// Whether the program can be reached.
    var isAlive: Bool {
        let oldest = now() - Self.patience
        return lastSuccess.withLock { $0.values.allSatisfy { $0 > oldest } }
    }
}
