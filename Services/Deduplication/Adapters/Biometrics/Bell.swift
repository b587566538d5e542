import Storage
import Synchronization

/// Wakes the one who waits for work; who rings meanwhile is not missed.
final class Bell: Sendable {
    private let signal = SequenceSignal()
    private let rung = Atomic<UInt64>(0)
    private let heard = Atomic<UInt64>(0)

    func ring() {
        signal.advance(to: rung.add(1, ordering: .sequentiallyConsistent).newValue)
    }

    /// Says that everything rung for until now is about to be done.
    func listen() {
        heard.store(rung.load(ordering: .sequentiallyConsistent), ordering: .sequentiallyConsistent)
    }

    /// Waits for a ring after the last ``listen()``, or for the deadline.
    func wait(until deadline: ContinuousClock.Instant) async throws {
        _ = try await signal.wait(
            after: heard.load(ordering: .sequentiallyConsistent), deadline: deadline)
    }
}
