internal import GRDBSQLite

/// One SQLite connection with its cache of statements and the state of its transaction.
///
/// Invariant: used only on the queue of the GRDB connection whose handle it borrows, or by one
/// owner when it opened the handle itself.
final class Connection: @unchecked Sendable {
    // SAFETY: the invariant above: one queue or one owner at a time touches it.
    let handle: OpaquePointer
    private let isOwner: Bool
    private var statements: [String: Statement] = [:]
    private var useCount: UInt64 = 0
    private var isInTransaction = false
    /// Set once SQLite rolled back by itself: what follows would run outside any transaction.
    private var lostTransaction: StorageError?
    private var commitActions: [@Sendable () -> Void] = []
    /// Counts the bodies that were run; see `Transaction.bodyNumber`.
    var bodyNumber: UInt64 = 0
    /// See `Transaction.firstBodyNumber`.
    private(set) var firstBodyNumber: UInt64 = 0
    private var isShut = false
    /// The copy that reads through this connection, at most one; owned here so that it is ended
    /// before the handle is closed, whatever became of its caller.
    private var backup: BackupSession?

    init(borrowing handle: OpaquePointer) {
        self.handle = handle
        isOwner = false
    }

    /// Opens a file of its own; `flags` are SQLite's.
    init(path: String, flags: Int32) throws(StorageError) {
        var opened: OpaquePointer?
        // SAFETY: `opened` outlives the call; SQLite gives a handle even on most failures.
        let result = sqlite3_open_v2(path, &opened, flags, nil)
        guard result == SQLITE_OK, let opened else {
            let error = StorageError.sqlite(result, on: opened, doing: "opening \(path)")
            sqlite3_close_v2(opened)
            throw error
        }
        sqlite3_extended_result_codes(opened, 1)
        handle = opened
        isOwner = true
    }

    deinit {
        statements.removeAll()
        // SAFETY: an owned handle is closed once, here, after the cached statements.
        if isOwner { sqlite3_close_v2(handle) }
    }

    /// Ends all use: what still comes is refused, for the handle is about to be closed.
    func shut() {
        isShut = true
        endBackup()
        finalizeStatements()
    }

    /// Ends the copy in the making, if there is one.
    func endBackup() {
        backup?.close()
        backup = nil
    }

    /// Notes a copy in the making, to be ended before the handle is closed.
    func register(_ session: BackupSession) throws(StorageError) {
        try checkUsable()
        backup = session
    }

    /// Lets go of every prepared statement, as closing needs.
    func finalizeStatements() { statements.removeAll() }

    func compile(_ sql: String) throws(StorageError) -> OpaquePointer {
        try checkUsable()
        var statement: OpaquePointer?
        var isTailBlank = true
        // SAFETY: the text and `statement` outlive the call; the tail points into the text.
        let result = sql.withCString { text -> Int32 in
            var tail: UnsafePointer<CChar>?
            let result = sqlite3_prepare_v3(
                handle, text, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, &tail)
            if let tail { isTailBlank = String(cString: tail).allSatisfy(\.isWhitespace) }
            return result
        }
        guard result == SQLITE_OK else { throw failure(result, doing: "preparing a statement") }
        guard let statement, isTailBlank else {
            sqlite3_finalize(statement)
            throw StorageError(.misuse, "exactly one SQL statement is expected")
        }
        return statement
    }

    /// The cached statement of this text, or a fresh one while the cached one is running.
    func statement(_ sql: String) throws(StorageError) -> Statement {
        useCount += 1
        if let cached = statements[sql] {
            if cached.isRunning { return try Statement(sql: sql, connection: self) }
            cached.lastUse = useCount
            return cached
        }
        let statement = try Statement(sql: sql, connection: self)
        statement.lastUse = useCount
        if statements.count >= StorageLimits.cachedStatementsMax,
            let oldest = statements.min(by: { $0.value.lastUse < $1.value.lastUse })?.key
        {
            statements[oldest] = nil
        }
        statements[sql] = statement
        return statement
    }

