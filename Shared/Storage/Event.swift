public import Basics

/// An event to append.
public struct NewEvent: Sendable, Hashable {
    /// The event's own identifier.
    public let id: RecordID
    /// Whom or what it is about: a household, a person, a pair.
    public let subject: RecordID
    /// A stable code of what happened.
    public let kind: String
    /// When it was recorded.
    public let recordedAt: Timestamp
    /// The details, personal data among them; kept beside the log and erased with the subject.
    public let payload: [UInt8]

    /// Makes an event.
    public init(
        id: RecordID, subject: RecordID, kind: String, recordedAt: Timestamp, payload: [UInt8]
    ) {
        self.id = id
        self.subject = subject
        self.kind = kind
        self.recordedAt = recordedAt
        self.payload = payload
    }
}

/// An event as a log gives it.
public struct StoredEvent: Sendable, Hashable {
    /// Where it stands in its log.
    public let position: LogPosition
    /// The event's own identifier.
    public let id: RecordID
    /// Whom or what it is about.
    public let subject: RecordID
    /// A stable code of what happened.
    public let kind: String
    /// When it was recorded.
    public let recordedAt: Timestamp
    /// The details; `nil` once the subject was erased.
    public let payload: [UInt8]?

    /// Makes an event.
    public init(
        position: LogPosition, id: RecordID, subject: RecordID, kind: String,
        recordedAt: Timestamp, payload: [UInt8]?
    ) {
        self.position = position
        self.id = id
        self.subject = subject
        self.kind = kind
        self.recordedAt = recordedAt
        self.payload = payload
    }

    /// The kind of the event that says that everything known of its subject goes.
    public static let erasureKind = "personal_data_erased"

    /// The cursor of a follower that has just applied this event.
    public var cursor: LogCursor { LogCursor(position: position, eventID: id) }
}
