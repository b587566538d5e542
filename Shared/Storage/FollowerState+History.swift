import Basics

extension FollowerState {
    /// What a follower remembers of the log beyond its cursor; to include among a service's schema
    /// steps after `migration`.
    ///
    /// Of a log that was followed before this step only the present epoch is known, and it is taken
    /// to have been read to its end.
    public static let historyMigration = Schema.Migration(
        name: "follower history",
        sqlite: """
            CREATE TABLE follower_epoch(
                region TEXT NOT NULL, source TEXT NOT NULL, first_sequence INTEGER NOT NULL,
                epoch BLOB NOT NULL,
                PRIMARY KEY (region, source, first_sequence)
            ) WITHOUT ROWID;
            CREATE TABLE follower_start(
                region TEXT NOT NULL, source TEXT NOT NULL, head INTEGER NOT NULL,
                PRIMARY KEY (region, source)
            ) WITHOUT ROWID;
            CREATE INDEX quarantine_sequence ON quarantine(region, source, sequence);
            INSERT INTO follower_epoch(region, source, first_sequence, epoch)
                SELECT region, source, 1, epoch FROM follower;
            INSERT INTO follower_start(region, source, head) SELECT region, source, 0 FROM follower;
            """)

    /// What a position of the followed log, of a receipt for one, is to this follower.
    public func verdict(
        on position: LogPosition, in transaction: some Querying
    ) throws(StorageError) -> FollowedEpochs.Verdict {
        guard position.region == region else { return .lost }
        let rows = try transaction.query(
            """
            SELECT first_sequence, epoch FROM follower_epoch
            WHERE region = $region AND source = $source ORDER BY first_sequence
            """, key)
        var epochs: [(first: UInt64, epoch: RecordID)] = []
        for row in rows { epochs.append((UInt64(clamping: try row.integer(0)), try row.id(1))) }
        return FollowedEpochs(epochs).verdict(
            sequence: position.sequence, epoch: position.epoch,
            followed: try cursor(in: transaction)?.position.sequence ?? 0)
    }

    /// Whether what was made from the log is whole: everything is applied, or held back, that the
    /// log held when it began to be followed from the beginning. False before `noteHead`.
    public func isWhole(in transaction: some Querying) throws(StorageError) -> Bool {
        let row = try transaction.first(
            "SELECT head FROM follower_start WHERE region = $region AND source = $source", key)
        guard let row else { return false }
        let sequence = try cursor(in: transaction)?.position.sequence ?? 0
        return sequence >= UInt64(clamping: try row.integer(0))
    }

    /// Notes the head of a log that begins to be followed; later heads change nothing.
    public func noteHead(_ sequence: UInt64, in transaction: Transaction) throws(StorageError) {
        try transaction.execute(
            """
            INSERT INTO follower_start(region, source, head) VALUES ($region, $source, $head)
            ON CONFLICT (region, source) DO NOTHING
            """,
            key.merging(["head": .integer(Int64(clamping: sequence))]) { _, new in new })
    }

    /// Notes the epoch of an event where it is a new one.
    func noteEpoch(of position: LogPosition, in transaction: Transaction) throws(StorageError) {
        let last = try transaction.prepare(
            """
            SELECT epoch FROM follower_epoch WHERE region = $region AND source = $source
            ORDER BY first_sequence DESC LIMIT 1
            """
        ).first([("region", .text(region)), ("source", .text(source))])
        if let last, try last.id(0) == position.epoch { return }
        try transaction.execute(
            """
            INSERT INTO follower_epoch(region, source, first_sequence, epoch)
            VALUES ($region, $source, $first, $epoch)
            """,
            key.merging([
                "first": .integer(Int64(clamping: position.sequence)), "epoch": .id(position.epoch),
            ]) { _, new in new })
    }
}
