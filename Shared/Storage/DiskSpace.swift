import Glibc

/// The room on the disk that holds a database.
public struct DiskSpace: Sendable, Hashable {
    /// Bytes an ordinary user may still write.
    public let freeBytes: UInt64
    /// Bytes of the whole file system.
    public let totalBytes: UInt64

    /// Makes a reading.
    public init(freeBytes: UInt64, totalBytes: UInt64) {
        self.freeBytes = freeBytes
        self.totalBytes = totalBytes
    }

    /// Reads the file system that holds `path`; `nil` when the system refuses.
    public static func read(_ path: String) -> DiskSpace? {
        var status = statvfs()
        // SAFETY: the pointer is to a local that outlives the call.
        guard statvfs(path, &status) == 0 else { return nil }
        let unit = UInt64(status.f_frsize)
        return DiskSpace(
            freeBytes: UInt64(status.f_bavail) * unit, totalBytes: UInt64(status.f_blocks) * unit)
    }

    /// Whether writes must be refused: below the greater of the two bounds in `StorageLimits`.
    public var isFull: Bool {
        let share = totalBytes / 100 * StorageLimits.freeDiskPercentMin
        return freeBytes < max(share, StorageLimits.freeDiskBytesMin)
    }
}
