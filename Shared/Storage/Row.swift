/// One row of a result, copied out of the store.
public struct Row: Sendable, ColumnReading {
    /// The names of a statement's columns, shared by its rows.
    final class Columns: Sendable {
        let names: [String]
        private let positions: [String: Int]

        init(_ names: [String]) {
            self.names = names
            // A name given twice means its first column.
            positions = Dictionary(
                zip(names, names.indices), uniquingKeysWith: { first, _ in first })
        }

        func position(_ name: String) throws(StorageError) -> Int {
            guard let position = positions[name] else {
                throw StorageError(.misuse, "the result has no column \(name)")
            }
            return position
        }
    }

    let columns: Columns
    /// The values in the order of the statement.
    public let values: [Value]

    /// The names of the columns in the order of the statement.
    public var columnNames: [String] { columns.names }

    /// The value at a position from 0.
    public func value(_ position: Int) throws(StorageError) -> Value {
        guard values.indices.contains(position) else {
            throw StorageError(.misuse, "the result has no column at \(position)")
        }
        return values[position]
    }

    /// The position of a column.
    public func position(_ name: String) throws(StorageError) -> Int {
        try columns.position(name)
    }
}
