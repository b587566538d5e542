public import Basics

/// How far this service has followed one log, and the events of it that are held back.
///
/// The cursor moves in the transaction of the effects, so each event takes effect exactly once.
/// An event that cannot be applied is quarantined; later events of its subject wait behind it in
/// order, other subjects go on.
public struct FollowerState: Sendable {
    /// The service whose log is followed.
    public let source: String
    /// The region of that log.
    public let region: String

    /// Names the followed log.
    public init(source: String, region: String) {
        self.source = source
        self.region = region
    }

    /// The tables, to include among a service's schema steps; `historyMigration` goes with it.
    public static let migration = Schema.Migration(
        name: "follower state",
        sqlite: """
            CREATE TABLE follower(
                region TEXT NOT NULL, source TEXT NOT NULL, epoch BLOB NOT NULL,
                sequence INTEGER NOT NULL, event_id BLOB NOT NULL,
                PRIMARY KEY (region, source)
            ) WITHOUT ROWID;
            CREATE TABLE quarantine(
                region TEXT NOT NULL, source TEXT NOT NULL, subject BLOB NOT NULL,
                sequence INTEGER NOT NULL, epoch BLOB NOT NULL, event_id BLOB NOT NULL,
                kind TEXT NOT NULL, recorded_at INTEGER NOT NULL, event BLOB,
                reason TEXT NOT NULL, held_since INTEGER NOT NULL,
                PRIMARY KEY (region, source, subject, sequence)
            );
            """)

    /// The last applied event; `nil` before the first.
    public func cursor(in transaction: some Querying) throws(StorageError) -> LogCursor? {
        let row = try transaction.first(
            """
            SELECT epoch, sequence, event_id FROM follower
            WHERE region = $region AND source = $source
            """, key)
        guard let row else { return nil }
        return LogCursor(
            position: LogPosition(
                region: region, epoch: try row.id("epoch"),
                sequence: UInt64(clamping: try row.integer("sequence"))),
            eventID: try row.id("event_id"))
    }

    /// Moves the cursor; call in the transaction that holds the effects. Throws `.misuse` when it
    /// would stand still or go back, or is of another region.
    public func advance(
        in transaction: Transaction, to cursor: LogCursor
    ) throws(StorageError) {
        guard cursor.position.region == region else {
            throw StorageError(.misuse, "the cursor is of another region's log")
        }
        let moved = try transaction.execute(
            """
            INSERT INTO follower(region, source, epoch, sequence, event_id)
            VALUES ($region, $source, $epoch, $sequence, $event_id)
            ON CONFLICT (region, source) DO UPDATE SET epoch = excluded.epoch,
                sequence = excluded.sequence, event_id = excluded.event_id
            WHERE excluded.sequence > follower.sequence
            """,
            key.merging([
                "epoch": .id(cursor.position.epoch),
                "sequence": .integer(Int64(clamping: cursor.position.sequence)),
                "event_id": .id(cursor.eventID),
            ]) { _, new in new })
        guard moved == 1 else {
            throw StorageError(.misuse, "a follower's cursor only moves forward")
        }
    }

    /// Applies one event, or holds it back: behind an earlier one of its subject, or because
    /// `body` throws `UnapplicableEvent`, whose changes are then undone. True when applied.
    ///
    /// An erasure waits behind nothing: what is held of its subject is personal data that has to
    /// go, so it is deleted and the erasure applied at once. Other errors are thrown on. Advance the
    /// cursor past the event in either case.
    ///
    /// - Parameter absorb: makes an erasure one that does for what was held of its subject as well.
    /// - Throws: `PartlyApplied` where a refused event is to be undone with the transaction.
    public func apply(
        _ event: StoredEvent, in transaction: Transaction, now: Timestamp,
        undoing: Undoing = .event,
        absorbing absorb: (_ held: [StoredEvent], _ erasure: StoredEvent) throws -> StoredEvent = {
            $1
        },
        _ body: (StoredEvent) throws -> Void
    ) throws -> Bool {
        var event = event
        try noteEpoch(of: event.position, in: transaction)
        if event.kind == StoredEvent.erasureKind {
            let held = try held(of: event.subject, in: transaction)
            if !held.isEmpty {
                event = try absorb(held, event)
                try erase(event.subject, in: transaction)
            }
        }
        if try isHeld(event.subject, in: transaction) {
            try quarantine(event, reason: HeldEvent.waiting, since: now, in: transaction)
            return false
        }
        let changes = transaction.changeCount
        do {
            switch undoing {
            case .event: try transaction.nested { try body(event) }
            case .transaction: try body(event)
            }
            return true
        } catch let refusal as UnapplicableEvent {
            guard undoing == .event || transaction.changeCount == changes else {
                throw PartlyApplied()
            }
            try quarantine(event, reason: refusal.reason, since: now, in: transaction)
            return false
        }
    }

    /// Forgets everything of the log, to follow it from the beginning.
    public func reset(in transaction: Transaction) throws(StorageError) {
        for table in ["follower", "follower_epoch", "follower_start", "quarantine"] {
            try transaction.execute(
                "DELETE FROM \(table) WHERE region = $region AND source = $source", key)
        }
    }

    var key: [String: Value] { ["region": .text(region), "source": .text(source)] }
}

extension FollowerState {
    /// Events that could not be applied, events that wait behind one of those, and events that were set aside.
    public func counts(
        in transaction: some Querying
    ) throws(StorageError) -> (quarantined: Int, waiting: Int, setAside: Int) {
        let row = try transaction.first(
            """
            SELECT count(*) AS held,
                coalesce(sum(CASE WHEN reason = $waiting THEN 1 ELSE 0 END), 0) AS waiting,
                coalesce(sum(CASE WHEN reason = $aside THEN 1 ELSE 0 END), 0) AS aside
            FROM quarantine WHERE region = $region AND source = $source
            """,
            key.merging([
                "waiting": .text(HeldEvent.waiting), "aside": .text(HeldEvent.setAside),
            ]) { _, new in new })
        let held = Int(try row?.integer("held") ?? 0)
        let waiting = Int(try row?.integer("waiting") ?? 0)
        let setAside = Int(try row?.integer("aside") ?? 0)
        return (held - waiting - setAside, waiting, setAside)
    }
}
