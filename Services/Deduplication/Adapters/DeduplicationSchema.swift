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
            Schema.Migration(name: "0006 review", sqlite: review + reviewShape),
            BiometricSchema.migration,
            ConsentWithdrawalRows.migration,
            Schema.Migration(name: "0009 households of decided pairs", sqlite: households),
            ModelSchema.migration,
            BiometricSchema.householdMigration,
            Schema.Migration(name: "0012 presence", sqlite: presence),
            Schema.Migration(name: "0013 presence that is not known", sqlite: unknownPresence),
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

    /// `household_pair` holds what the open pairs between two households are worth, `opinion` what reviewers said of pairs
    /// that need several, `untold_identity` a record of each identity that was made before the log told of identities.
    ///
    /// Weights are odds from here on: the records are read again from registration's log, and their pairs found anew.
    private static let review = """
        ALTER TABLE pair ADD COLUMN household_one BLOB NOT NULL DEFAULT x'';
        ALTER TABLE pair ADD COLUMN household_other BLOB NOT NULL DEFAULT x'';
        ALTER TABLE pair ADD COLUMN worth INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE pair ADD COLUMN revision INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE pair ADD COLUMN by_rule INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE decision ADD COLUMN rule TEXT NOT NULL DEFAULT '';
        CREATE INDEX pair_households ON pair
            (region, household_one, household_other, state, weight, pair_id);
        CREATE INDEX pair_by_rule ON pair (region, state, weight, pair_id) WHERE by_rule = 1;
        CREATE TABLE household_pair (
            region TEXT NOT NULL, one BLOB NOT NULL, other BLOB NOT NULL,
            open_pairs INTEGER NOT NULL, worth INTEGER NOT NULL,
            PRIMARY KEY (region, one, other)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX household_pair_worth ON household_pair (region, worth, one, other);
        CREATE TABLE opinion (
            region TEXT NOT NULL, pair_id BLOB NOT NULL, revision INTEGER NOT NULL,
            number INTEGER NOT NULL, reviewer TEXT NOT NULL, state INTEGER NOT NULL,
            given_at INTEGER NOT NULL, comment TEXT NOT NULL,
            PRIMARY KEY (region, pair_id, revision, number)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX opinion_time ON opinion (region, number, given_at);
        CREATE TABLE untold_identity (
            region TEXT NOT NULL, person_id BLOB NOT NULL, PRIMARY KEY (region, person_id)
        ) STRICT, WITHOUT ROWID;
        INSERT INTO untold_identity (region, person_id)
            SELECT DISTINCT region, earlier_id FROM pair WHERE state = 2;
        DELETE FROM pair WHERE state = 1;
        DELETE FROM record;
        DELETE FROM follower;
        DELETE FROM follower_epoch;
        DELETE FROM follower_start;
        DELETE FROM quarantine;
        """

    /// Pairs that were decided before `household_one` and `household_other` were kept get them where both records are there,
    /// and the others when they are read again. None of them counts for the worth of households.
    ///
    /// `pair_of_one_household` finds pairs whose two people have come to live together, `pair_by_rule_id` goes through those
    /// that a rule decided.
    private static let households =
        """
        UPDATE pair SET
            household_one = (SELECT min(r.household_id) FROM record AS r WHERE r.region = pair.region
                AND r.person_id IN (pair.earlier_id, pair.later_id)),
            household_other = (SELECT max(r.household_id) FROM record AS r WHERE r.region = pair.region
                AND r.person_id IN (pair.earlier_id, pair.later_id))
        WHERE household_one = x'' AND state <> 1 AND 2 = (SELECT count(*) FROM record AS r
            WHERE r.region = pair.region AND r.person_id IN (pair.earlier_id, pair.later_id));
        CREATE INDEX pair_of_one_household ON pair (region, state, weight, pair_id)
            WHERE household_one = household_other AND household_one <> x'';
        CREATE INDEX pair_by_rule_id ON pair (region, pair_id) WHERE by_rule = 1;
        """
        + IndexShape.script(
            pairShapes + [
                IndexShape("pair", "pair_of_one_household", [100, 100, 2, 1]),
                IndexShape("pair", "pair_by_rule_id", [1_000, 1]),
            ])

    /// Null of a person whose record was kept without, until `RecordRows.notePresence` comes to it.
    private static let presence = "ALTER TABLE record ADD COLUMN is_present INTEGER"

    /// By which those are found, of whom there are none once it is done.
    private static let unknownPresence =
        """
        CREATE INDEX record_of_unknown_presence ON record (region, person_id)
            WHERE is_present IS NULL;
        """
        + IndexShape.script([
            IndexShape("record", "record", [100_000, 1]),
            IndexShape("record", "record_household", [100_000, 6]),
            IndexShape("record", "record_of_unknown_presence", [100, 1]),
        ])

    private static let pairShapes = [
        IndexShape("pair", "pair", [10_000, 1]),
        IndexShape("pair", "pair_state", [10_000, 3_000, 2, 1]),
        IndexShape("pair", "pair_batch", [10_000, 50]),
        IndexShape("pair", "pair_earlier", [10_000, 2]),
        IndexShape("pair", "pair_later", [10_000, 2]),
        IndexShape("pair", "pair_households", [10_000, 4, 2, 2, 1, 1]),
        IndexShape("pair", "pair_by_rule", [1_000, 1_000, 2, 1]),
    ]

    private static let reviewShape = IndexShape.script(
        pairShapes + [
            IndexShape("household_pair", "household_pair", [5_000, 2, 1]),
            IndexShape("household_pair", "household_pair_worth", [5_000, 2, 1, 1]),
            IndexShape("opinion", "opinion", [1_000, 2, 2, 1]),
            IndexShape("opinion", "opinion_time", [1_000, 500, 1]),
        ])

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
