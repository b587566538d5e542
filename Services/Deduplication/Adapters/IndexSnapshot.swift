import Basics
import Glibc
import Linkage
import Storage

/// The index of people as a file beside the database, so that a start need not make it anew.
///
/// It is a copy that may be lost: one that is missing, damaged, of another log or of another version is passed over.
/// Like the database it holds personal data: only the program's user may read it, it is written only where the disk has
/// room beyond what the database leaves free, and it is overwritten before it is removed.
struct IndexSnapshot: Sendable {
    /// Where in registration's log the index stood.
    struct Place: Equatable {
        let epoch: RecordID
        let sequence: UInt64
    }

    /// Why the file is of no use.
    enum Refusal: String, Error {
        /// There is none.
        case missing
        /// It cannot be read, or it is no plain file.
        case unreadable
        /// Others than the program's user may read it.
        case unsafeMode = "unsafe_mode"
        /// It stands elsewhere in the log than the database can be brought on from.
        case otherPlace = "other_place"
        /// It is of another version or of other rules.
        case foreign
        /// Cut short, or not what was written.
        case damaged
        /// So many of its people were removed or replaced, or came since, that it is better made anew.
        case worn
        /// It holds other people than the database.
        case otherPeople = "other_people"
    }

    let path: String
    /// Reads the room on the disk that holds a path; nil where it is not known, which refuses nothing.
    var diskSpace: @Sendable (String) -> DiskSpace? = { DiskSpace.read($0) }

    /// Writes the file, whole or not at all.
    ///
    /// - Throws: `StorageError`: `diskFull` where the disk has no room, and the former file stays then; another where it
    ///   does not allow it, and the former file is gone.
    func save(_ index: LinkageIndex, at place: Place) throws {
        guard hasRoom(for: index.byteCount) else {
            throw StorageError(.diskFull, "the disk has no room for the index")
        }
        remove()
        let temporary = path + ".new"
        let descriptor = open(
            temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0, let file = fdopen(descriptor, "w") else { throw Self.failure() }
        var isOpen = true
        defer { if isOpen { fclose(file) } }
        do {
            let header =
                place.epoch.bytes + withUnsafeBytes(of: place.sequence.bigEndian) { Array($0) }
            try header.withUnsafeBytes { try Self.write($0, file) }
            try index.write { try Self.write($0, file) }
            guard fflush(file) == 0, fsync(descriptor) == 0 else { throw Self.failure() }
            isOpen = false
            guard fclose(file) == 0, rename(temporary, path) == 0 else { throw Self.failure() }
        } catch {
            // First, for it may write the rest.
            if isOpen { fclose(file) }
            isOpen = false
            Self.overwrite(temporary)
            unlink(temporary)
            throw error
        }
    }

    /// Reads the file.
    ///
    /// - Parameters:
    ///   - empty: An index without people, which names are one by the same rules.
    ///   - isUsable: Says whether a place is one that the records of the database can be brought on from.
    /// - Throws: why it is of no use.
    func load(
        _ empty: LinkageIndex, _ isUsable: (Place) -> Bool
    ) throws(Refusal) -> (index: LinkageIndex, place: Place) {
        // Without waiting for who writes into a pipe.
        let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { throw errno == ENOENT ? .missing : .unreadable }
        guard let status = Self.statusOfFile(descriptor), let file = fdopen(descriptor, "r") else {
            close(descriptor)
            throw .unreadable
        }
        defer { fclose(file) }
        guard status.st_mode & 0o077 == 0 else { throw .unsafeMode }
        var header = [UInt8](repeating: 0, count: 24)
        guard header.withUnsafeMutableBytes({ Self.read($0, file) }),
            let epoch = RecordID(bytes: header.prefix(16))
        else { throw .damaged }
        let place = Place(
            epoch: epoch, sequence: header.dropFirst(16).reduce(0) { $0 << 8 | UInt64($1) })
        guard isUsable(place) else { throw .otherPlace }
        var index = empty
        do {
            try index.read(size: Int(status.st_size) - header.count) { Self.read($0, file) }
        } catch SnapshotError.foreign {
            throw .foreign
        } catch {
            throw .damaged
        }
        return (index, place)
    }

    /// Removes the file, and one that was being written; they may hold what was erased. What they held is overwritten first,
    /// as far as the file system writes in place; that takes the time of writing so much.
    func remove() {
        for name in [path, path + ".new"] {
            Self.overwrite(name)
            unlink(name)
        }
    }

    /// By the rule of the database: what is written must leave that much free.
    private func hasRoom(for byteCount: Int) -> Bool {
        let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
        guard let space = diskSpace(folder) else { return true }
        let needed = min(space.freeBytes, UInt64(clamping: byteCount))
        return !DiskSpace(freeBytes: space.freeBytes - needed, totalBytes: space.totalBytes).isFull
    }

    /// The status of a plain file; nil of what is none, such as a folder, a pipe or a device.
    private static func statusOfFile(_ descriptor: Int32) -> stat? {
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            return nil
        }
        return status
    }

    private static func overwrite(_ name: String) {
        let descriptor = open(name, O_WRONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        defer { _ = Glibc.close(descriptor) }
        guard let status = statusOfFile(descriptor) else { return }
        let zeros = [UInt8](repeating: 0, count: 1 << 20)
        var left = Int(status.st_size)
        while left > 0 {
            let written = Glibc.write(descriptor, zeros, min(left, zeros.count))
            guard written > 0 else { break }
            left -= written
        }
        fdatasync(descriptor)
    }

    // SAFETY: the buffers are the caller's, valid for these calls, and the file is open.
    private static func write(
        _ bytes: UnsafeRawBufferPointer, _ file: UnsafeMutablePointer<FILE>
    ) throws {
        guard fwrite(bytes.baseAddress, 1, bytes.count, file) == bytes.count else {
            throw failure()
        }
    }

    private static func read(
        _ bytes: UnsafeMutableRawBufferPointer, _ file: UnsafeMutablePointer<FILE>
    ) -> Bool {
        fread(bytes.baseAddress, 1, bytes.count, file) == bytes.count
    }

    private static func failure() -> StorageError {
        StorageError(.io, "the index cannot be written: \(String(cString: strerror(errno)))")
    }
}
