/// The bounds of this module, each with its reason.
public enum StorageLimits {
    /// Bodies that share one commit: more would make the first of them wait too long.
    public static let groupBodiesMax = 64
    /// Time that one group may gather work before it commits: the wait a writer accepts for
    /// company. A single body may take longer; none is added after it.
    public static let groupWork: Duration = .milliseconds(50)
    /// Writes that wait at once: beyond it the caller is told to slow down.
    public static let pendingWritesMax = 4096
    /// Reads that wait or run at once.
    public static let pendingReadsMax = 4096
    /// Reader connections by default: a few times the cores of the smallest server.
    public static let readersDefault = 4
    /// How long a reader waits in the rare moments (recovery, last close) when the file is locked.
    public static let readerBusyMilliseconds = 1000
    /// Prepared statements kept a connection: more than a service has.
    public static let cachedStatementsMax = 256
    /// Bytes of one text or blob: far above any record, far below what would hurt memory.
    public static let valueBytesMax = 16 << 20
    /// Share of the disk, in percent, that must stay free for writes to be accepted.
    public static let freeDiskPercentMin: UInt64 = 5
    /// Bytes that must stay free for writes to be accepted: room for a checkpoint and a backup.
    public static let freeDiskBytesMin: UInt64 = 256 << 20
    /// How long a reading of free space is trusted.
    public static let freeDiskCheckInterval: Duration = .seconds(1)
    /// KiB of pages that the writer keeps: what a page of events changes, which would be written and read again before
    /// the commit otherwise.
    public static let pageCacheKibibytes = 8_192
    /// Write-ahead log bytes kept on disk after a checkpoint.
    public static let logFileBytesMax = 64 << 20
    /// Pages copied by a backup between two groups of writes: about 4 MiB, some milliseconds.
    public static let backupPagesPerStep: Int32 = 1024
    /// Bytes of one event's payload: what one message may carry.
    public static let eventPayloadBytesMax = 1 << 20
    /// Bytes of an event's kind, a region, a source or a reason: they are codes, not prose.
    public static let codeBytesMax = 128
    /// Events of one read of a log.
    public static let eventsPerReadMax = 1000
    /// Calls that wait for one log at once.
    public static let logWaitersMax = 1024
    /// Events one follower may hold back: beyond it following stops, since so many
    /// refusals mean a broken program rather than broken events.
    public static let heldEventsMax = 100_000
}
