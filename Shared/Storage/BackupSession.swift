internal import GRDBSQLite

/// A copy of the database in the making, by SQLite's online backup interface.
///
/// Steps run on the writer's own connection between groups of writes; SQLite carries those writes
/// over into what was already copied, so the copy never starts again.
///
/// Invariant: made, stepped and closed on the writer's queue only.
final class BackupSession: @unchecked Sendable {
    // SAFETY: the invariant above: one queue touches it.
    private let destination: Connection
    private var backup: OpaquePointer?

    init(from source: Connection, to path: String) throws(StorageError) {
        destination = try Connection(path: path, flags: SQLITE_OPEN_READWRITE)
        try source.register(self)
        backup = sqlite3_backup_init(destination.handle, "main", source.handle, "main")
        guard backup != nil else {
            throw StorageError.sqlite(
                sqlite3_extended_errcode(destination.handle), on: destination.handle,
                doing: "starting a backup")
        }
    }

    /// Copies some pages; true when all are copied.
    func step() throws(StorageError) -> Bool {
        guard let backup else { throw StorageError(.closed, "the database is closed") }
        let result = sqlite3_backup_step(backup, StorageLimits.backupPagesPerStep)
        if result == SQLITE_OK { return false }
        if result == SQLITE_DONE { return true }
        throw StorageError.sqlite(result, on: destination.handle, doing: "backup")
    }

    /// Ends the copy; its connection closes with this object.
    func close() {
        guard let backup else { return }
        // SAFETY: finished once, on the source's queue, before either connection closes.
        sqlite3_backup_finish(backup)
        self.backup = nil
    }

    /// Makes the copy one plain file without a log beside it.
    func makeSelfContained() throws(StorageError) {
        try destination.script("PRAGMA journal_mode = DELETE", doing: "finishing a backup")
        destination.finalizeStatements()
    }
}
