/// A table for a terminal: columns as wide as their cells need, numbers to the right.
public struct TextTable: Sendable {
    /// How a column lines up.
    public enum Alignment: Sendable, Hashable {
        /// Text.
        case leading
        /// Numbers.
        case trailing
    }

    private let headings: [(title: String, alignment: Alignment)]
    private var rows: [[String]] = []

    /// A table with these columns.
    public init(_ headings: [(title: String, alignment: Alignment)]) {
        self.headings = headings
    }

    /// Whether there is nothing below the headings.
    public var isEmpty: Bool { rows.isEmpty }

    /// The headings, from the left.
    public var titles: [String] { headings.map(\.title) }

    /// Adds a row.
    ///
    /// - Precondition: it has as many cells as there are columns.
    public mutating func add(_ cells: [String]) {
        precondition(
            cells.count == headings.count, "a row has as many cells as the table has columns")
        rows.append(cells.map(Self.printable))
    }

    /// The table with those of its columns that fit side by side, in their places: the first in importance, and then
    /// each that there is still room for.
    ///
    /// - Parameters:
    ///   - width: columns of the terminal.
    ///   - importance: indices of the table's columns, the most important first.
    public func fitting(_ width: Int, importance: [Int]) -> TextTable {
        let widths = columnWidths
        var left = width
        var kept: Set<Int> = []
        for column in importance where kept.isEmpty || widths[column] <= left {
            kept.insert(column)
            left -= widths[column] + Self.gap.count
        }
        let columns = kept.sorted()
        var table = TextTable(columns.map { headings[$0] })
        table.rows = rows.map { row in columns.map { row[$0] } }
        return table
    }

    private static let gap = "  "

    private var columnWidths: [Int] {
        headings.indices.map { column in
            rows.reduce(headings[column].title.count) { max($0, $1[column].count) }
        }
    }

    /// The table as lines, with a rule below the headings.
    public var text: String {
        let widths = columnWidths
        func line(_ cells: [String]) -> String {
            let padded = cells.indices.map { column in
                let space = String(repeating: " ", count: widths[column] - cells[column].count)
                return headings[column].alignment == .leading
                    ? cells[column] + space : space + cells[column]
            }
            return padded.joined(separator: Self.gap).trimmingTrailingSpaces() + "\n"
        }
        let rule = widths.map { String(repeating: "─", count: $0) }
        return line(headings.map(\.title)) + line(rule) + rows.map(line).joined()
    }

    /// Without control characters, so that no record can move the cursor or colour the screen.
    public static func printable(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { scalar in
                    switch scalar.properties.generalCategory {
                    case .control, .format, .lineSeparator, .paragraphSeparator: "\u{FFFD}"
                    default: scalar
                    }
                }))
    }
}

extension String {
    func trimmingTrailingSpaces() -> String {
        var text = self[...]
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
