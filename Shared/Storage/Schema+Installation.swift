extension Schema {
    private static let recordTable = """
        CREATE TABLE schema_migration(version INTEGER PRIMARY KEY, name TEXT NOT NULL)
        """

    /// Refuses a database of another service or of a newer program; changes nothing.
    func checkIdentity(_ connection: Connection) throws(StorageError) {
        let application = try connection.integerPragma("application_id")
        let version = try connection.integerPragma("user_version")
        let isEmpty =
            try connection.statement("SELECT 1 FROM sqlite_master LIMIT 1").first() == nil
        if application == 0, version == 0, isEmpty { return }
        guard application == Int64(applicationID) else {
            throw StorageError(
                .foreignDatabase,
                "the database is of another program (\(Self.name(ofApplication: application)), not "
                    + "\(Self.name(ofApplication: Int64(applicationID))))")
        }
        guard version <= migrations.count else {
            throw StorageError(
                .newerSchema,
                "the database has schema \(version); this program knows up to "
                    + "\(migrations.count)")
        }
    }

    /// Brings the database to the last step; each step is applied whole or not at all.
    func install(_ connection: Connection) throws(StorageError) {
        let version = Int(try connection.integerPragma("user_version"))
        if version > 0 { try checkRecord(connection, version: version) }
        for index in migrations.indices.dropFirst(version) {
            try apply(migrations[index], version: index + 1, connection)
        }
    }

    private func checkRecord(
        _ connection: Connection, version: Int
    ) throws(StorageError) {
        let recorded = try connection.statement(
            "SELECT name FROM schema_migration ORDER BY version"
        ).rows()
        for (index, row) in recorded.enumerated() {
            let name = try row.text(0)
            guard index < migrations.count, migrations[index].name == name else {
                throw StorageError(
                    .foreignDatabase,
                    "step \(index + 1) of the schema is recorded as \(name); "
                        + "released steps must not be moved or renamed")
            }
        }
        guard recorded.count == version else {
            throw StorageError(.corrupt, "the record of schema steps does not fit its version")
        }
    }

    private func apply(
        _ migration: Migration, version: Int, _ connection: Connection
    ) throws(StorageError) {
        try connection.begin()
        do throws(StorageError) {
            if version == 1 {
                try connection.script(
                    "PRAGMA application_id = \(applicationID)", doing: "marking the database")
                try connection.script(Self.recordTable, doing: "recording steps")
            }
            try connection.script(migration.sqlite, doing: "schema step \(migration.name)")
            try connection.statement(
                "INSERT INTO schema_migration(version, name) VALUES ($version, $name)"
            ).run([("version", .integer(Int64(version))), ("name", .text(migration.name))])
            try connection.script("PRAGMA user_version = \(version)", doing: "marking the step")
            if let broken = try connection.statement("PRAGMA foreign_key_check").first() {
                let table = try broken.text(0)
                throw StorageError(
                    .constraint, "schema step \(migration.name) breaks a foreign key",
                    constraint: table)
            }
        } catch {
            connection.rollback()
            throw error
        }
        try connection.commit()
    }

    /// "JTRG": an application id is four letters (SQLite, PRAGMA application_id).
    private static func name(ofApplication id: Int64) -> String {
        // SAFETY: the bytes are copied within the call.
        let bytes = withUnsafeBytes(of: UInt32(truncatingIfNeeded: id).bigEndian) { Array($0) }
        let isText = bytes.allSatisfy { (0x20...0x7E).contains($0) }
        return isText ? String(decoding: bytes, as: UTF8.self) : "\(id)"
    }
}
