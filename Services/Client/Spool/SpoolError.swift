internal import Glibc

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
        /// As many batches wait as may.
        public static let full = Code(rawValue: "full")
        /// The disk did not take a file: it is full, or broken.
        public static let notWritten = Code(rawValue: "not_written")
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

    /// What the system's last error says of a path.
    static func system(_ code: Code, _ path: String) -> SpoolError {
        let reason = strerror(errno).map { String(cString: $0) } ?? "\(errno)"
        return SpoolError(code, "\(path): \(reason)")
    }

    /// The kind and the message.
    public var description: String { "\(code.rawValue): \(message)" }
}
