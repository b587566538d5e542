/// How selective one index is, for SQLite's planner.
///
/// Every index begins with the region, which one database holds once: SQLite guesses that it narrows a table to ten
/// rows, takes the primary key by it alone, and reads the whole table. Told otherwise, it takes the index that a query
/// was made for. The numbers are of a region of 100,000 households; only their order of magnitude matters.
///
/// ```swift
/// Schema.Migration(
///     name: "0002 shape",
///     sqlite: IndexShape.script([
///         IndexShape("household", "household", [100_000, 1]),
///         IndexShape("household", "household_case", [100_000, 1]),
///     ]))
/// ```
public struct IndexShape: Sendable, Hashable {
    /// The table.
    public let table: String
    /// The index; the table's own name for its primary key, as SQLite writes it for tables WITHOUT ROWID.
    public let index: String
    /// How many rows share the first column, the first two, and so on; at least 1 each.
    public let rowsSharing: [Int]

    /// Tells of one index; every secondary index of a table and its primary key must be told of.
    ///
    /// - Precondition: there is a number, and none is below 1.
    public init(_ table: String, _ index: String, _ rowsSharing: [Int]) {
        precondition(!rowsSharing.isEmpty && rowsSharing.allSatisfy { $0 >= 1 })
        self.table = table
        self.index = index
        self.rowsSharing = rowsSharing
    }

    /// A schema step that stores what is told, in the form that ANALYZE writes
    /// (sqlite.org/lang_analyze.html, "fixed results"). It replaces what was told of the same tables before.
    public static func script(_ shapes: [IndexShape]) -> String {
        func quoted(_ text: String) -> String { "'\(text)'" }
        let tables = Set(shapes.map(\.table)).sorted().map(quoted).joined(separator: ", ")
        let rows = shapes.map { shape in
            let rowCount = shape.rowsSharing[0]
            let numbers = ([rowCount] + shape.rowsSharing).map(String.init).joined(separator: " ")
            return "(\(quoted(shape.table)), \(quoted(shape.index)), \(quoted(numbers)))"
        }
        // The first statement makes the table of statistics where there is none.
        return """

            ANALYZE schema_migration;
            DELETE FROM sqlite_stat1 WHERE tbl IN (\(tables));
            INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
                \(rows.joined(separator: ",\n    "));
            ANALYZE sqlite_schema;
            """
    }
}
