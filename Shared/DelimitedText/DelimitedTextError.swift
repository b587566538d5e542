/// Why a text could not be read. Holds positions and bounds, never the content of a cell.
public struct DelimitedTextError: Error, Sendable, Hashable {
    /// The kind of failure; open, so that later versions may add kinds.
    public struct Code: Sendable, Hashable, RawRepresentable {
        /// The catalogue's key of the kind, for instance `quote_open`.
        public let rawValue: String

        /// A kind by its name.
        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// The file cannot be opened or read.
        public static let unreadable = Code(rawValue: "unreadable")
        /// Nothing but white space.
        public static let empty = Code(rawValue: "empty")
        /// More bytes than the limit.
        public static let tooLarge = Code(rawValue: "too_large")
        /// More rows than the limit.
        public static let tooManyRows = Code(rawValue: "too_many_rows")
        /// More columns than the limit.
        public static let tooManyColumns = Code(rawValue: "too_many_columns")
        /// A cell longer than the limit.
        public static let cellTooLong = Code(rawValue: "cell_too_long")
        /// A quote that opens a cell and is never closed.
        public static let quoteOpen = Code(rawValue: "quote_open")
        /// Something between a closing quote and the next delimiter.
        public static let textAfterQuote = Code(rawValue: "text_after_quote")
        /// A NUL character: the file is binary, or damaged.
        public static let nulCharacter = Code(rawValue: "nul_character")
        /// Bytes that no supported encoding allows.
        public static let encodingUnknown = Code(rawValue: "encoding_unknown")
        /// A spreadsheet program's own format (xlsx, xls, ods) instead of text.
        public static let spreadsheet = Code(rawValue: "spreadsheet")
    }

    /// What went wrong.
    public let code: Code
    /// Row as a spreadsheet shows it, from 1; 0 where the failure has no row.
    public let row: Int
    /// Line of the file, from 1; differs from `row` after a line break inside quotes. 0 where there is none.
    public let line: Int
    /// Column, from 1; 0 where the failure has none.
    public let column: Int
    /// The bound that was passed, or the system's error number for `unreadable`; else 0.
    public let limit: Int

    /// A failure at a position.
    public init(code: Code, row: Int = 0, line: Int = 0, column: Int = 0, limit: Int = 0) {
        self.code = code
        self.row = row
        self.line = line
        self.column = column
        self.limit = limit
    }
}

extension DelimitedTextError: CustomStringConvertible {
    /// The kind and the position, in English, for a developer.
    public var description: String {
        var text = code.rawValue
        if row > 0 { text += ", row \(row)" }
        if line > 0 { text += ", line \(line)" }
        if column > 0 { text += ", column \(column)" }
        if limit > 0 { text += " (limit \(limit))" }
        return text
    }
}