    /// Runs SQL text of this module or of a migration, which may hold many statements.
    func script(_ sql: String, doing: String) throws(StorageError) {
        try checkUsable()
        let result = sqlite3_exec(handle, sql, nil, nil, nil)
        guard result == SQLITE_OK else { throw failure(result, doing: doing) }
    }

    func checkUsable() throws(StorageError) {
        if isShut { throw StorageError(.closed, "the database is closed") }
        if let lostTransaction { throw lostTransaction }
    }

    func failure(_ result: Int32, doing: String) -> StorageError {
        let error = StorageError.sqlite(result, on: handle, doing: doing)
        if isInTransaction, sqlite3_get_autocommit(handle) != 0 { lostTransaction = error }
        return error
    }
}

extension Connection {
    /// Rows that were changed since it was opened.
    var changeCount: Int64 { sqlite3_total_changes64(handle) }

    /// Whether SQLite has lost the transaction that this connection began.
    private var isTransactionLost: Bool { isInTransaction && sqlite3_get_autocommit(handle) != 0 }

    /// Whether there is a transaction that bodies may run in.
    var hasTransaction: Bool { isInTransaction && !isTransactionLost }

    func begin() throws(StorageError) {
        try statement("BEGIN IMMEDIATE").run([])
        isInTransaction = true
        firstBodyNumber = bodyNumber + 1
    }

    /// Commits and runs the actions that waited for it; on failure everything is rolled back.
    func commit() throws(StorageError) {
        do throws(StorageError) {
            // What a failed rollback left behind must not be kept.
            guard isInTransaction else { throw StorageError(.io, "the transaction was lost") }
            try statement("COMMIT").run([])
        } catch {
            rollback()
            throw error
        }
        isInTransaction = false
        let actions = commitActions
        commitActions = []
        for action in actions { action() }
    }

    func rollback() {
        commitActions = []
        isInTransaction = false
        lostTransaction = nil
        guard sqlite3_get_autocommit(handle) == 0 else { return }
        // A failure here leaves the transaction open, and the next BEGIN reports it.
        sqlite3_exec(handle, "ROLLBACK", nil, nil, nil)
    }

    func afterCommit(_ action: @escaping @Sendable () -> Void) {
        commitActions.append(action)
    }

    /// Runs one of the bodies that share a transaction: an error undoes its changes and nothing else. Deferred foreign
    /// keys are checked at its end as a commit would.
    ///
    /// The first body needs no savepoint, for which SQLite copies every page that is changed: undoing all is undoing
    /// it.
    func part<T>(isFirst: Bool, _ body: () throws -> T) throws -> T {
        func whole() throws -> T {
            let result = try body()
            try checkUsable()
            try checkForeignKeys()
            return result
        }
        guard isFirst else { return try savepoint(whole) }
        do {
            return try whole()
        } catch {
            rollback()
            try begin()
            throw error
        }
    }

    /// Runs `body` in a savepoint of its own: an error undoes its changes and nothing else.
    func savepoint<T>(_ body: () throws -> T) throws -> T {
        try statement("SAVEPOINT part").run([])
        let actionCount = commitActions.count
        do {
            let result = try body()
            try checkUsable()
            try statement("RELEASE part").run([])
            return result
        } catch {
            commitActions.removeLast(commitActions.count - actionCount)
            if lostTransaction == nil, !isTransactionLost {
                try statement("ROLLBACK TO part").run([])
                try statement("RELEASE part").run([])
            }
            throw error
        }
    }

    /// Deferred foreign keys fail only at COMMIT, where they would fail a whole group: found here,
    /// they fail the body that broke them.
    private func checkForeignKeys() throws(StorageError) {
        var unresolved: Int32 = 0
        var highest: Int32 = 0
        // SAFETY: both pointers are to locals that outlive the call.
        sqlite3_db_status(handle, SQLITE_DBSTATUS_DEFERRED_FKS, &unresolved, &highest, 0)
        guard unresolved == 0 else {
            throw StorageError(
                .constraint, "FOREIGN KEY constraint failed", constraint: "FOREIGN KEY")
        }
    }

    func integerPragma(_ name: String) throws(StorageError) -> Int64 {
        guard let row = try statement("PRAGMA \(name)").first() else { return 0 }
        return try row.integer(0)
    }
}
