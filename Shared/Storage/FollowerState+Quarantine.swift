public import Basics

extension FollowerState {
    /// What a release came to.
    public struct Release: Sendable, Hashable {
        /// Events applied, in order.
        public let applied: Int
        /// Events of the subject still held.
        public let remaining: Int
        /// Why the first of those could not be applied; `nil` when none is left.
        public let reason: String?

        /// Makes one.
        public init(applied: Int, remaining: Int, reason: String?) {
            self.applied = applied
            self.remaining = remaining
            self.reason = reason
        }
    }

    /// Holds an event back. Throws `.overloaded` when `StorageLimits.heldEventsMax` are held:
    /// following must then stop, not go on without the event.
    public func quarantine(
        _ event: StoredEvent, reason: String, since: Timestamp, in transaction: Transaction
    ) throws(StorageError) {
        guard (1...StorageLimits.codeBytesMax).contains(reason.utf8.count) else {
            throw StorageError(.misuse, "a reason is empty or too long")
        }
        guard event.position.region == region else {
            throw StorageError(.misuse, "the event is of another region's log")
        }
        guard try heldCount(in: transaction) < StorageLimits.heldEventsMax else {
            throw StorageError(.overloaded, "too many events are held back")
        }
        try transaction.execute(
            """
            INSERT INTO quarantine(region, source, subject, sequence, epoch, event_id, kind,
                recorded_at, event, reason, held_since)
            VALUES ($region, $source, $subject, $sequence, $epoch, $event_id, $kind,
                $recorded_at, $event, $reason, $held_since)
            """,
            key.merging([
                "subject": .id(event.subject),
                "sequence": .integer(Int64(clamping: event.position.sequence)),
                "epoch": .id(event.position.epoch), "event_id": .id(event.id),
                "kind": .text(event.kind), "recorded_at": .time(event.recordedAt),
                "event": event.payload.map { .blob($0) } ?? .null, "reason": .text(reason),
                "held_since": .time(since),
            ]) { _, new in new })
    }

    /// Whether events of a subject are held, so that later ones must wait.
    public func isHeld(
        _ subject: RecordID, in transaction: some Querying
    ) throws(StorageError) -> Bool {
        try transaction.first(
            """
            SELECT 1 FROM quarantine
            WHERE region = $region AND source = $source AND subject = $subject
                AND reason <> $aside LIMIT 1
            """, keyedHeld(subject)) != nil
    }

    /// The number of events held, or set aside.
    public func heldCount(in transaction: some Querying) throws(StorageError) -> Int {
        let row = try transaction.first(
            "SELECT count(*) FROM quarantine WHERE region = $region AND source = $source", key)
        return Int(try row?.integer(0) ?? 0)
    }

    /// The number of events held for one reason.
    public func heldCount(
        for reason: String, in transaction: some Querying
    ) throws(StorageError) -> Int {
        let row = try transaction.first(
            """
            SELECT count(*) FROM quarantine
            WHERE region = $region AND source = $source AND reason = $reason
            """, key.merging(["reason": .text(reason)]) { _, new in new })
        return Int(try row?.integer(0) ?? 0)
    }

    /// Held events of some positions, those of one subject together and in order; at most `limit`
    /// and `StorageLimits.eventsPerReadMax`.
    public func held(
        at sequences: ClosedRange<UInt64> = 0...UInt64.max, limit: Int,
        in transaction: some Querying
    ) throws(StorageError) -> [HeldEvent] {
        let bounded = max(1, min(limit, StorageLimits.eventsPerReadMax))
        let rows = try transaction.query(
            """
            SELECT sequence, epoch, event_id, subject, kind, recorded_at, event, reason,
                held_since
            FROM quarantine
            WHERE region = $region AND source = $source
                AND sequence >= $first AND sequence <= $last
            ORDER BY subject, sequence LIMIT $limit
            """,
            key.merging([
                "first": .integer(Int64(clamping: sequences.lowerBound)),
                "last": .integer(Int64(clamping: sequences.upperBound)),
                "limit": .integer(Int64(bounded)),
            ]) { _, new in new })
        return try events(rows)
    }

    /// Events that could not be applied, by position: not those that wait behind them, nor those that were set aside.
    public func unapplied(
        at sequences: ClosedRange<UInt64> = 0...UInt64.max, limit: Int,
        in transaction: some Querying
    ) throws(StorageError) -> [HeldEvent] {
        let rows = try transaction.query(
            """
            SELECT sequence, epoch, event_id, subject, kind, recorded_at, event, reason,
                held_since
            FROM quarantine
            WHERE region = $region AND source = $source
                AND sequence >= $first AND sequence <= $last
                AND reason <> $waiting AND reason <> $aside
            ORDER BY sequence LIMIT $limit
            """,
            key.merging([
                "first": .integer(Int64(clamping: sequences.lowerBound)),
                "last": .integer(Int64(clamping: sequences.upperBound)),
                "waiting": .text(HeldEvent.waiting), "aside": .text(HeldEvent.setAside),
                "limit": .integer(Int64(limit)),
            ]) { _, new in new })
        return try events(rows)
    }

    /// Leaves an event that could not be applied out: nothing waits behind it any more. It is kept, and counted, until
    /// its subject is erased or the log is followed from the beginning.
    public func setAside(
        _ event: StoredEvent, in transaction: Transaction
    ) throws(StorageError) {
        try transaction.execute(
            "UPDATE quarantine SET reason = $aside WHERE " + Self.oneEvent,
            keyedHeld(event.subject).merging([
                "sequence": .integer(Int64(clamping: event.position.sequence))
            ]) { _, new in new })
    }

