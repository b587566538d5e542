import Storage

/// The tables of the directory.
///
/// Every key leads with the region, by which tables would be partitioned. `record` holds the encoded message; the
/// beginnings of names and the values that lists are narrowed by stand in tables of their own, one
/// shape for every kind.
/// `created` is the digest of the content that the record was created with, by which a repeated creation is known.
enum DirectorySchema {
    /// "JTDR".
    static let applicationID: Int32 = 0x4A54_4452

    static let schema = Schema(
        applicationID: applicationID,
        migrations: [
            Schema.Migration(name: "0001 entries", sqlite: entries),
            EventLog.migration,
            Schema.Migration(name: "0003 selectivity of indexes", sqlite: shape),
        ])

    private static let entries = """
        CREATE TABLE entry (
            region TEXT NOT NULL, kind TEXT NOT NULL, entry_id BLOB NOT NULL,
            revision INTEGER NOT NULL, updated_at INTEGER NOT NULL, created BLOB NOT NULL,
            record BLOB NOT NULL,
            PRIMARY KEY (region, kind, entry_id)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE entry_start (
            region TEXT NOT NULL, kind TEXT NOT NULL, start TEXT NOT NULL, entry_id BLOB NOT NULL,
            PRIMARY KEY (region, kind, start, entry_id)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX entry_start_entry ON entry_start (region, kind, entry_id);
        CREATE TABLE entry_tag (
            region TEXT NOT NULL, kind TEXT NOT NULL, tag TEXT NOT NULL, value BLOB NOT NULL,
            entry_id BLOB NOT NULL,
            PRIMARY KEY (region, kind, tag, value, entry_id)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX entry_tag_entry ON entry_tag (region, kind, entry_id);
        """

    private static let shape = IndexShape.script([
        IndexShape("entry", "entry", [100_000, 20_000, 1]),
        IndexShape("entry_start", "entry_start", [300_000, 60_000, 3, 1]),
        IndexShape("entry_start", "entry_start_entry", [300_000, 60_000, 3]),
        IndexShape("entry_tag", "entry_tag", [300_000, 60_000, 20_000, 50, 1]),
        IndexShape("entry_tag", "entry_tag_entry", [300_000, 60_000, 3]),
    ])
}
