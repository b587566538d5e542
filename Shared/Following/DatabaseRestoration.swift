import Basics
import Glibc
public import Storage

/// Puts a backup in the place of a database, while the program is stopped.
public enum DatabaseRestoration {
    /// Checks a backup, puts it in place, and begins a new epoch of the log, so that followers and
    /// devices find out which positions were lost.
    ///
    /// The database that was there is kept beside it, under the name that is returned; nil where
    /// there was none. A failure leaves it in its place, and no copy of the backup.
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
        do {
            try copy(backup, to: restored)
            let sequence = try await beginEpoch(at: restored, schema: schema, log: log, mend)
            let aside = try await moveAside(path, schema: schema)
            guard rename(restored, path) == 0 else {
                throw failure("moving \(restored) to \(path)")
            }
            return (aside, sequence)
        } catch {
            for suffix in ["", "-wal", "-shm", ".lock"] { unlink(restored + suffix) }
            throw error
        }
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
        unlink(path + ".lock")
        return head.sequence
    }

    /// Opening it first proves that no program has it open, and empties its write-ahead log.
    private static func moveAside(_ path: String, schema: Schema) async throws -> String? {
        guard access(path, F_OK) == 0 else { return nil }
        do {
            let database = try Database(at: path, schema: schema)
            try await database.close()
        } catch let error as StorageError where error.code == .corrupt {
            // A damaged database is why one restores; it is kept as it is, with its log.
        }
        let aside = "\(path).before-\(Timestamp.now().millisecondsSinceEpoch)"
        guard rename(path, aside) == 0 else { throw failure("moving \(path) aside") }
        for suffix in ["-wal", "-shm"] { rename(path + suffix, aside + suffix) }
        return aside
    }

    private static func copy(_ source: String, to destination: String) throws {
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
