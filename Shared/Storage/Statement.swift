internal import GRDBSQLite

/// A prepared statement, to run many times within the transaction that made it.
///
/// ```swift
/// let insert = try transaction.prepare("INSERT INTO place(code, name) VALUES ($code, $name)")
/// for place in places {
///     try insert.run([("code", .text(place.code)), ("name", .text(place.name))])
/// }
/// ```
/// Parameters are written `$name` and are bound by name alone, in any order, each exactly once:
/// SQLite numbers `$1` and `$2` by first appearance, so that binding by position swaps values.
/// Names resolve once; runs that give them in the same order pay only a comparison.
public final class Statement {
    let handle: OpaquePointer
    let isReadOnly: Bool
    let columns: Row.Columns
    private(set) var isRunning = false
    var lastUse: UInt64 = 0

    private unowned let connection: Connection
    private let positions: [String: Int32]
    private var resolvedNames: [String] = []
    private var resolvedPositions: [Int32] = []

    init(sql: String, connection: Connection) throws(StorageError) {
        self.connection = connection
        handle = try connection.compile(sql)
        isReadOnly = sqlite3_stmt_readonly(handle) != 0
        columns = Row.Columns(
            (0..<sqlite3_column_count(handle)).map { [handle] column in
                // SAFETY: SQLite keeps the name until the next call for it; it is copied here.
                sqlite3_column_name(handle, column).map { String(cString: $0) } ?? ""
            })
        var positions: [String: Int32] = [:]
        for position in 0..<sqlite3_bind_parameter_count(handle) {
            // SAFETY: the name lives as long as the statement; it is copied here.
            let name = sqlite3_bind_parameter_name(handle, position + 1)
                .map { String(cString: $0) }
            guard let name, name.utf8.first == UInt8(ascii: "$") else {
                sqlite3_finalize(handle)
                throw StorageError(.misuse, "parameters must be written $name")
            }
            positions[String(name.dropFirst())] = position + 1
        }
        self.positions = positions
    }

    deinit {
        // SAFETY: this object alone owns the handle. The connection outlives it or has closed by
        // sqlite3_close_v2, which waits for its statements.
        sqlite3_finalize(handle)
    }

    /// Runs the statement to its end and gives the number of rows it changed itself (not through
    /// triggers or foreign keys); 0 for a query. Names come without `$`.
    @discardableResult
    public func run(_ arguments: [(String, Value)]) throws(StorageError) -> Int {
        try start(arguments)
        defer { finish() }
        while try step() {}
        return isReadOnly ? 0 : Int(sqlite3_changes64(connection.handle))
    }

    /// Runs the statement and shows each row in place; `body` gives false to stop early.
    @inline(never)
    public func scan(
        _ arguments: [(String, Value)] = [], _ body: (borrowing RowView) throws -> Bool
    ) throws {
        try start(arguments)
        defer { finish() }
        // Not inlined, and one view for all rows: Swift 6.3.1 crashes in release builds where it
        // inlines a loop that makes and lends a noncopyable view.
        let view = RowView(statement: self)
        while try step() {
            guard try body(view) else { return }
        }
    }

    /// All rows, copied.
    public func rows(_ arguments: [(String, Value)] = []) throws(StorageError) -> [Row] {
        try start(arguments)
        defer { finish() }
        var rows: [Row] = []
        let view = RowView(statement: self)
        while try step() { rows.append(try view.row()) }
        return rows
    }

    /// The first row, or `nil`; the statement runs to its end only if it changes something.
    public func first(_ arguments: [(String, Value)] = []) throws(StorageError) -> Row? {
        try start(arguments)
        defer { finish() }
        guard try step() else { return nil }
        let view = RowView(statement: self)
        let row = try view.row()
        if !isReadOnly { while try step() {} }
        return row
    }

