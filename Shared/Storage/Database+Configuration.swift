extension Database {
    /// How a database is opened.
    public struct Configuration: Sendable {
        /// What a commit waits for.
        public enum Synchronous: String, Sendable {
            /// The disk: an acknowledged write survives a power cut.
            case full = "FULL"
            /// The operating system: it survives a crash of the process, and a power cut may take
            /// the last commits but not the consistency. For what can be rebuilt.
            case normal = "NORMAL"
        }

        /// What a commit waits for.
        public var synchronous: Synchronous = .full
        /// Reader connections, at least 1.
        public var readers = StorageLimits.readersDefault
        /// Reads the free space of the disk that holds a path; tests inject it.
        public var diskSpace: @Sendable (String) -> DiskSpace? = { DiskSpace.read($0) }
        /// A clock that never steps back; tests inject it.
        public var now: @Sendable () -> ContinuousClock.Instant = { .now }

        /// The defaults: full durability.
        public init() {}
    }
}
