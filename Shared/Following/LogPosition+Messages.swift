public import Basics
import Catalogue
public import Messages
public import Status
public import Storage

extension CommonV1.LogPosition {
    /// The message form of a position whose event is known.
    public init(_ position: LogPosition, eventID: RecordID?) {
        self.init(
            region: position.region, epoch: position.epoch.bytes, sequence: position.sequence,
            eventID: eventID?.bytes ?? [])
    }

    /// The message form of a follower's cursor; sequence 0 where nothing was followed yet.
    public init(_ cursor: LogCursor?, region: String) {
        if let cursor {
            self.init(cursor.position, eventID: cursor.eventID)
        } else {
            self.init(region: region)
        }
    }

    /// The position as the log understands it; nil at sequence 0, which is before the first event.
    ///
    /// - Throws: `INVALID_ARGUMENT` where epoch or event id have the wrong size.
    public func cursor() throws(RPCError) -> LogCursor? {
        guard sequence > 0 else { return nil }
        guard let epoch = RecordID(bytes: epoch), let event = RecordID(bytes: eventID) else {
            throw RPCError(
                .invalidArgument, .request(.idMalformed),
                violations: [RPCV1.Violation("position", .request(.idMalformed))])
        }
        return LogCursor(
            position: LogPosition(region: region, epoch: epoch, sequence: sequence), eventID: event)
    }
}
