import Basics
public import Messages
public import RPC
import Status
public import Storage

/// The directory's log as a follower reads it.
public enum DirectoryLog {
    /// How long one read waits for events on the other side.
    private static let wait: Duration = .seconds(20)
    /// Time beyond the wait for the answer to come back.
    private static let slack: Duration = .seconds(10)

    /// Reads the events after a cursor, at once where there are some, else as soon as there are.
    public static func reader(
        _ client: RPCClient
    ) -> @Sendable (LogCursor?) async throws -> LogFollower.Page {
        { cursor in
            let answer = try await client.call(
                DirectoryV1.DirectoryService.readEvents,
                .init(
                    after: cursor.map { CommonV1.LogPosition($0.position, eventID: $0.eventID) },
                    waitMilliseconds: UInt32(clamping: Int64(wait / .milliseconds(1)))),
                options: CallOptions(timeout: wait + slack, retry: .never))
            return LogFollower.Page(
                events: try answer.events.map(stored), headSequence: answer.head?.sequence ?? 0)
        }
    }

    /// The event that was stored, for whoever applies it.
    public static func event(_ stored: StoredEvent) throws -> DirectoryV1.Event {
        guard let payload = stored.payload else { throw RPCError.internal }
        return try DirectoryV1.Event(decoding: payload)
    }

    private static func stored(_ event: DirectoryV1.Event) throws -> StoredEvent {
        guard let cursor = try event.position?.cursor(),
            let subject = RecordID(bytes: event.subjectID)
        else { throw RPCError.internal }
        return StoredEvent(
            position: cursor.position, id: cursor.eventID, subject: subject,
            kind: kind(of: event.change),
            recordedAt: Timestamp(millisecondsSinceEpoch: event.recordedAtMilliseconds),
            payload: try event.encoded())
    }

    private static func kind(of change: DirectoryV1.Event.Change?) -> String {
        switch change {
        case .placeRecorded: "place_recorded"
        case .organisationRecorded: "organisation_recorded"
        case .contactRecorded: "contact_recorded"
        case .siteRecorded: "site_recorded"
        case .interventionRecorded: "intervention_recorded"
        case .personalDataErased: StoredEvent.erasureKind
        case nil: "unknown"
        }
    }
}
