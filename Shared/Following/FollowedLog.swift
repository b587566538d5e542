import Basics
public import Messages
public import RPC
import Status
public import Storage

/// Another program's log as a follower reads it.
public protocol FollowedLog: SendableMetatype {
    /// An event as the contract carries it.
    associatedtype Event: FollowedEvent

    /// Asks for the events after a position; waits for some on the other side.
    static func read(
        after: CommonV1.LogPosition?, waitMilliseconds: UInt32, from client: RPCClient,
        options: CallOptions
    ) async throws -> (events: [Event], head: CommonV1.LogPosition?)
}

/// What every event of a followed log tells.
public protocol FollowedEvent: WireMessage {
    /// Where it stands in its log.
    var position: CommonV1.LogPosition? { get }
    /// UTC milliseconds.
    var recordedAtMilliseconds: Int64 { get }
    /// Whom or what it is about, 16 bytes.
    var subjectID: [UInt8] { get }
    /// A stable code of what happened.
    var kind: String { get }
}

extension FollowedLog {
    /// Reads the events after a cursor, at once where there are some, else as soon as there are.
    public static func reader(_ client: RPCClient) -> LogFollower.ReadPage {
        { cursor, wait in
            let answer = try await read(
                after: cursor.map { CommonV1.LogPosition($0.position, eventID: $0.eventID) },
                waitMilliseconds: UInt32(clamping: Int64(wait / .milliseconds(1))), from: client,
                options: CallOptions(timeout: wait + FollowingLimits.answerTime, retry: .never))
            return LogFollower.Page(
                events: try answer.events.map(stored), headSequence: answer.head?.sequence ?? 0)
        }
    }

    /// The event that was stored, for whoever applies it.
    ///
    /// - Throws: `WireError`; `INTERNAL` where there is none.
    public static func event(_ stored: StoredEvent) throws -> Event {
        guard let payload = stored.payload else { throw RPCError.internal }
        return try Event(decoding: payload)
    }

    private static func stored(_ event: Event) throws -> StoredEvent {
        guard let cursor = try event.position?.cursor(),
            let subject = RecordID(bytes: event.subjectID)
        else { throw RPCError.internal }
        return StoredEvent(
            position: cursor.position, id: cursor.eventID, subject: subject, kind: event.kind,
            recordedAt: Timestamp(millisecondsSinceEpoch: event.recordedAtMilliseconds),
            payload: try event.encoded())
    }
}
