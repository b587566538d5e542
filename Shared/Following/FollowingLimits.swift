import Messages

/// The limits of giving a log to followers and of following one.
public enum FollowingLimits {
    /// Events of one answer to a follower.
    public static let eventsMax = 1_000
    /// Bytes of events of one answer, or one event however large it is.
    ///
    /// The follower decodes the answer within `DecodeLimits.standard`. A field takes two bytes at
    /// least, so this many hold fewer fields than are allowed, whatever the events are, and leave
    /// room for the positions that are added to each.
    public static let eventBytesMax = 2 * (DecodeLimits.standard.fieldsMax - 10 * eventsMax)
    /// How long a follower waits, on the other side, for an event to come.
    public static let wait: Duration = .seconds(20)
    /// Time beyond the wait for the answer to come back.
    public static let answerTime: Duration = .seconds(10)
    /// Events that may fail and be held back; where so many are, it is not the events, and following stops at the next.
    public static let failedEventsMax = 100
    /// Events that could not be applied, of those that a status names.
    public static let unappliedShownMax = 10
    /// The longest pause of a follower between two tries.
    public static let pauseMax: Duration = .seconds(5)
}
