import Storage

/// The tables of deduplication.
///
/// Every key leads with the region, by which tables would be partitioned. `summary` holds an encoded RecordSummary and
/// `pair.record` an encoded Pair whose two people have nothing but their ids; what is searched by stands in columns of
/// its own. `decision` keeps every decision that was ever made; `pair` shows the last.
enum DeduplicationSchema {
    /// "JTDD".
    static let applicationID: Int32 = 0x4A54_4444

    static let schema = Schema(
        applicationID: applicationID,
        migrations: [
            Schema.Migration(name: "0001 records, pairs, decisions", sqlite: records + shape),
            EventLog.migration,
            FollowerState.migration,
            FollowerState.historyMigration,
            Schema.Migration(name: "0005 followed epochs", sqlite: followedEpochs),
            BiometricSchema.migration,
        ])

    private static let records = """
        CREATE TABLE record (
            region TEXT NOT NULL, person_id BLOB NOT NULL, household_id BLOB NOT NULL,
            sequence INTEGER NOT NULL, summary BLOB NOT NULL,
            PRIMARY KEY (region, person_id)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX record_household ON record (region, household_id);
        CREATE TABLE pair (
            region TEXT NOT NULL, pair_id BLOB NOT NULL, earlier_id BLOB NOT NULL,
            later_id BLOB NOT NULL, state INTEGER NOT NULL, level INTEGER NOT NULL,
            weight REAL NOT NULL, batch_id BLOB NOT NULL, screened_id BLOB NOT NULL,
            record BLOB NOT NULL,
            PRIMARY KEY (region, pair_id)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX pair_state ON pair (region, state, weight, pair_id);
        CREATE INDEX pair_batch ON pair (region, batch_id);
        CREATE INDEX pair_earlier ON pair (region, earlier_id);
        CREATE INDEX pair_later ON pair (region, later_id);
        CREATE TABLE decision (
            region TEXT NOT NULL, earlier_id BLOB NOT NULL, later_id BLOB NOT NULL,
            revision INTEGER NOT NULL, state INTEGER NOT NULL, decided_by TEXT NOT NULL,
            decided_at INTEGER NOT NULL, comment TEXT NOT NULL,
            PRIMARY KEY (region, earlier_id, later_id, revision)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE followed_epoch (
            region TEXT NOT NULL, first_sequence INTEGER NOT NULL, epoch BLOB NOT NULL,
            PRIMARY KEY (region, first_sequence)
        ) STRICT, WITHOUT ROWID;
        """

    /// They were kept here before every follower kept them.
    private static let followedEpochs = """
        DELETE FROM follower_epoch;
        INSERT INTO follower_epoch (region, source, first_sequence, epoch)
            SELECT region, 'registration', first_sequence, epoch FROM followed_epoch;
        DROP TABLE followed_epoch;
        """

    private static let shape = IndexShape.script([
        IndexShape("record", "record", [100_000, 1]),
        IndexShape("record", "record_household", [100_000, 6]),
        IndexShape("pair", "pair", [10_000, 1]),
        IndexShape("pair", "pair_state", [10_000, 3_000, 2, 1]),
        IndexShape("pair", "pair_batch", [10_000, 50]),
        IndexShape("pair", "pair_earlier", [10_000, 2]),
        IndexShape("pair", "pair_later", [10_000, 2]),
    ])
}
