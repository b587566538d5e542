import Basics

extension EventLog {
    static let noEpoch = RecordID.nilID

    /// The events after a cursor, oldest first; from the beginning for `nil`.
    ///
    /// - Parameters:
    ///   - limit: events at most; also bounded by `StorageLimits.eventsPerReadMax`.
    ///   - byteLimit: bytes of payload at most; one event is given however large it is.
    ///
    /// Throws `.dataLoss` when the cursor does not fit this log (see `verify`), and `.corrupt` where an event is missing:
    /// what is made from the rest would be wrong, and nobody would know.
    public func read(
        in transaction: some Querying, after cursor: LogCursor?, limit: Int, byteLimit: Int
    ) throws -> [StoredEvent] {
        if let cursor { try verify(cursor, in: transaction) }
        let epochs = try epochs(in: transaction)
        let after = cursor?.position.sequence ?? 0
        let select = try transaction.prepare(
            """
            SELECT e.sequence, e.event_id, e.subject, e.kind, e.recorded_at, p.payload
            FROM event AS e LEFT JOIN event_payload AS p
                ON p.region = e.region AND p.subject = e.subject AND p.sequence = e.sequence
            WHERE e.region = $region AND e.sequence > $after
            ORDER BY e.sequence LIMIT $limit
            """)
        let bounded = max(1, min(limit, StorageLimits.eventsPerReadMax))
        var events: [StoredEvent] = []
        var byteCount = 0
        try select.scan([
            ("region", .text(region)), ("after", .integer(Int64(clamping: after))),
            ("limit", .integer(Int64(bounded))),
        ]) { row in
            byteCount += try row.byteCount(5)
            guard events.isEmpty || byteCount <= byteLimit else { return false }
            let sequence = UInt64(clamping: try row.integer(0))
            let expected = (events.last?.position.sequence ?? after) + 1
            guard sequence == expected else {
                throw StorageError(.corrupt, "event \(expected) of the log is missing")
            }
            let epoch = epochs.last { $0.first <= sequence }?.epoch ?? Self.noEpoch
            events.append(
                StoredEvent(
                    position: LogPosition(region: region, epoch: epoch, sequence: sequence),
                    id: try row.id(1), subject: try row.id(2), kind: try row.text(3),
                    recordedAt: try row.time(4), payload: try row.optionalBlob(5)))
            return true
        }
        return events
    }

    /// Checks that a follower's cursor fits this log.
    ///
    /// Throws `.dataLoss` when its sequence is beyond the head, its epoch is not the one in which
    /// that sequence was given, or the event there has another id; `.misuse` for another region.
    public func verify(
        _ cursor: LogCursor, in transaction: some Querying
    ) throws(StorageError) {
        try verify(cursor.position, in: transaction)
        guard cursor.position.sequence > 0 else { return }
        let row = try transaction.first(
            "SELECT event_id FROM event WHERE region = $region AND sequence = $sequence",
            [
                "region": .text(region),
                "sequence": .integer(Int64(clamping: cursor.position.sequence)),
            ])
        guard let row, try row.id(0) == cursor.eventID else {
            throw StorageError(.dataLoss, "another event stands at the cursor's position")
        }
    }

    /// Checks that a position, of a receipt for one, still stands: throws as `verify(_:in:)` of a
    /// cursor does, without an event's id to compare.
    public func verify(
        _ position: LogPosition, in transaction: some Querying
    ) throws(StorageError) {
        guard position.region == region else {
            throw StorageError(.misuse, "the position is of another region's log")
        }
        // Nothing was read yet: there is nothing to lose.
        guard position.sequence > 0 else { return }
        guard position.sequence <= (try headSequence(in: transaction)) else {
            throw StorageError(.dataLoss, "the position is beyond the end of the log")
        }
        let epoch = try epochs(in: transaction).last { $0.first <= position.sequence }?.epoch
        guard epoch == position.epoch else {
            throw StorageError(.dataLoss, "the position is of another epoch of the log")
        }
    }

    func headSequence(in transaction: some Querying) throws(StorageError) -> UInt64 {
        let row = try transaction.first(
            "SELECT max(sequence) FROM event WHERE region = $region", ["region": .text(region)])
        return UInt64(clamping: try row?.optionalInteger(0) ?? 0)
    }

    func currentEpoch(in transaction: some Querying) throws(StorageError) -> RecordID? {
        try epochs(in: transaction).last?.epoch
    }

    /// The epochs with their first sequences, oldest first: one a restore, so a handful.
    func epochs(
        in transaction: some Querying
    ) throws(StorageError) -> [(first: UInt64, epoch: RecordID)] {
        let rows = try transaction.query(
            """
            SELECT first_sequence, epoch FROM log_epoch WHERE region = $region
            ORDER BY first_sequence
            """, ["region": .text(region)])
        var epochs: [(first: UInt64, epoch: RecordID)] = []
        for row in rows { epochs.append((UInt64(clamping: try row.integer(0)), try row.id(1))) }
        return epochs
    }
}
