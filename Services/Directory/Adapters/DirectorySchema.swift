import Storage

/// The tables of the directory.
///
/// Every key leads with the region, by which tables would be partitioned. `record` holds the encoded message; the
/// beginnings of names and the values that lists are narrowed by stand in tables of their own, one
/// shape for every kind; which place lies in which, and when, in one more.
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
            Schema.Migration(name: "0004 links of places with their days", sqlite: links),
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

    /// Days are written 2023-03-13, so that they compare as text; '' is before every day and '9999-99-99' after.
    ///
    /// What was kept before has no days in its tags: until a place is kept again, a link that was open holds always,
    /// and one that had ended never. What nothing reads goes.
    private static let links =
        """
        CREATE TABLE place_link (
            region TEXT NOT NULL, parent BLOB NOT NULL, place BLOB NOT NULL,
            valid_from TEXT NOT NULL, valid_until TEXT NOT NULL,
            PRIMARY KEY (region, parent, place, valid_from)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX place_link_place ON place_link (region, place);
        INSERT INTO place_link (region, parent, place, valid_from, valid_until)
            SELECT e.region, e.value, e.entry_id, '',
                CASE WHEN EXISTS (
                    SELECT 1 FROM entry_tag AS n
                    WHERE n.region = e.region AND n.kind = e.kind AND n.tag = 'parent'
                        AND n.value = e.value AND n.entry_id = e.entry_id)
                THEN '9999-99-99' ELSE '' END
            FROM entry_tag AS e WHERE e.kind = 'place' AND e.tag = 'parent_ever';
        DELETE FROM entry_tag WHERE kind = 'place' AND tag IN ('parent', 'parent_ever');
        ALTER TABLE entry DROP COLUMN revision;
        ALTER TABLE entry DROP COLUMN updated_at;
        """
        + IndexShape.script([
            IndexShape("place_link", "place_link", [20_000, 30, 2, 1]),
            IndexShape("place_link", "place_link_place", [20_000, 2]),
        ])

    private static let shape = IndexShape.script([
        IndexShape("entry", "entry", [100_000, 20_000, 1]),
        IndexShape("entry_start", "entry_start", [300_000, 60_000, 3, 1]),
        IndexShape("entry_start", "entry_start_entry", [300_000, 60_000, 3]),
        IndexShape("entry_tag", "entry_tag", [300_000, 60_000, 20_000, 50, 1]),
        IndexShape("entry_tag", "entry_tag_entry", [300_000, 60_000, 3]),
    ])
}
