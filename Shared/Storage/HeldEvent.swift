public import Basics

/// An event that a follower keeps back.
public struct HeldEvent: Sendable, Hashable {
    /// The event as the log gave it.
    public let event: StoredEvent
    /// Why: a stable code. `waiting` marks one held only because an earlier one is.
    public let reason: String
    /// Since when.
    public let heldSince: Timestamp

    /// The reason of an event that waits behind another of its subject.
    public static let waiting = "waiting"

    /// The reason of an event that an administrator set aside: nothing waits behind it any more.
    public static let setAside = "set_aside"
}

/// How what an event changed before it was refused is undone.
public enum Undoing: Sendable {
    /// In a savepoint of its own. SQLite copies every page that is changed in each.
    case event
    /// With the whole transaction, which is much less work where events are rarely refused: ``PartlyApplied`` is thrown.
    case transaction
}

/// An event was refused after it had changed something: the transaction must be undone, and its events applied again
/// with ``Undoing/event``.
public struct PartlyApplied: Error {}

/// Says that an event cannot be applied, now or ever, as its applier found out; the event is held
/// and others go on. Any other error stops the follower instead.
public struct UnapplicableEvent: Error, Sendable, Hashable {
    /// Why: a stable code, without personal data.
    public let reason: String

    /// Makes a refusal.
    public init(reason: String) { self.reason = reason }
}