    private func start(_ arguments: [(String, Value)]) throws(StorageError) {
        guard !isRunning else {
            throw StorageError(.misuse, "the statement is already running")
        }
        try connection.checkUsable()
        try resolve(arguments)
        for (index, argument) in arguments.enumerated() {
            try bind(argument.1, at: resolvedPositions[index])
        }
        isRunning = true
    }

    private func finish() {
        sqlite3_reset(handle)
        // Personal data must not linger in a statement that is kept.
        sqlite3_clear_bindings(handle)
        isRunning = false
    }

    /// Moves to the next row; false at the end.
    private func step() throws(StorageError) -> Bool {
        let result = sqlite3_step(handle)
        if result == SQLITE_ROW { return true }
        if result == SQLITE_DONE { return false }
        throw connection.failure(result, doing: "statement")
    }

    private func resolve(_ arguments: [(String, Value)]) throws(StorageError) {
        if arguments.count == resolvedNames.count {
            var isSame = true
            for index in arguments.indices where arguments[index].0 != resolvedNames[index] {
                isSame = false
                break
            }
            if isSame, arguments.count == positions.count { return }
        }
        resolvedNames = []
        var found: [Int32] = []
        for (name, _) in arguments {
            guard let position = positions[name] else {
                throw StorageError(.misuse, "the statement has no parameter $\(name)")
            }
            guard !found.contains(position) else {
                throw StorageError(.misuse, "parameter $\(name) is given twice")
            }
            found.append(position)
        }
        guard found.count == positions.count else {
            let given = Set(arguments.map(\.0))
            let missing = positions.keys.filter { !given.contains($0) }.sorted()
            throw StorageError(
                .misuse, "no value for parameter $\(missing.joined(separator: ", $"))")
        }
        resolvedNames = arguments.map(\.0)
        resolvedPositions = found
    }

    private func bind(_ value: Value, at position: Int32) throws(StorageError) {
        let result: Int32
        switch value {
        case .null: result = sqlite3_bind_null(handle, position)
        case .integer(let integer): result = sqlite3_bind_int64(handle, position, integer)
        case .real(let real): result = sqlite3_bind_double(handle, position, real)
        case .text(let text): result = try bind(text, at: position)
        case .blob(let bytes): result = try bind(bytes, at: position)
        }
        guard result == SQLITE_OK else { throw connection.failure(result, doing: "parameter") }
    }

    /// Tells SQLite to copy what is bound (SQLITE_TRANSIENT, a macro Swift cannot import).
    private static var copied: sqlite3_destructor_type {
        // SAFETY: -1 is the documented marker; SQLite compares it and never calls it.
        unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    }

    private func bind(_ text: String, at position: Int32) throws(StorageError) -> Int32 {
        var text = text
        // SAFETY: SQLite copies the bytes during the call.
        let result: Int32? = text.withUTF8 { bytes in
            guard bytes.count <= StorageLimits.valueBytesMax else { return SQLITE_TOOBIG }
            guard !bytes.contains(0) else { return nil }
            // SAFETY: an empty string may have no address; a null one would bind NULL.
            guard let start = bytes.baseAddress else {
                return sqlite3_bind_text(handle, position, "", 0, Self.copied)
            }
            return start.withMemoryRebound(to: CChar.self, capacity: bytes.count) {
                sqlite3_bind_text(handle, position, $0, Int32(bytes.count), Self.copied)
            }
        }
        guard let result else {
            throw StorageError(.misuse, "a text parameter holds U+0000")
        }
        return result
    }

    private func bind(_ bytes: [UInt8], at position: Int32) throws(StorageError) -> Int32 {
        guard !bytes.isEmpty else { return sqlite3_bind_zeroblob(handle, position, 0) }
        // SAFETY: SQLite copies the bytes during the call.
        return bytes.withUnsafeBytes { buffer in
            guard buffer.count <= StorageLimits.valueBytesMax else { return SQLITE_TOOBIG }
            return sqlite3_bind_blob(
                handle, position, buffer.baseAddress, Int32(buffer.count), Self.copied)
        }
    }
}
