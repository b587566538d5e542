import Places
import Storage

/// The tables that counts are made from: one short row a person, without names.
///
/// Everything here can be made again from the logs. People are kept by household, so that one pass in the order of the
/// key counts households too.
enum StatisticsSchema {
    /// "JTST".
    static let applicationID: Int32 = 0x4A54_5354

    static let schema = Schema(
        applicationID: applicationID,
        migrations: [
            Schema.Migration(name: "0001 people and identities", sqlite: records),
            FollowerState.migration,
            FollowedPlaces.migration,
            FollowerState.historyMigration,
            Schema.Migration(name: "0004 shape", sqlite: shape),
            Schema.Migration(name: "0005 identities", sqlite: identities),
        ])

    private static let records = """
        CREATE TABLE household (
            region TEXT NOT NULL, household_id BLOB NOT NULL, number INTEGER NOT NULL,
            is_registered INTEGER NOT NULL, place_code TEXT NOT NULL,
            people_pre_registered INTEGER NOT NULL, recorded_on INTEGER NOT NULL,
            PRIMARY KEY (region, household_id)
        ) STRICT, WITHOUT ROWID;
        CREATE UNIQUE INDEX household_number ON household (region, number);
        CREATE INDEX household_stage ON household (region, is_registered);
        CREATE TABLE person (
            region TEXT NOT NULL, household INTEGER NOT NULL, person_id BLOB NOT NULL,
            place_code TEXT NOT NULL, population_group TEXT NOT NULL, sex INTEGER NOT NULL,
            birth INTEGER NOT NULL, needs TEXT NOT NULL, registered_on INTEGER NOT NULL,
            first_sequence INTEGER NOT NULL, is_counted INTEGER NOT NULL, is_net INTEGER NOT NULL,
            PRIMARY KEY (region, household, person_id)
        ) STRICT, WITHOUT ROWID;
        CREATE UNIQUE INDEX person_id ON person (region, person_id);
        CREATE TABLE same_pair (
            region TEXT NOT NULL, pair_id BLOB NOT NULL, earlier BLOB NOT NULL, later BLOB NOT NULL,
            PRIMARY KEY (region, pair_id)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX same_pair_earlier ON same_pair (region, earlier);
        CREATE INDEX same_pair_later ON same_pair (region, later);
        """

    /// Until deduplication has told of the identities that there are, each record is one alone.
    private static let identities =
        """
        DROP TABLE same_pair;
        CREATE TABLE identity_record (
            region TEXT NOT NULL, person_id BLOB NOT NULL, identity_id BLOB NOT NULL,
            PRIMARY KEY (region, person_id)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX identity_record_identity ON identity_record (region, identity_id);
        UPDATE person SET is_net = is_counted WHERE is_net <> is_counted;
        """
        + IndexShape.script([
            IndexShape("identity_record", "identity_record", [10_000, 1]),
            IndexShape("identity_record", "identity_record_identity", [10_000, 2]),
        ])

    private static let shape = IndexShape.script([
        IndexShape("household", "household", [100_000, 1]),
        IndexShape("household", "household_number", [100_000, 1]),
        IndexShape("household", "household_stage", [100_000, 5_000]),
        IndexShape("person", "person", [600_000, 6, 1]),
        IndexShape("person", "person_id", [600_000, 1]),
        IndexShape("same_pair", "same_pair", [10_000, 1]),
        IndexShape("same_pair", "same_pair_earlier", [10_000, 1]),
        IndexShape("same_pair", "same_pair_later", [10_000, 1]),
    ])
}
