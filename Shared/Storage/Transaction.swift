/// A transaction that may change the database; valid only inside the body of `Database.write`.
///
/// Statements that begin, end or nest transactions, attach files or set pragmas are refused.
public struct Transaction: Querying {
    let connection: Connection

    /// Words that would break the frame in which bodies of one group run side by side.
    private static let refusedWords: Set<String> = [
        "BEGIN", "COMMIT", "END", "ROLLBACK", "SAVEPOINT", "RELEASE", "ATTACH", "DETACH",
        "PRAGMA", "VACUUM",
    ]

    /// A statement to run many times; kept prepared for later transactions too.
    public func prepare(_ sql: String) throws(StorageError) -> Statement {
        try Self.check(sql)
        return try connection.statement(sql)
    }

    /// Runs one statement and gives the number of rows it changed.
    @discardableResult
    public func execute(
        _ sql: String, _ named: [String: Value] = [:]
    ) throws(StorageError) -> Int {
        try prepare(sql).run(named.map { ($0.key, $0.value) })
    }

    /// Runs `body` so that an error undoes its changes alone; the error is thrown on.
    public func nested<T>(_ body: () throws -> T) throws -> T {
        try connection.savepoint(body)
    }

    /// The number of the body of `Database.write` that runs: one that is tried again has another. It may fail while others
    /// of its commit do not.
    public var bodyNumber: UInt64 { connection.bodyNumber }

    /// The number of the first body of this commit: those before are committed or came to nothing.
    public var firstBodyNumber: UInt64 { connection.firstBodyNumber }

    /// Rows that were changed since the database was opened.
    var changeCount: Int64 { connection.changeCount }

    /// Runs `action` on the writer's thread once this transaction is durable, never otherwise.
    /// It must be short and must not call the database.
    public func afterCommit(_ action: @escaping @Sendable () -> Void) {
        connection.afterCommit(action)
    }

    private static func check(_ sql: String) throws(StorageError) {
        let word = sql.utf8.drop { $0 <= 0x20 }.prefix {
            ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7A
        }
        // None of the refused words is longer; most statements stop here or at the set.
        guard word.count <= 9 else { return }
        let upper = String(decoding: word.map { $0 & 0xDF }, as: UTF8.self)
        guard !refusedWords.contains(upper) else {
            throw StorageError(.misuse, "\(upper) is not allowed in a transaction's body")
        }
    }
}
