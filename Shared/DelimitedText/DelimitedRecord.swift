/// One row of a delimited text.
public struct DelimitedRecord: Sendable, Hashable {
    /// Row as a spreadsheet shows it, from 1; empty rows count, a `sep=` line does not.
    public let row: Int
    /// Line of the file where the row begins, from 1.
    public let line: Int
    /// The cells, unquoted, untrimmed.
    public let fields: [String]

    /// A row at its position.
    public init(row: Int, line: Int, fields: [String]) {
        self.row = row
        self.line = line
        self.fields = fields
    }

    /// True where every cell is empty or white space.
    public var isBlank: Bool {
        fields.allSatisfy { field in
            field.unicodeScalars.allSatisfy { $0.properties.isWhitespace }
        }
    }
}
