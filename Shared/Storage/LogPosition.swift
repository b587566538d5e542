public import Basics

/// A place in a region's log, as receipts and followers carry it.
public struct LogPosition: Sendable, Hashable {
    /// The region that owns the log.
    public let region: String
    /// 16 random bytes of the stretch of the log in which the sequence was given; all zero where
    /// nothing was appended yet.
    public let epoch: RecordID
    /// From 1 without gaps; 0 is before the first event.
    public let sequence: UInt64

    /// Makes a position.
    public init(region: String, epoch: RecordID, sequence: UInt64) {
        self.region = region
        self.epoch = epoch
        self.sequence = sequence
    }
}

/// How far a follower has come: the position of the last event it applied, and that event's id,
/// by which a rolled-back log is found out.
public struct LogCursor: Sendable, Hashable {
    /// The position of the last applied event.
    public let position: LogPosition
    /// The id of that event.
    public let eventID: RecordID

    /// Makes a cursor.
    public init(position: LogPosition, eventID: RecordID) {
        self.position = position
        self.eventID = eventID
    }
}
