internal import GRDBSQLite

/// The current row of a running statement, read in place: nothing is copied but what is asked for.
///
/// Lives only inside the body of `Statement.scan`.
public struct RowView: ~Copyable, ColumnReading {
    let statement: Statement

    /// The number of columns.
    public var count: Int { statement.columns.names.count }

    /// The value at a position from 0.
    public func value(_ position: Int) throws(StorageError) -> Value {
        let column = try checked(position)
        switch sqlite3_column_type(statement.handle, column) {
        case SQLITE_INTEGER: return .integer(sqlite3_column_int64(statement.handle, column))
        case SQLITE_FLOAT: return .real(sqlite3_column_double(statement.handle, column))
        case SQLITE_TEXT: return .text(readText(column))
        case SQLITE_BLOB: return .blob(readBlob(column))
        default: return .null
        }
    }

    /// The position of a column.
    public func position(_ name: String) throws(StorageError) -> Int {
        try statement.columns.position(name)
    }

    /// An integer, without a detour over `Value`.
    public func integer(_ position: Int) throws(StorageError) -> Int64 {
        let column = try checked(position)
        guard sqlite3_column_type(statement.handle, column) == SQLITE_INTEGER else {
            throw StorageError(.misuse, "column \(position) does not hold an integer")
        }
        return sqlite3_column_int64(statement.handle, column)
    }

    /// Whether the column is null, without copying it.
    public func isNull(_ position: Int) throws(StorageError) -> Bool {
        sqlite3_column_type(statement.handle, try checked(position)) == SQLITE_NULL
    }

    /// The bytes of a blob or text, without copying it; 0 for null.
    public func byteCount(_ position: Int) throws(StorageError) -> Int {
        Int(sqlite3_column_bytes(statement.handle, try checked(position)))
    }

    func row() throws(StorageError) -> Row {
        var values: [Value] = []
        values.reserveCapacity(count)
        for position in 0..<count { values.append(try value(position)) }
        return Row(columns: statement.columns, values: values)
    }

    private func checked(_ position: Int) throws(StorageError) -> Int32 {
        guard position >= 0, position < count else {
            throw StorageError(.misuse, "the result has no column at \(position)")
        }
        return Int32(position)
    }

    private func readText(_ column: Int32) -> String {
        guard let start = sqlite3_column_text(statement.handle, column) else { return "" }
        let count = Int(sqlite3_column_bytes(statement.handle, column))
        // SAFETY: SQLite keeps these bytes until the next step; the string copies them here.
        return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    }

    private func readBlob(_ column: Int32) -> [UInt8] {
        guard let start = sqlite3_column_blob(statement.handle, column) else { return [] }
        let count = Int(sqlite3_column_bytes(statement.handle, column))
        // SAFETY: SQLite keeps these bytes until the next step; the array copies them here.
        return [UInt8](UnsafeRawBufferPointer(start: start, count: count))
    }
}
