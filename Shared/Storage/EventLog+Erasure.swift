public import Basics

extension EventLog {
    /// Whether the log says that everything known of a subject was erased.
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
