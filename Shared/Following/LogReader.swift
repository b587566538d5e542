import Basics
import Catalogue
public import Messages
import RPC
import Status
public import Storage

/// Gives followers the events of a service's own log after their position, and lets them wait for more.
public struct LogReader: Sendable {
    private let log: EventLog
    private let database: Database
    private let eventsMax: Int
    private let bytesMax: Int

    /// - Parameters:
    ///   - eventsMax: events of one answer; half of them where the follower names no number.
    ///   - bytesMax: bytes of payload of one answer.
    public init(_ log: EventLog, in database: Database, eventsMax: Int, bytesMax: Int) {
        self.log = log
        self.database = database
        self.eventsMax = eventsMax
        self.bytesMax = bytesMax
    }

    /// The events after a position, at once where there are some, else as soon as there are or the time is over; and the
    /// head of the log when they were read.
    ///
    /// - Parameters:
    ///   - count: events that the follower asks for; 0 names no number.
    ///   - wait: how long the follower wants to wait for the first.
    ///   - remaining: what is left of the follower's time.
    /// - Throws: `INVALID_ARGUMENT`; `DATA_LOSS` where the position does not fit the log.
    public func read(
        after position: CommonV1.LogPosition?, count: UInt32, wait: Duration, remaining: Duration
    ) async throws -> (events: [StoredEvent], head: CommonV1.LogPosition) {
        guard count <= eventsMax else {
            throw Field.invalid("events_max", .registration(.tooMany), ["max": "\(eventsMax)"])
        }
        let cursor = try position?.cursor()
        let limit = count == 0 ? eventsMax / 2 : Int(count)
        let first = try await read(after: cursor, limit: limit)
        guard first.events.isEmpty, wait > .zero else { return first }
        // The answer must be on its way before the caller stops waiting.
        let deadline = ContinuousClock.now + min(wait, remaining * 0.9)
        let hasMore = try await log.waitForAppend(after: first.head.sequence, deadline: deadline)
        return hasMore ? try await read(after: cursor, limit: limit) : first
    }

    private func read(
        after cursor: LogCursor?, limit: Int
    ) async throws -> (events: [StoredEvent], head: CommonV1.LogPosition) {
        try await database.read { reading in
            let events = try log.read(in: reading, after: cursor, limit: limit, byteLimit: bytesMax)
            return (events, CommonV1.LogPosition(try log.head(in: reading), eventID: nil))
        }
    }
}
