import Glibc

/// The file of a database on disk: its folder, its mode, and the lock that says who owns it.
///
/// Invariant: holds the lock from `init` until `release`. The database file itself is never opened
/// here once it exists: closing any descriptor of it would drop SQLite's own POSIX locks.
final class DatabaseFile: Sendable {
    let path: String
    private let lock: Int32

    /// Only the service's own user may read what the file holds.
    private static let mode: mode_t = 0o600

    init(path: String) throws(StorageError) {
        self.path = path
        try Self.checkDirectory(of: path)
        lock = try Self.takeLock(path + ".lock")
        do throws(StorageError) {
            try Self.prepareFile(path)
        } catch {
            close(lock)
            throw error
        }
    }

    /// Gives up ownership; call once, after SQLite has closed.
    func release() { close(lock) }

    static func directory(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// Bytes of a file; 0 when there is none.
    static func size(_ path: String) -> Int64 {
        var status = stat()
        // SAFETY: the pointer is to a local that outlives the call.
        return stat(path, &status) == 0 ? Int64(status.st_size) : 0
    }

    private static func checkDirectory(of path: String) throws(StorageError) {
        let directory = directory(of: path)
        var status = stat()
        // SAFETY: the pointer is to a local that outlives the call.
        guard stat(directory, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
            throw StorageError(.io, "\(directory) is not a folder")
        }
        guard status.st_mode & S_IWOTH == 0 || status.st_mode & S_ISVTX != 0 else {
            throw StorageError(.io, "\(directory) can be written by every user")
        }
        guard access(directory, W_OK | X_OK) == 0 else {
            throw StorageError(.io, "\(directory) cannot be written")
        }
    }

    private static func takeLock(_ path: String) throws(StorageError) -> Int32 {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, mode)
        guard descriptor >= 0 else {
            throw StorageError(.io, "\(path) cannot be opened (errno \(errno))")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw StorageError(.busy, "another process owns the database beside \(path)")
        }
        return descriptor
    }

    /// Creates the file empty with its mode, so that SQLite gives the same mode to its log.
    private static func prepareFile(_ path: String) throws(StorageError) {
        var status = stat()
        // SAFETY: the pointer is to a local that outlives the call.
        if lstat(path, &status) == 0 {
            guard status.st_mode & S_IFMT == S_IFREG else {
                throw StorageError(.io, "\(path) is not a regular file")
            }
            guard status.st_mode & 0o777 == mode || chmod(path, mode) == 0 else {
                throw StorageError(.io, "the mode of \(path) cannot be set (errno \(errno))")
            }
            return
        }
        try createEmpty(path)
    }

    /// Creates a new file with the private mode; throws when there is one.
    static func createEmpty(_ path: String) throws(StorageError) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode)
        guard descriptor >= 0 else {
            throw StorageError(.io, "\(path) cannot be created (errno \(errno))")
        }
        close(descriptor)
    }

    /// Moves a finished file into its place so that a crash leaves the old or the new one.
    static func replace(_ path: String, with finished: String) throws(StorageError) {
        try synchronize(finished)
        guard rename(finished, path) == 0 else {
            throw StorageError(.io, "\(path) cannot be replaced (errno \(errno))")
        }
        try synchronize(directory(of: path))
    }

    private static func synchronize(_ path: String) throws(StorageError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw StorageError(.io, "\(path) cannot be opened (errno \(errno))")
        }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else {
            throw StorageError(.io, "\(path) cannot be made durable (errno \(errno))")
        }
    }
}
