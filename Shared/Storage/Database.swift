import Dispatch
internal import GRDB
import Synchronization

/// One service's database in one file, owned by one process.
///
/// ```swift
/// let database = try Database(at: path, schema: schema)
/// try await database.write { transaction in
///     try transaction.execute("DELETE FROM site WHERE code = $code", ["code": .text(code)])
/// }
/// ```
/// One connection writes, others only read; readers never wait for the writer. Bodies run on the
/// database's own threads, not on Swift's cooperative pool. Call `close` when done with it.
public final class Database: Sendable {
    /// The path of the file.
    public let path: String

    private let pool: DatabasePool
    private let writer: Connection
    private let queue: WriteQueue
    private let readers = Readers()
    private let file: DatabaseFile
    private let disk: DiskGuard
    private let isClosed = Mutex(false)
    /// Claimed by the one backup that may be in the making.
    let isBackingUp = Mutex(false)

    /// Opens the database, creates it when there is none, and brings its schema up to date.
    ///
    /// The folder must exist and not be writable by every user; the file gets mode 0600. Blocks.
    /// Throws `.busy` when another process owns or locks it, `.foreignDatabase`, `.newerSchema`,
    /// `.corrupt` or `.io`.
    public init(
        at path: String, schema: Schema, configuration: Configuration = Configuration()
    ) throws(StorageError) {
        self.path = path
        disk = DiskGuard(path: DatabaseFile.directory(of: path), configuration: configuration)
        queue = WriteQueue(disk: disk, now: configuration.now)
        let file = try DatabaseFile(path: path)
        self.file = file
        do {
            let settings = Self.engineSettings(schema, configuration)
            let pool = try DatabasePool(path: path, configuration: settings)
            writer = try pool.writeWithoutTransaction { database in
                try Self.prepareWriter(database, schema, configuration)
            }
            self.pool = pool
        } catch {
            file.release()
            let failure = StorageError.from(error, doing: "opening it")
            throw StorageError(
                failure.code, "\(path): \(failure.message)", constraint: failure.constraint)
        }
    }

    deinit {
        let wasClosed = isClosed.withLock { $0 }
        guard !wasClosed else { return }
        writer.finalizeStatements()
        readers.removeAll()
        file.release()
    }

    /// Throws `.diskFull` where a copy at `path` would leave too little free disk for writes to go on.
    func checkRoomForCopy(at path: String) throws(StorageError) {
        let size = UInt64(clamping: sizeBytes)
        guard disk.hasRoom(for: size, in: DatabaseFile.directory(of: path)) else {
            throw StorageError(.diskFull, "too little free space for a copy of \(size) bytes")
        }
    }

    /// Runs `body` in a transaction and returns once it is durable.
    ///
    /// Writes that wait at the same time share one commit; an error of `body` undoes its own
    /// changes alone and is thrown on. Once queued, a write is carried out even when its task is
    /// cancelled. Throws `.diskFull`, `.busy`, `.overloaded`, `.closed`, or what the commit met.
    @discardableResult
    public func write<T: Sendable>(
        _ body: @escaping @Sendable (Transaction) throws -> T
    ) async throws -> T {
        try Task.checkCancellation()
        return try await withCheckedThrowingContinuation { continuation in
            if queue.add(WriteJob(body, continuation)) { schedule() }
        }
    }

    /// Runs `body` on an unchanging snapshot of what was committed before.
    ///
    /// Cancelling the task interrupts the query. Throws `.overloaded`, `.closed`, what `body`
    /// throws, or `CancellationError`.
    public func read<T: Sendable>(
        _ body: @escaping @Sendable (ReadTransaction) throws -> T
    ) async throws -> T {
        try readers.enter()
        defer { readers.leave() }
        do {
            let cancellation = ReadCancellation()
            return try await withTaskCancellationHandler {
                try await pool.read { [readers] database in
                    try cancellation.watch(database) {
                        try body(ReadTransaction(connection: readers.connection(database)))
                    }
                }
            } onCancel: {
                cancellation.cancel()
            }
        } catch let error as DatabaseError {
            if Task.isCancelled { throw CancellationError() }
            throw StorageError.from(error, doing: "reading")
        } catch let error as StorageError where error.code == .interrupted && Task.isCancelled {
            throw CancellationError()
        }
    }

    /// Bytes on disk: the database and its write-ahead log.
    public var sizeBytes: Int64 {
        DatabaseFile.size(path) + DatabaseFile.size(path + "-wal")
    }

