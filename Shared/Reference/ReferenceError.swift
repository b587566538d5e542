/// A fault in a reference data file, with the place to look at.
public struct ReferenceError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The kind of fault; open.
    public struct Code: Sendable, Hashable, RawRepresentable {
        /// The kind's name.
        public let rawValue: String

        /// A kind by its name.
        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// The file cannot be read, or is no delimited text.
        public static let unreadable = Code(rawValue: "unreadable")
        /// A column that must be there is not.
        public static let columnMissing = Code(rawValue: "column_missing")
        /// A row has more or fewer cells than the header.
        public static let rowRagged = Code(rawValue: "row_ragged")
        /// A cell's value is none that is allowed.
        public static let valueInvalid = Code(rawValue: "value_invalid")
        /// The same code, or the same wording for two codes, more than once at one time.
        public static let duplicate = Code(rawValue: "duplicate")
        /// A code that no row defines.
        public static let unknownCode = Code(rawValue: "unknown_code")
        /// Places that contain each other, or a parent below its child.
        public static let parentInvalid = Code(rawValue: "parent_invalid")
    }

    /// What is wrong.
    public let code: Code
    /// Name of the file in the reference folder.
    public let file: String
    /// Line of the file, from 1; 0 where the fault is the whole file's.
    public let line: Int
    /// Name of the column; empty where the fault is the whole row's.
    public let column: String
    /// What was found and what is allowed, in English.
    public let message: String

    /// A fault at a position.
    public init(code: Code, file: String, line: Int = 0, column: String = "", message: String) {
        self.code = code
        self.file = file
        self.line = line
        self.column = column
        self.message = message
    }

    /// File, line, column and message.
    public var description: String {
        let position = line > 0 ? ":\(line)" : ""
        let name = column.isEmpty ? "" : " \(column)"
        return "\(file)\(position):\(name) \(message)"
    }
}
