/// Why a spool cannot be used.
public struct SpoolError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong; open.
    public struct Code: RawRepresentable, Sendable, Hashable {
        /// Name of the kind.
        public let rawValue: String

        /// A kind by its name.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// The folder cannot be made, read or written, or others may enter it.
        public static let folderUnusable = Code(rawValue: "folder_unusable")
        /// Another program is at work in it.
        public static let busy = Code(rawValue: "busy")
        /// There are as many entries as there may be.
        public static let full = Code(rawValue: "full")
        /// An entry's files are damaged.
        public static let entryDamaged = Code(rawValue: "entry_damaged")
    }

    /// What is wrong.
    public let code: Code
    /// The path, and what the system says.
    public let message: String

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// The kind and the message.
    public var description: String { "\(code.rawValue): \(message)" }
}
