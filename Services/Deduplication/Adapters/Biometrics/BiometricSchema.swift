import Storage

/// The tables of fingerprints and of what waits for the matcher.
///
/// `fingerprint.sealed` is opened by a key that is not in the database. `biometric_subject.reference` is what the matcher
/// knows a person by, random, and `gallery` the one that the person is enrolled in.
enum BiometricSchema {
    static let migration = Schema.Migration(name: "0007 fingerprints", sqlite: tables + shape)

    /// `household_id` is where a person lived when the log began to be read anew: which erasure is about who has no record.
    static let householdMigration = Schema.Migration(
        name: "0011 households of fingerprints",
        sqlite: """
            ALTER TABLE biometric_subject ADD COLUMN household_id BLOB NOT NULL DEFAULT x'';
            CREATE INDEX biometric_subject_household ON biometric_subject (region, household_id)
                WHERE household_id <> x'';
            """
                + IndexShape.script([
                    IndexShape("biometric_subject", "biometric_subject", [100_000, 1]),
                    IndexShape("biometric_subject", "biometric_subject_reference", [100_000, 1]),
                    IndexShape("biometric_subject", "biometric_subject_household", [100_000, 6]),
                ]))

    private static let tables = """
        CREATE TABLE biometric_subject (
            region TEXT NOT NULL, person_id BLOB NOT NULL, reference BLOB NOT NULL,
            gallery BLOB NOT NULL,
            PRIMARY KEY (region, person_id)
        ) STRICT, WITHOUT ROWID;
        CREATE UNIQUE INDEX biometric_subject_reference
            ON biometric_subject (region, reference);
        CREATE TABLE fingerprint (
            region TEXT NOT NULL, person_id BLOB NOT NULL, modality INTEGER NOT NULL,
            finger INTEGER NOT NULL, quality INTEGER NOT NULL, key_id BLOB NOT NULL,
            sealed BLOB NOT NULL, consented_at INTEGER NOT NULL, stored_at INTEGER NOT NULL,
            stored_by TEXT NOT NULL,
            PRIMARY KEY (region, person_id, modality, finger)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX fingerprint_key ON fingerprint (region, key_id);
        CREATE TABLE biometric_task (
            region TEXT NOT NULL, kind INTEGER NOT NULL, subject BLOB NOT NULL,
            sequence INTEGER NOT NULL, since INTEGER NOT NULL, tries INTEGER NOT NULL,
            due INTEGER NOT NULL, reason TEXT NOT NULL,
            PRIMARY KEY (region, kind, subject)
        ) STRICT, WITHOUT ROWID;
        CREATE UNIQUE INDEX biometric_task_order ON biometric_task (region, kind, sequence);
        """

    private static let shape = IndexShape.script([
        IndexShape("biometric_subject", "biometric_subject", [100_000, 1]),
        IndexShape("biometric_subject", "biometric_subject_reference", [100_000, 1]),
        IndexShape("fingerprint", "fingerprint", [200_000, 2, 2, 1]),
        IndexShape("fingerprint", "fingerprint_key", [200_000, 100_000]),
        IndexShape("biometric_task", "biometric_task", [10_000, 5_000, 1]),
        IndexShape("biometric_task", "biometric_task_order", [10_000, 5_000, 1]),
    ])
}
