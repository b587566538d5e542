internal import GRDB
internal import GRDBSQLite

extension StorageError {
    /// The error of a failed call on `handle`, from its extended result code.
    static func sqlite(_ resultCode: Int32, on handle: OpaquePointer?, doing: String) -> Self {
        // SAFETY: SQLite's message stays valid until the next call on this handle, which this
        // connection's queue does not make before the text is copied.
        let detail = handle.flatMap { sqlite3_errmsg($0) }.map { String(cString: $0) } ?? ""
        return from(resultCode: resultCode, detail: detail, doing: doing)
    }

    static func from(_ error: any Error, doing: String) -> Self {
        if let error = error as? StorageError { return error }
        guard let error = error as? DatabaseError else {
            return StorageError(.io, "\(doing) failed")
        }
        return from(
            resultCode: error.extendedResultCode.rawValue, detail: error.message ?? "",
            doing: doing)
    }

    private static func from(resultCode: Int32, detail: String, doing: String) -> Self {
        let code = resultCode == noRoomForIndex ? .diskFull : code(of: resultCode & 0xFF)
        // SAFETY: sqlite3_errstr returns a static string for every code.
        let general = sqlite3_errstr(resultCode).map { String(cString: $0) } ?? "unknown error"
        switch code {
        case .constraint:
            return StorageError(code, "\(doing): \(detail)", constraint: constraintName(detail))
        case .misuse where resultCode & 0xFF == SQLITE_ERROR:
            return StorageError(code, "\(doing): \(detail)")
        default:
            // Only the two kinds above have details known to hold names and no values.
            return StorageError(code, "\(doing): \(general) (SQLite code \(resultCode))")
        }
    }

    /// SQLITE_IOERR_SHMSIZE, a macro that Swift does not see: the file beside a database in which SQLite indexes its
    /// write-ahead log could not grow. It is how a full disk shows when a database is opened.
    private static let noRoomForIndex = SQLITE_IOERR | (19 << 8)

    private static func code(of primary: Int32) -> Code {
        switch primary {
        case SQLITE_FULL: .diskFull
        case SQLITE_BUSY, SQLITE_LOCKED: .busy
        case SQLITE_CORRUPT, SQLITE_NOTADB: .corrupt
        case SQLITE_CONSTRAINT: .constraint
        case SQLITE_READONLY: .readOnly
        case SQLITE_INTERRUPT, SQLITE_ABORT: .interrupted
        case SQLITE_NOMEM: .overloaded
        case SQLITE_ERROR, SQLITE_MISUSE, SQLITE_RANGE, SQLITE_MISMATCH, SQLITE_TOOBIG,
            SQLITE_SCHEMA, SQLITE_AUTH:
            .misuse
        default: .io
        }
    }

    /// `UNIQUE constraint failed: t.a, t.b` gives `t.a, t.b`; without a name, the whole text.
    private static func constraintName(_ detail: String) -> String {
        let marker: [Character] = Array("failed: ")
        let characters = Array(detail)
        guard characters.count > marker.count else { return detail }
        for start in 0...(characters.count - marker.count)
        where characters[start..<(start + marker.count)].elementsEqual(marker) {
            return String(characters[(start + marker.count)...])
        }
        return detail
    }
}