    /// Bytes free on the disk that holds the database; `nil` when the system does not say.
    public var freeDiskBytes: UInt64? { disk.space()?.freeBytes }

    /// Whether writes are now refused for lack of room.
    public var isDiskFull: Bool { disk.isFull() }

    /// Moves the write-ahead log into the file and empties it, so that erased data leave the log.
    ///
    /// Waits a second for reads that hold an old snapshot, and throws `.busy` where one goes on.
    public func checkpoint() async throws {
        var tries = 1
        while try await !isLogEmptied() {
            guard tries < 50 else {
                throw StorageError(.busy, "a read holds an old snapshot")
            }
            tries += 1
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    private func isLogEmptied() async throws -> Bool {
        try await onWriter { connection in
            try connection.statement("PRAGMA wal_checkpoint(TRUNCATE)").first()?.integer(0) == 0
        }
    }

    /// Refuses new work, carries out what waits, and closes the file. Later calls do nothing.
    public func close() async throws {
        let wasClosed = isClosed.withLock { isClosed in
            defer { isClosed = true }
            return isClosed
        }
        guard !wasClosed else { return }
        queue.close()
        await readers.close()
        try await onBackgroundThread { [self] in
            defer { file.release() }
            do {
                while queue.hasWork { pool.writeWithoutTransaction { _ in } }
                try pool.barrierWriteWithoutTransaction { _ in
                    writer.shut()
                    readers.removeAll()
                }
                // Readers go first, so that the writer is last and leaves no log behind.
                pool.releaseMemory()
                try pool.close()
            } catch {
                throw StorageError.from(error, doing: "closing")
            }
        }
    }

    /// Runs `body` on the writer's queue between two groups, outside a transaction.
    func onWriter<T: Sendable>(
        _ body: @escaping @Sendable (Connection) throws -> T
    ) async throws -> T {
        if isClosed.withLock({ $0 }) { throw StorageError(.closed, "the database is closed") }
        return try await withCheckedThrowingContinuation { continuation in
            pool.asyncWriteWithoutTransaction { [writer] _ in
                continuation.resume(with: Result { try body(writer) })
            }
        }
    }

    private func schedule() {
        pool.asyncWriteWithoutTransaction { [self] _ in
            if queue.runGroup(writer) { schedule() }
        }
    }
}

extension Database {
    private static func engineSettings(
        _ schema: Schema, _ configuration: Configuration
    ) -> GRDB.Configuration {
        var settings = GRDB.Configuration()
        settings.label = "storage"
        settings.busyMode = .immediateError
        settings.maximumReaderCount = max(1, configuration.readers)
        settings.prepareDatabase { database in
            guard let handle = database.sqliteConnection else { return }
            let connection = Connection(borrowing: handle)
            // Sorting must not spill personal data into temporary files.
            try connection.script("PRAGMA temp_store = MEMORY", doing: "setting up")
            if database.configuration.readonly {
                let busy = StorageLimits.readerBusyMilliseconds
                try connection.script(
                    "PRAGMA query_only = 1; PRAGMA busy_timeout = \(busy)", doing: "setting up")
            } else {
                // Before the engine turns the file to write-ahead logging, which changes it.
                try schema.checkIdentity(connection)
            }
            connection.finalizeStatements()
        }
        return settings
    }

    private static func prepareWriter(
        _ database: GRDB.Database, _ schema: Schema, _ configuration: Configuration
    ) throws(StorageError) -> Connection {
        guard let handle = database.sqliteConnection else {
            throw StorageError(.io, "the database did not open")
        }
        let connection = Connection(borrowing: handle)
        let script = """
            PRAGMA synchronous = \(configuration.synchronous.rawValue);
            PRAGMA secure_delete = ON;
            PRAGMA cache_size = -\(StorageLimits.pageCacheKibibytes);
            PRAGMA trusted_schema = OFF;
            PRAGMA journal_size_limit = \(StorageLimits.logFileBytesMax);
            """
        try connection.script(script, doing: "setting up")
        do throws(StorageError) {
            try schema.install(connection)
        } catch {
            connection.finalizeStatements()
            throw error
        }
        return connection
    }
}

/// Runs blocking work off the cooperative pool.
func onBackgroundThread<T: Sendable>(
    _ body: @escaping @Sendable () throws -> T
) async throws -> T {
    try await withCheckedThrowingContinuation { continuation in
        DispatchQueue.global().async { continuation.resume(with: Result { try body() }) }
    }
}
