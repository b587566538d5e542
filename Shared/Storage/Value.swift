public import Basics

/// A value that the store keeps in a column or takes as a parameter.
public enum Value: Sendable, Hashable {
    /// No value.
    case null
    /// A 64-bit integer.
    case integer(Int64)
    /// A double; NaN is stored as null by SQLite.
    case real(Double)
    /// Unicode text without U+0000, which PostgreSQL cannot keep.
    case text(String)
    /// Bytes.
    case blob([UInt8])
}

extension Value {
    /// An identifier as its 16 bytes.
    public static func id(_ id: RecordID) -> Value { .blob(id.bytes) }
    /// A moment as UTC milliseconds.
    public static func time(_ time: Timestamp) -> Value { .integer(time.millisecondsSinceEpoch) }
    /// A truth value as 0 or 1.
    public static func bool(_ value: Bool) -> Value { .integer(value ? 1 : 0) }

    var typeName: String {
        switch self {
        case .null: "null"
        case .integer: "integer"
        case .real: "real"
        case .text: "text"
        case .blob: "blob"
        }
    }
}
