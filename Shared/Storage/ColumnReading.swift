public import Basics

/// Typed access to the columns of a result, by position (fast) or by name.
///
/// Every getter throws `.misuse` for a missing column or another type, null included; the
/// `optional` ones give `nil` for null. An integer is read as a real where one is asked for.
public protocol ColumnReading: ~Copyable {
    /// The value at a position from 0; throws `.misuse` out of range.
    func value(_ position: Int) throws(StorageError) -> Value
    /// The position of a name as the statement gives it; throws `.misuse` when there is none.
    func position(_ name: String) throws(StorageError) -> Int
}

extension ColumnReading where Self: ~Copyable {
    /// The value of a named column.
    public func value(_ name: String) throws(StorageError) -> Value {
        try value(position(name))
    }

    /// A 64-bit integer.
    public func integer(_ position: Int) throws(StorageError) -> Int64 {
        let value = try value(position)
        guard case .integer(let integer) = value else { throw mismatch(position, value, "integer") }
        return integer
    }

    /// A double.
    public func real(_ position: Int) throws(StorageError) -> Double {
        switch try value(position) {
        case .real(let real): return real
        case .integer(let integer): return Double(integer)
        case let value: throw mismatch(position, value, "real")
        }
    }

    /// Text.
    public func text(_ position: Int) throws(StorageError) -> String {
        let value = try value(position)
        guard case .text(let text) = value else { throw mismatch(position, value, "text") }
        return text
    }

    /// Bytes.
    public func blob(_ position: Int) throws(StorageError) -> [UInt8] {
        let value = try value(position)
        guard case .blob(let bytes) = value else { throw mismatch(position, value, "blob") }
        return bytes
    }

    /// A 16-byte identifier.
    public func id(_ position: Int) throws(StorageError) -> RecordID {
        let value = try value(position)
        guard case .blob(let bytes) = value, let id = RecordID(bytes: bytes) else {
            throw mismatch(position, value, "16-byte identifier")
        }
        return id
    }

    /// A moment kept as UTC milliseconds.
    public func time(_ position: Int) throws(StorageError) -> Timestamp {
        Timestamp(millisecondsSinceEpoch: try integer(position))
    }

    /// Whether the column is null.
    public func isNull(_ position: Int) throws(StorageError) -> Bool {
        try value(position) == .null
    }

    private func mismatch(_ position: Int, _ found: Value, _ asked: String) -> StorageError {
        StorageError(
            .misuse, "column \(position) holds \(found.typeName) where \(asked) was asked for")
    }
}

extension ColumnReading where Self: ~Copyable {
    /// An integer or null.
    public func optionalInteger(_ position: Int) throws(StorageError) -> Int64? {
        try isNull(position) ? nil : integer(position)
    }
    /// A double or null.
    public func optionalReal(_ position: Int) throws(StorageError) -> Double? {
        try isNull(position) ? nil : real(position)
    }
    /// Text or null.
    public func optionalText(_ position: Int) throws(StorageError) -> String? {
        try isNull(position) ? nil : text(position)
    }
    /// Bytes or null.
    public func optionalBlob(_ position: Int) throws(StorageError) -> [UInt8]? {
        try isNull(position) ? nil : blob(position)
    }
    /// An identifier or null.
    public func optionalID(_ position: Int) throws(StorageError) -> RecordID? {
        try isNull(position) ? nil : id(position)
    }
    /// A moment or null.
    public func optionalTime(_ position: Int) throws(StorageError) -> Timestamp? {
        try isNull(position) ? nil : time(position)
    }
}

extension ColumnReading where Self: ~Copyable {
    /// An integer, by name.
    public func integer(_ name: String) throws(StorageError) -> Int64 {
        try integer(position(name))
    }
    /// A double, by name.
    public func real(_ name: String) throws(StorageError) -> Double { try real(position(name)) }
    /// Text, by name.
    public func text(_ name: String) throws(StorageError) -> String { try text(position(name)) }
    /// Bytes, by name.
    public func blob(_ name: String) throws(StorageError) -> [UInt8] { try blob(position(name)) }
    /// An identifier, by name.
    public func id(_ name: String) throws(StorageError) -> RecordID { try id(position(name)) }
    /// A moment, by name.
    public func time(_ name: String) throws(StorageError) -> Timestamp { try time(position(name)) }
    /// Whether a named column is null.
    public func isNull(_ name: String) throws(StorageError) -> Bool { try isNull(position(name)) }
    /// An integer or null, by name.
    public func optionalInteger(_ name: String) throws(StorageError) -> Int64? {
        try optionalInteger(position(name))
    }
    /// A double or null, by name.
    public func optionalReal(_ name: String) throws(StorageError) -> Double? {
        try optionalReal(position(name))
    }
    /// Text or null, by name.
    public func optionalText(_ name: String) throws(StorageError) -> String? {
        try optionalText(position(name))
    }
    /// Bytes or null, by name.
    public func optionalBlob(_ name: String) throws(StorageError) -> [UInt8]? {
        try optionalBlob(position(name))
    }
    /// An identifier or null, by name.
    public func optionalID(_ name: String) throws(StorageError) -> RecordID? {
        try optionalID(position(name))
    }
    /// A moment or null, by name.
    public func optionalTime(_ name: String) throws(StorageError) -> Timestamp? {
        try optionalTime(position(name))
    }
}
