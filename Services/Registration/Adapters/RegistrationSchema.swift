import Places
import Storage

/// The tables of the system of record.
///
/// Every key leads with the region, by which tables would be partitioned. `record`, `command`,
/// `proposed` and `receipt` hold encoded messages; what is searched by stands in columns of its
/// own.
enum RegistrationSchema {
    /// "JTRG".
    static let applicationID: Int32 = 0x4A54_5247

    static let schema = Schema(
        applicationID: applicationID,
        migrations: [
            Schema.Migration(name: "0001 households, people, batches", sqlite: records),
            EventLog.migration,
            Schema.Migration(name: "0003 blocks of case numbers", sqlite: caseBlocks),
            Schema.Migration(name: "0004 selectivity of indexes", sqlite: shape),
            FollowerState.migration,
            FollowerState.historyMigration,
            FollowedPlaces.migration,
            Schema.Migration(name: "0005 keys of households only", sqlite: sourceKeys),
            Schema.Migration(
                name: "0006 when a source said it",
                sqlite: "ALTER TABLE source_key ADD COLUMN said_at INTEGER NOT NULL DEFAULT 0;"),
            Schema.Migration(name: "0007 requests of releases", sqlite: releaseRequests),
            Schema.Migration(name: "0008 erasures", sqlite: erasures),
            Schema.Migration(name: "0009 commands that were erased", sqlite: erasedCommands),
            Schema.Migration(name: "0010 key of erasures", sqlite: erasureKey),
        ])

    private static let records = """
        CREATE TABLE household (
            region TEXT NOT NULL, household_id BLOB NOT NULL, case_number TEXT NOT NULL,
            stage INTEGER NOT NULL, place_code TEXT NOT NULL, revision INTEGER NOT NULL,
            recorded_at INTEGER NOT NULL, record BLOB NOT NULL,
            PRIMARY KEY (region, household_id)
        ) STRICT, WITHOUT ROWID;
        CREATE UNIQUE INDEX household_case ON household (region, case_number);
        CREATE INDEX household_place ON household (region, place_code, household_id);
        CREATE TABLE person (
            region TEXT NOT NULL, person_id BLOB NOT NULL, household_id BLOB NOT NULL,
            PRIMARY KEY (region, person_id)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE source_key (
            region TEXT NOT NULL, source TEXT NOT NULL, source_key TEXT NOT NULL,
            household_id BLOB, held_id BLOB, fingerprint BLOB NOT NULL,
            PRIMARY KEY (region, source, source_key),
            CHECK ((household_id IS NULL) <> (held_id IS NULL))
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE batch (
            region TEXT NOT NULL, batch_id BLOB NOT NULL, received_at INTEGER NOT NULL,
            receipt BLOB NOT NULL,
            PRIMARY KEY (region, batch_id)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE held (
            region TEXT NOT NULL, held_id BLOB NOT NULL, source TEXT NOT NULL,
            source_key TEXT NOT NULL, held_since INTEGER NOT NULL, record BLOB NOT NULL,
            PRIMARY KEY (region, held_id)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX held_key ON held (region, source, source_key);
        CREATE TABLE released (
            region TEXT NOT NULL, held_id BLOB NOT NULL, response BLOB NOT NULL,
            PRIMARY KEY (region, held_id)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE correction (
            region TEXT NOT NULL, correction_id BLOB NOT NULL, household_id BLOB NOT NULL,
            state INTEGER NOT NULL, fingerprint BLOB NOT NULL, record BLOB NOT NULL,
            PRIMARY KEY (region, correction_id)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX correction_state ON correction (region, state, correction_id);
        CREATE INDEX correction_household ON correction (region, household_id, state);
        CREATE TABLE case_serial (
            region TEXT NOT NULL, prefix TEXT NOT NULL, last INTEGER NOT NULL,
            PRIMARY KEY (region, prefix)
        ) STRICT, WITHOUT ROWID;
        """

