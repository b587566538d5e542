import DeduplicationCore
import Dispatch
import Linkage
import Storage

/// Links the people of the next events while the rows of one are written, as far as they need nothing of the database.
///
/// One thread works on the index, event by event, and stops at the first that is no ``Arrival``. Everything here is
/// called by one other thread, the writer's, which must not touch the index before it has waited.
final class LinkingAhead: Sendable {
    private final class Begun: Sendable {
        let sequence: UInt64
        let done = DispatchSemaphore(value: 0)
        // SAFETY: changed by the linking thread before it signals, read after that was waited for.
        nonisolated(unsafe) var arrival: Arrival?

        init(_ event: StoredEvent) {
            sequence = event.position.sequence
            arrival = Arrival(event)
        }

        func link(by link: (inout Arrival) -> Bool) -> Bool {
            guard var arrival, link(&arrival) else { return false }
            self.arrival = arrival
            return true
        }
    }

    private let queue = DispatchQueue(label: "linking-ahead")
    // SAFETY: touched on the queue alone.
    nonisolated(unsafe) private var isStopped = false
    // SAFETY: these two are touched by the writer's thread alone.
    nonisolated(unsafe) private var expected: ArraySlice<StoredEvent> = []
    nonisolated(unsafe) private var begun: [Begun] = []

    /// Says which events come next, in order; they may be linked from the next call of ``begin(after:_:)`` on.
    func expect(_ events: ArraySlice<StoredEvent>) { expected = events }

    /// Begins to link expected events behind one that was taken or applied otherwise.
    ///
    /// - Parameter link: works on the index, on the linking thread; see ``Arrival/link(by:)``.
    func begin(
        after sequence: UInt64, _ link: @escaping @Sendable (inout Arrival) -> Bool
    ) {
        expected = expected.drop { $0.position.sequence <= sequence }
        for event in expected.prefix(DeduplicationLimits.linkedAheadMax).dropFirst(begun.count) {
            let next = Begun(event)
            begun.append(next)
            queue.async {
                if self.isStopped || !next.link(by: link) {
                    next.arrival = nil
                    self.isStopped = true
                }
                next.done.signal()
            }
        }
    }

    /// What was linked of an event; nil where it has to be applied otherwise.
    func take(_ sequence: UInt64) -> Arrival? {
        guard let first = begun.first, first.sequence == sequence else { return nil }
        first.done.wait()
        guard let arrival = first.arrival else {
            // Nor was what follows.
            _ = stop()
            return nil
        }
        begun.removeFirst()
        return arrival
    }

    /// Waits until nobody works on the index, and begins anew the next time.
    ///
    /// - Returns: those who were linked and whom nobody took: they are in the index.
    func stop() -> [Arrival] {
        guard !begun.isEmpty else { return [] }
        queue.sync { isStopped = false }
        defer { begun = [] }
        return begun.compactMap(\.arrival)
    }
}
