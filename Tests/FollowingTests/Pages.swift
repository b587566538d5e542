import Basics
import Following
import Status
import Storage
import Synchronization

/// A log whose answers a test chooses: so many events from the first, or a failure.
final class Pages: Sendable {
    private let answers = Mutex<[Result<Int, RPCError>]>([])

    func add(_ answer: Result<Int, RPCError>) { answers.withLock { $0.append(answer) } }

    func next() throws -> LogFollower.Page {
        Self.page(of: try answers.withLock { $0.removeFirst() }.get())
    }

    /// The one event after a cursor of a log that holds so many; none at its end.
    static func page(
        after cursor: LogCursor?, of count: Int, kind: String = "test"
    ) -> LogFollower.Page {
        let events = page(of: count, kind: kind).events
            .dropFirst(Int(cursor?.position.sequence ?? 0))
        return LogFollower.Page(events: Array(events.prefix(1)), headSequence: UInt64(count))
    }

    static func page(
        of count: Int, kind: String = "test", ofOneSubject: Bool = true
    ) -> LogFollower.Page {
        let events = (1...count).map { sequence in
            StoredEvent(
                position: LogPosition(
                    region: "ML19", epoch: Self.id(900), sequence: UInt64(sequence)),
                id: Self.id(UInt64(sequence)),
                subject: Self.id(ofOneSubject ? 500 : 1_000 + UInt64(sequence)), kind: kind,
                recordedAt: Timestamp(millisecondsSinceEpoch: 1), payload: [1])
        }
        return LogFollower.Page(events: events, headSequence: UInt64(count))
    }

    private static func id(_ number: UInt64) -> RecordID {
        RecordID(milliseconds: number, randomA: 0, randomB: 0)
    }
}