    /// Numbers that teams assigned before blocks were handed out lie below the counter afterwards.
    private static let caseBlocks = """
        CREATE TABLE case_block (
            region TEXT NOT NULL, subject TEXT NOT NULL, request_id BLOB NOT NULL,
            prefix TEXT NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,
            allocated_at INTEGER NOT NULL,
            PRIMARY KEY (region, subject, request_id)
        ) STRICT, WITHOUT ROWID;
        INSERT INTO case_serial (region, prefix, last)
            SELECT region, substr(case_number, 1, 3), max(CAST(substr(case_number, 5) AS INTEGER))
            FROM household WHERE true GROUP BY region, substr(case_number, 1, 3)
            ON CONFLICT (region, prefix) DO UPDATE SET last = max(last, excluded.last);
        """

    /// What waits under a key is found by the key itself.
    private static let sourceKeys =
        """
        CREATE TABLE household_key (
            region TEXT NOT NULL, source TEXT NOT NULL, source_key TEXT NOT NULL,
            household_id BLOB NOT NULL, fingerprint BLOB NOT NULL,
            PRIMARY KEY (region, source, source_key)
        ) STRICT, WITHOUT ROWID;
        INSERT INTO household_key
            SELECT region, source, source_key, household_id, fingerprint FROM source_key
            WHERE household_id IS NOT NULL;
        DROP TABLE source_key;
        ALTER TABLE household_key RENAME TO source_key;
        CREATE INDEX source_key_household ON source_key (region, household_id);
        """
        + IndexShape.script([
            IndexShape("source_key", "source_key", [100_000, 5_000, 1]),
            IndexShape("source_key", "source_key_household", [100_000, 1]),
        ])

    /// Tells a release that is sent again from another one; null of a release before this step.
    private static let releaseRequests = "ALTER TABLE released ADD COLUMN request BLOB;"

    /// `subject_id` is a person's or a whole household's; `person_key` is null of the latter. No personal data.
    private static let erasures =
        """
        CREATE TABLE erased (
            region TEXT NOT NULL, subject_id BLOB NOT NULL, household_id BLOB NOT NULL,
            case_number TEXT NOT NULL, person_key BLOB, record BLOB NOT NULL,
            PRIMARY KEY (region, subject_id)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX erased_household ON erased (region, household_id);
        CREATE INDEX erased_case ON erased (region, case_number);
        """
        + IndexShape.script([
            IndexShape("erased", "erased", [1_000, 1]),
            IndexShape("erased", "erased_household", [1_000, 1]),
            IndexShape("erased", "erased_case", [1_000, 1]),
        ])

    /// `command_digest` is null but where a correction or something held went alone.
    private static let erasedCommands =
        """
        ALTER TABLE erased ADD COLUMN command_digest BLOB;
        CREATE INDEX erased_command ON erased (region, command_digest);
        """
        + IndexShape.script([
            IndexShape("erased", "erased", [1_000, 1]),
            IndexShape("erased", "erased_household", [1_000, 1]),
            IndexShape("erased", "erased_case", [1_000, 1]),
            IndexShape("erased", "erased_command", [1_000, 1]),
        ])

    /// One for the database: without it nobody can test a guess against the digests that leave it. SQLite's generator is
    /// seeded by the system's.
    private static let erasureKey =
        """
        CREATE TABLE erasure_key (
            id INTEGER PRIMARY KEY CHECK (id = 1), key BLOB NOT NULL CHECK (length(key) = 32)
        ) STRICT;
        INSERT INTO erasure_key (id, key) VALUES (1, randomblob(32));
        """

    private static let shape = IndexShape.script([
        IndexShape("household", "household", [100_000, 1]),
        IndexShape("household", "household_case", [100_000, 1]),
        IndexShape("household", "household_place", [100_000, 500, 1]),
        IndexShape("held", "held", [1_000, 1]),
        IndexShape("held", "held_key", [1_000, 100, 1]),
        IndexShape("correction", "correction", [10_000, 1]),
        IndexShape("correction", "correction_state", [10_000, 3_000, 1]),
        IndexShape("correction", "correction_household", [10_000, 2, 1]),
    ])
}
