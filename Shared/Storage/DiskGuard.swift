import Synchronization

/// Remembers for a while whether the disk has room, so that not every write asks.
final class DiskGuard: Sendable {
    private struct Reading {
        var time: ContinuousClock.Instant
        var isFull: Bool
    }

    private let path: String
    private let probe: @Sendable (String) -> DiskSpace?
    private let now: @Sendable () -> ContinuousClock.Instant
    private let last = Mutex<Reading?>(nil)

    init(path: String, configuration: Database.Configuration) {
        self.path = path
        probe = configuration.diskSpace
        now = configuration.now
    }

    /// Whether writes must be refused. A probe that fails refuses nothing: SQLite then tells.
    func isFull() -> Bool {
        last.withLock { last in
            let time = now()
            if let last, time - last.time < StorageLimits.freeDiskCheckInterval {
                return last.isFull
            }
            let isFull = probe(path)?.isFull ?? false
            last = Reading(time: time, isFull: isFull)
            return isFull
        }
    }

    /// Whether a folder's disk can take so many bytes more and still accept writes. A probe that fails refuses nothing.
    func hasRoom(for byteCount: UInt64, in folder: String) -> Bool {
        guard let space = probe(folder) else { return true }
        let left = space.freeBytes > byteCount ? space.freeBytes - byteCount : 0
        return !DiskSpace(freeBytes: left, totalBytes: space.totalBytes).isFull
    }

    func space() -> DiskSpace? { probe(path) }
}
