public import Access
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
        /// The folder belongs to another user.
        public static let folderForeign = Code(rawValue: "folder_foreign")
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
    /// The folder, the file or the batch that it is wrong with.
    public let path: String
    /// Why; nil where the kind says it all.
    public let cause: AccessError?

    init(_ code: Code, _ path: String, _ cause: AccessError? = nil) {
        self.code = code
        self.path = path
        self.cause = cause
    }

    /// What the system's last error says of a path.
    static func system(_ code: Code, _ path: String) -> SpoolError {
        SpoolError(code, path, .unavailable("use", path: path, code: errno))
    }

    /// The kind, and where and why.
    public var description: String { "\(code.rawValue): \(cause?.message ?? path)" }
}
