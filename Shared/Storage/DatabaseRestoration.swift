import Basics
import Glibc

/// Puts a backup in the place of a database, while the program is stopped.
public enum DatabaseRestoration {
    /// Checks a backup, puts it in place, and begins a new epoch of the log, so that followers and
    /// devices find out which positions were lost.
    ///
    /// The database that was there is kept beside it, under the name that is returned; nil where
    /// there was none. At every moment, a crash's too, the one or the other is in place. A failure
    /// leaves the former one there, and no copy of the backup.
    ///
    /// - Parameter mend: runs in the transaction that begins the epoch, for what a database must
    ///   change because time went on without it.
    /// - Returns: also the sequence of the last event that the backup holds.
    /// - Throws: `StorageError`: `.busy` where the program runs, `.foreignDatabase`, `.newerSchema`
    ///   or `.corrupt` where the backup does not fit, `.io`.
    public static func restore(
        backup: String, to path: String, schema: Schema, log: EventLog,
        mend: @escaping @Sendable (Transaction) throws -> Void = { _ in }
    ) async throws -> (former: String?, sequence: UInt64) {
        try Database.checkBackup(at: backup, schema: schema)
        let restored = path + ".restoring"
        // What a crash left: SQLite would read a write-ahead log into the new copy.
        removeAll(of: restored)
        defer { removeAll(of: restored) }
        try copy(backup, to: restored)
        let sequence = try await beginEpoch(at: restored, schema: schema, log: log, mend)
        let former = try await keepFormer(path, schema: schema)
        do {
            try DatabaseFile.replace(path, with: restored)
        } catch {
            // Once it is moved, the former one has no other name.
            if let former, access(restored, F_OK) == 0 { takeBack(former, to: path) }
            throw error
        }
        return (former, sequence)
    }

    private static func beginEpoch(
        at path: String, schema: Schema, log: EventLog,
        _ mend: @escaping @Sendable (Transaction) throws -> Void
    ) async throws -> UInt64 {
        let database = try Database(at: path, schema: schema)
        let head = try await database.write { transaction in
            try log.beginEpoch(in: transaction)
            try mend(transaction)
            return try log.head(in: transaction)
        }
        try await database.close()
        return head.sequence
    }

    /// Gives a database a second name, and leaves nothing beside its first that SQLite would take
    /// for part of the one that comes there.
    ///
    /// Opening it first proves that no program has it open, and empties its write-ahead log.
    static func keepFormer(_ path: String, schema: Schema) async throws -> String? {
        guard access(path, F_OK) == 0 else { return nil }
        do {
            let database = try Database(at: path, schema: schema)
            try await database.close()
        } catch let error as StorageError where error.code == .corrupt {
            // A damaged database is why one restores; it is kept as it is, with its log.
        }
        let former = "\(path).before-\(Timestamp.now().millisecondsSinceEpoch)"
        guard link(path, former) == 0 else { throw failure("keeping \(path) as \(former)") }
        for suffix in ["-wal", "-shm"] where access(path + suffix, F_OK) == 0 {
            guard rename(path + suffix, former + suffix) == 0 else {
                throw failure("moving \(path + suffix) aside")
            }
        }
        return former
    }

    private static func takeBack(_ former: String, to path: String) {
        for suffix in ["-wal", "-shm"] { rename(former + suffix, path + suffix) }
        unlink(former)
    }

    private static func removeAll(of path: String) {
        for suffix in ["", "-wal", "-shm", ".lock"] { unlink(path + suffix) }
    }

    private static func copy(_ source: String, to destination: String) throws(StorageError) {
        let input = open(source, O_RDONLY | O_CLOEXEC)
        guard input >= 0 else { throw failure("opening \(source)") }
        defer { close(input) }
        let output = open(destination, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard output >= 0 else { throw failure("creating \(destination)") }
        defer { close(output) }
        var chunk = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            let count = read(input, &chunk, chunk.count)
            if count == 0 { break }
            guard count > 0, write(output, chunk, count) == count else {
                throw failure("copying to \(destination)")
            }
        }
        guard fsync(output) == 0 else { throw failure("writing \(destination)") }
    }

    private static func failure(_ operation: String) -> StorageError {
        StorageError(.io, "\(operation): \(String(cString: strerror(errno)))")
    }
}
