public import Catalogue

/// A fault in a reference data file, with the place to look at.
public struct ReferenceError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong: of the file as a text, or of what it says.
    public let key: MessageKey
    /// What was found and what is allowed.
    public let arguments: [String: String]
    /// The folder, as it was named; empty before it is known.
    public internal(set) var folder = ""
    /// Name of the file in the folder.
    public let file: String
    /// Line of the file, from 1; 0 where the fault is the whole file's.
    public let line: Int
    /// Name of the column; empty where the fault is the whole row's.
    public let column: String

    /// A fault at a position.
    public init(
        _ key: MessageKey, _ arguments: [String: String] = [:], file: String, line: Int = 0,
        column: String = ""
    ) {
        self.key = key
        self.arguments = arguments
        self.file = file
        self.line = line
        self.column = column
    }

    /// File, line, column and what is wrong, for instance `places.csv:16: valid_from: …`.
    public func text(in language: Language) -> String {
        let colon = language == .french ? " : " : ": "
        let position = line > 0 ? "\(file):\(line)" : file
        let parts = column.isEmpty ? [position] : [position, column]
        return (parts + [key.text(in: language, arguments: arguments)]).joined(separator: colon)
    }

    /// The text in English, after the folder.
    public var description: String {
        (folder.isEmpty ? "" : "\(folder)/") + text(in: .english)
    }
}
