public import Basics

extension EventLog {
    /// Puts other payloads in the place of those of a subject's events, for what has to go of some; the events and their
    /// positions stay. Old pages leave the disk with `Database.checkpoint`.
    ///
    /// - Parameter body: gives the new payload.
    public func rewrite(
        _ subject: RecordID, in transaction: Transaction,
        _ body: (_ payload: [UInt8]) throws -> [UInt8]
    ) throws {
        let key: [String: Value] = ["region": .text(region), "subject": .id(subject)]
        let rows = try transaction.query(
            """
            SELECT sequence, payload FROM event_payload
            WHERE region = $region AND subject = $subject
            """, key)
        for row in rows {
            let payload = try body(try row.blob("payload"))
            try transaction.execute(
                """
                UPDATE event_payload SET payload = $payload
                WHERE region = $region AND subject = $subject AND sequence = $sequence
                """,
                key.merging([
                    "payload": .blob(payload), "sequence": .integer(try row.integer("sequence")),
                ]) { _, new in new })
        }
    }

    /// Whether the log tells of an erasure of a subject. Which part of it went, the event's payload says: of a household
    /// it may be one person.
    public func hasErased(
        _ subject: RecordID, in transaction: some Querying
    ) throws(StorageError) -> Bool {
        try transaction.first(
            """
            SELECT 1 FROM event_payload AS p JOIN event AS e
                ON e.region = p.region AND e.sequence = p.sequence
            WHERE p.region = $region AND p.subject = $subject AND e.kind = $kind
            """,
            [
                "region": .text(region), "subject": .id(subject),
                "kind": .text(StoredEvent.erasureKind),
            ]) != nil
    }
}
