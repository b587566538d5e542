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

    /// A reader of a log that lies in a database.
    public init(_ log: EventLog, in database: Database) {
        self.log = log
        self.database = database
    }

    /// The events after a position, at once where there are some, else as soon as there are or the time is over; and the
    /// head of the log when they were read. At most `FollowingLimits.eventBytesMax` bytes of them.
    ///
    /// - Parameters:
    ///   - count: events that the follower asks for, at most `FollowingLimits.eventsMax`; 0 names no number and means
    ///     half as many.
    ///   - wait: how long the follower wants to wait for the first.
    ///   - remaining: what is left of the follower's time.
    /// - Throws: `INVALID_ARGUMENT`; `DATA_LOSS` where the position does not fit the log.
    public func read(
        after position: CommonV1.LogPosition?, count: UInt32, wait: Duration, remaining: Duration
    ) async throws -> (events: [StoredEvent], head: CommonV1.LogPosition) {
        let eventsMax = FollowingLimits.eventsMax
        guard count <= eventsMax else {
            throw Field.invalid("events_max", .request(.tooMany), ["max": "\(eventsMax)"])
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
            let events = try log.read(
                in: reading, after: cursor, limit: limit,
                byteLimit: FollowingLimits.eventBytesMax)
            return (events, CommonV1.LogPosition(try log.head(in: reading), eventID: nil))
        }
    }
}