    /// Whether the event at a position was set aside, and the number of events held of its subject; nil where it was not.
    public func heldBehind(
        eventSetAsideAt sequence: UInt64, in transaction: Transaction
    ) throws(StorageError) -> Int? {
        let rows = try transaction.query(
            """
            SELECT subject FROM quarantine
            WHERE region = $region AND source = $source AND sequence = $sequence
                AND reason = $aside
            """,
            key.merging([
                "sequence": .integer(Int64(clamping: sequence)), "aside": .text(HeldEvent.setAside),
            ]) { _, new in new })
        guard let row = rows.first else { return nil }
        return try count(try row.id(0), in: transaction)
    }

    /// The subjects of which events were set aside.
    public func subjectsSetAside(
        in transaction: some Querying
    ) throws(StorageError) -> Set<RecordID> {
        let rows = try transaction.query(
            """
            SELECT DISTINCT subject FROM quarantine
            WHERE region = $region AND source = $source AND reason = $aside
            """, key.merging(["aside": .text(HeldEvent.setAside)]) { _, new in new })
        var subjects: Set<RecordID> = []
        for row in rows { subjects.insert(try row.id(0)) }
        return subjects
    }

    /// The subjects of which events are held, in the order of the first event held of each.
    public func heldSubjects(in transaction: some Querying) throws(StorageError) -> [RecordID] {
        let rows = try transaction.query(
            """
            SELECT subject FROM quarantine
            WHERE region = $region AND source = $source AND reason <> $aside
            GROUP BY subject ORDER BY min(sequence)
            """, key.merging(["aside": .text(HeldEvent.setAside)]) { _, new in new })
        var subjects: [RecordID] = []
        for row in rows { subjects.append(try row.id(0)) }
        return subjects
    }

    /// Replays a subject's held events in order. The first that `body` refuses with
    /// `UnapplicableEvent` stays with its new reason, and so do those behind it; other errors are
    /// thrown on. Each event applied leaves the quarantine with its effect, in one transaction.
    public func release(
        _ subject: RecordID, in transaction: Transaction,
        _ body: (StoredEvent) throws -> Void
    ) throws -> Release {
        var applied = 0
        while let held = try firstHeld(subject, in: transaction) {
            let place = Value.integer(Int64(clamping: held.event.position.sequence))
            do {
                try transaction.nested { try body(held.event) }
            } catch let refusal as UnapplicableEvent {
                try transaction.execute(
                    "UPDATE quarantine SET reason = $reason WHERE " + Self.oneEvent,
                    keyed(subject).merging(
                        ["sequence": place, "reason": .text(refusal.reason)]
                    ) { _, new in new })
                let remaining = try count(subject, in: transaction)
                return Release(applied: applied, remaining: remaining, reason: refusal.reason)
            }
            try transaction.execute(
                "DELETE FROM quarantine WHERE " + Self.oneEvent,
                keyed(subject).merging(["sequence": place]) { _, new in new })
            applied += 1
        }
        return Release(applied: applied, remaining: 0, reason: nil)
    }

    /// Deletes what is held of a subject, or was set aside, as its erasure asks; gives the number of events.
    @discardableResult
    public func erase(
        _ subject: RecordID, in transaction: Transaction
    ) throws(StorageError) -> Int {
        try transaction.execute(
            """
            DELETE FROM quarantine
            WHERE region = $region AND source = $source AND subject = $subject
            """, keyed(subject))
    }

    /// What is held of a subject, or was set aside, in order.
    func held(
        of subject: RecordID, in transaction: some Querying
    ) throws(StorageError) -> [StoredEvent] {
        let rows = try transaction.query(
            """
            SELECT sequence, epoch, event_id, subject, kind, recorded_at, event, reason,
                held_since
            FROM quarantine
            WHERE region = $region AND source = $source AND subject = $subject
            ORDER BY sequence
            """, keyed(subject))
        return try events(rows).map(\.event)
    }

    private static let oneEvent = """
        region = $region AND source = $source AND subject = $subject AND sequence = $sequence
        """

    private func keyed(_ subject: RecordID) -> [String: Value] {
        key.merging(["subject": .id(subject)]) { _, new in new }
    }

    private func keyedHeld(_ subject: RecordID) -> [String: Value] {
        keyed(subject).merging(["aside": .text(HeldEvent.setAside)]) { _, new in new }
    }

    private func count(
        _ subject: RecordID, in transaction: Transaction
    ) throws(StorageError) -> Int {
        let row = try transaction.first(
            """
            SELECT count(*) FROM quarantine
            WHERE region = $region AND source = $source AND subject = $subject
                AND reason <> $aside
            """, keyedHeld(subject))
        return Int(try row?.integer(0) ?? 0)
    }

    private func firstHeld(
        _ subject: RecordID, in transaction: Transaction
    ) throws(StorageError) -> HeldEvent? {
        let rows = try transaction.query(
            """
            SELECT sequence, epoch, event_id, subject, kind, recorded_at, event, reason,
                held_since
            FROM quarantine
            WHERE region = $region AND source = $source AND subject = $subject
                AND reason <> $aside
            ORDER BY sequence LIMIT 1
            """, keyedHeld(subject))
        return try events(rows).first
    }

    private func events(_ rows: [Row]) throws(StorageError) -> [HeldEvent] {
        var events: [HeldEvent] = []
        for row in rows {
            let position = LogPosition(
                region: region, epoch: try row.id("epoch"),
                sequence: UInt64(clamping: try row.integer("sequence")))
            let event = StoredEvent(
                position: position, id: try row.id("event_id"), subject: try row.id("subject"),
                kind: try row.text("kind"), recordedAt: try row.time("recorded_at"),
                payload: try row.optionalBlob("event"))
            events.append(
                HeldEvent(
                    event: event, reason: try row.text("reason"),
                    heldSince: try row.time("held_since")))
        }
        return events
    }
}
