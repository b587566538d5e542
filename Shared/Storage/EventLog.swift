public import Basics

/// A region's log: what happened, in order, without gaps, for others to follow.
///
/// Events are appended in the transaction of the change they tell of. Make one per region and
/// process and share it: waiting works among its copies.
///
/// An *epoch* is a stretch of the log written by one unbroken database. After a restore a new one
/// begins (`beginEpoch`): positions given before the restored point stay valid, later ones are
/// recognised as lost. (The idea is that of leader epochs in Kafka, KIP-101.)
public struct EventLog: Sendable {
    /// The region whose log this is.
    public let region: String
    let signal = SequenceSignal()
    private let newEpoch: @Sendable () -> RecordID

    /// Makes the log of a region; `newEpoch` gives 16 unpredictable bytes, injected by tests.
    ///
    /// - Precondition: `region` is not empty and within `StorageLimits.codeBytesMax`.
    public init(
        region: String,
        newEpoch: @escaping @Sendable () -> RecordID = {
            RecordID(
                milliseconds: .random(in: 0...UInt64.max), randomA: .random(in: 0...UInt16.max),
                randomB: .random(in: 0...UInt64.max))
        }
    ) {
        precondition((1...StorageLimits.codeBytesMax).contains(region.utf8.count))
        self.region = region
        self.newEpoch = newEpoch
    }

    /// The log's tables, to include among a service's schema steps.
    public static let migration = Schema.Migration(
        name: "event log",
        sqlite: """
            CREATE TABLE log_epoch(
                region TEXT NOT NULL, first_sequence INTEGER NOT NULL, epoch BLOB NOT NULL,
                PRIMARY KEY (region, first_sequence)
            ) WITHOUT ROWID;
            CREATE TABLE event(
                region TEXT NOT NULL, sequence INTEGER NOT NULL, event_id BLOB NOT NULL,
                subject BLOB NOT NULL, kind TEXT NOT NULL, recorded_at INTEGER NOT NULL,
                PRIMARY KEY (region, sequence)
            ) WITHOUT ROWID;
            CREATE TABLE event_payload(
                region TEXT NOT NULL, subject BLOB NOT NULL, sequence INTEGER NOT NULL,
                payload BLOB NOT NULL,
                PRIMARY KEY (region, subject, sequence)
            );
            """)

    /// Appends events and gives the position of the last; the head when there are none.
    ///
    /// Throws `.misuse` for a kind or payload beyond its limit.
    @discardableResult
    public func append(
        in transaction: Transaction, _ events: [NewEvent]
    ) throws(StorageError) -> LogPosition {
        let head = try headSequence(in: transaction)
        guard !events.isEmpty else { return try self.head(in: transaction) }
        var epoch = try currentEpoch(in: transaction)
        if epoch == nil { epoch = try startEpoch(in: transaction, at: head + 1) }
        let insertEvent = try transaction.prepare(
            """
            INSERT INTO event(region, sequence, event_id, subject, kind, recorded_at)
            VALUES ($region, $sequence, $id, $subject, $kind, $recorded_at)
            """)
        let insertPayload = try transaction.prepare(
            """
            INSERT INTO event_payload(region, subject, sequence, payload)
            VALUES ($region, $subject, $sequence, $payload)
            """)
        let region = Value.text(region)
        var sequence = head
        for event in events {
            try check(event)
            sequence += 1
            let place = Value.integer(Int64(clamping: sequence))
            let subject = Value.id(event.subject)
            try insertEvent.run([
                ("region", region), ("sequence", place), ("id", .id(event.id)),
                ("subject", subject), ("kind", .text(event.kind)),
                ("recorded_at", .time(event.recordedAt)),
            ])
            try insertPayload.run([
                ("region", region), ("subject", subject), ("sequence", place),
                ("payload", .blob(event.payload)),
            ])
        }
        transaction.afterCommit { [signal, sequence] in signal.advance(to: sequence) }
        return LogPosition(region: self.region, epoch: epoch ?? Self.noEpoch, sequence: sequence)
    }

    /// The position of the last event, with the epoch that gave it: after a restore the new epoch
    /// begins with the next event. Before the first event, the epoch that is to give it.
    public func head(in transaction: some Querying) throws(StorageError) -> LogPosition {
        let sequence = try headSequence(in: transaction)
        let epochs = try epochs(in: transaction)
        let epoch = epochs.last { $0.first <= sequence } ?? epochs.last
        return LogPosition(
            region: region, epoch: epoch?.epoch ?? Self.noEpoch, sequence: sequence)
    }

    /// Begins a new epoch at the next event: call once after a backup was restored, before
    /// anything is appended.
    public func beginEpoch(in transaction: Transaction) throws(StorageError) {
        _ = try startEpoch(in: transaction, at: headSequence(in: transaction) + 1)
    }

    /// Deletes the payloads of a subject's events and gives their number; the events and their
    /// positions stay. Old pages leave the disk with `Database.checkpoint`.
    @discardableResult
    public func erase(
        _ subject: RecordID, in transaction: Transaction
    ) throws(StorageError) -> Int {
        try transaction.execute(
            "DELETE FROM event_payload WHERE region = $region AND subject = $subject",
            ["region": .text(region), "subject": .id(subject)])
    }

    /// Waits until an event after `sequence` is durable; false when the deadline passes first.
    ///
    /// Read first and wait after the last event read: then no append is missed. Knows of events
    /// that were appended through this log in this process. Throws `CancellationError`, or
    /// `.overloaded` when too many wait.
    public func waitForAppend<C: Clock>(
        after sequence: UInt64, deadline: C.Instant, clock: C = ContinuousClock()
    ) async throws -> Bool where C.Duration == Duration {
        try await signal.wait(after: sequence, deadline: deadline, clock: clock)
    }

    /// Ends every wait for an append with `.closed`, now and from now on: for a program that stops.
    public func stopWaiting() { signal.close() }

    private func check(_ event: NewEvent) throws(StorageError) {
        guard (1...StorageLimits.codeBytesMax).contains(event.kind.utf8.count) else {
            throw StorageError(.misuse, "an event's kind is empty or too long")
        }
        guard event.payload.count <= StorageLimits.eventPayloadBytesMax else {
            throw StorageError(.misuse, "an event's payload is too large")
        }
    }

    private func startEpoch(
        in transaction: Transaction, at sequence: UInt64
    ) throws(StorageError) -> RecordID {
        let epoch = newEpoch()
        try transaction.execute(
            """
            INSERT INTO log_epoch(region, first_sequence, epoch) VALUES ($region, $first, $epoch)
            ON CONFLICT (region, first_sequence) DO UPDATE SET epoch = excluded.epoch
            """,
            [
                "region": .text(region), "first": .integer(Int64(clamping: sequence)),
                "epoch": .id(epoch),
            ])
        return epoch
    }
}
