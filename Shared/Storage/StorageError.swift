/// What went wrong in the store. Never holds values of a row; messages may name tables, columns,
/// constraints and files.
public struct StorageError: Error, Sendable, Hashable {
    /// The kind of failure. Open: later versions may add kinds.
    public struct Code: RawRepresentable, Sendable, Hashable {
        /// The stable name of the kind.
        public let rawValue: String
        /// Makes a kind by its name.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// Too little free space; reads go on.
        public static let diskFull = Code(rawValue: "diskFull")
        /// Another process or instance owns or locks the database.
        public static let busy = Code(rawValue: "busy")
        /// The file is damaged or is not a database.
        public static let corrupt = Code(rawValue: "corrupt")
        /// A stored value is none that the program writes; the file itself may be sound.
        public static let unreadable = Code(rawValue: "unreadable")
        /// A constraint refused the change; see `constraint`.
        public static let constraint = Code(rawValue: "constraint")
        /// A write where only reading is possible.
        public static let readOnly = Code(rawValue: "readOnly")
        /// A newer version of the program wrote this database.
        public static let newerSchema = Code(rawValue: "newerSchema")
        /// The database belongs to another service.
        public static let foreignDatabase = Code(rawValue: "foreignDatabase")
        /// The operating system failed a file operation.
        public static let io = Code(rawValue: "io")
        /// The caller's mistake: wrong SQL, parameter, column or type.
        public static let misuse = Code(rawValue: "misuse")
        /// A bound of `StorageLimits` is reached; try later.
        public static let overloaded = Code(rawValue: "overloaded")
        /// The database was closed.
        public static let closed = Code(rawValue: "closed")
        /// The query was interrupted because its task was cancelled.
        public static let interrupted = Code(rawValue: "interrupted")
        /// A follower's cursor does not fit the log: one of the two was rolled back.
        public static let dataLoss = Code(rawValue: "dataLoss")
    }

    /// The kind of failure.
    public let code: Code
    /// A sentence for operators, without personal data.
    public let message: String
    /// For `.constraint`: what SQLite names, as `table.column`, a check's name, or the kind of
    /// constraint when it has no name.
    public let constraint: String?

    /// Makes an error.
    public init(_ code: Code, _ message: String, constraint: String? = nil) {
        self.code = code
        self.message = message
        self.constraint = constraint
    }
}

extension StorageError: CustomStringConvertible {
    /// The kind and the message.
    public var description: String { "\(code.rawValue): \(message)" }
}
