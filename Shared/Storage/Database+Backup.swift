internal import GRDBSQLite
import Glibc
import Synchronization

extension Database {
    /// Writes a checked copy of the database to `path`, replacing what is there; writes go on.
    ///
    /// The copy is made beside its place, checked for damage, and moved when it is whole and
    /// durable; a failure leaves the former backup as it was. It needs the database's size of free
    /// disk beyond what writes need. It holds personal data: mode 0600. Throws `.busy` while another
    /// backup is made, and `.diskFull` before it writes anything.
    public func backup(to path: String) async throws {
        let isClaimed = isBackingUp.withLock { isBackingUp in
            defer { isBackingUp = true }
            return !isBackingUp
        }
        guard isClaimed else { throw StorageError(.busy, "a backup is being made") }
        defer { isBackingUp.withLock { $0 = false } }
        try checkRoomForCopy(at: path)
        try await makeBackup(at: path)
    }

    private func makeBackup(at path: String) async throws {
        let unfinished = path + ".partial"
        unlink(unfinished)
        try DatabaseFile.createEmpty(unfinished)
        do {
            let session = try await onWriter { writer in
                try BackupSession(from: writer, to: unfinished)
            }
            try await copy(session)
            try await onBackgroundThread {
                try Self.checkIntegrity(Connection(path: unfinished, flags: SQLITE_OPEN_READONLY))
                try DatabaseFile.replace(path, with: unfinished)
            }
        } catch {
            unlink(unfinished)
            throw error
        }
    }

    private func copy(_ session: BackupSession) async throws {
        do {
            while try await onWriter({ _ in try !session.step() }) {
                try Task.checkCancellation()
            }
        } catch {
            // While the database closes this is refused, and closing ends the copy instead.
            try? await onWriter { $0.endBackup() }
            throw error
        }
        try await onWriter { writer in
            writer.endBackup()
            try session.makeSelfContained()
        }
    }

    /// Checks that a backup can be restored for `schema`: whose it is, its version, and every page
    /// and reference in it. Blocks for as long as reading the file takes.
    ///
    /// Throws `.foreignDatabase`, `.newerSchema`, `.corrupt` or `.io`.
    public static func checkBackup(at path: String, schema: Schema) throws(StorageError) {
        let connection = try Connection(path: path, flags: SQLITE_OPEN_READONLY)
        guard try connection.integerPragma("application_id") != 0 else {
            throw StorageError(.foreignDatabase, "\(path) belongs to no service")
        }
        try schema.checkIdentity(connection)
        try checkIntegrity(connection)
    }

    private static func checkIntegrity(_ connection: Connection) throws(StorageError) {
        // The rows may quote stored values, so none of their text is passed on.
        let rows = try connection.statement("PRAGMA integrity_check(1)").rows()
        guard rows.count == 1, try rows[0].text(0) == "ok" else {
            throw StorageError(.corrupt, "the integrity check found damage")
        }
        guard try connection.statement("PRAGMA foreign_key_check").first() == nil else {
            throw StorageError(.corrupt, "a reference points at a missing row")
        }
    }
}
