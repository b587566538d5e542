import Glibc

/// Files that appear whole or not at all, and are durable once they are there.
enum DurableFile {
    /// Creates a file of this mode with the bytes. Refuses to replace one (`fileExists`) unless
    /// `replacing`. Throws `fileUnavailable` when the folder or disk does not allow it.
    static func write(
        path: String, _ bytes: UnsafeRawBufferPointer, mode: mode_t, replacing: Bool
    ) throws(AccessError) {
        let suffix = secureRandomBytes(8).map { String($0, radix: 16) }.joined()
        let temporary = path + ".new-" + suffix
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
        let descriptor = open(temporary, flags, 0o600)
        guard descriptor >= 0 else {
            throw AccessError.unavailable("create", path: temporary, code: errno)
        }
        do throws(AccessError) {
            try fill(descriptor, path: temporary, bytes, mode: mode)
            try publish(temporary, as: path, replacing: replacing)
        } catch {
            unlink(temporary)
            throw error
        }
        try synchronizeFolder(of: path)
    }

    private static func fill(
        _ descriptor: CInt, path: String, _ bytes: UnsafeRawBufferPointer, mode: mode_t
    ) throws(AccessError) {
        defer { close(descriptor) }
        var rest = bytes
        while !rest.isEmpty {
            // SAFETY: `rest` is a part of the caller's buffer, valid for this call.
            let count = Glibc.write(descriptor, rest.baseAddress, rest.count)
            if count >= 0 {
                rest = UnsafeRawBufferPointer(rebasing: rest[count...])
            } else if errno != EINTR {
                throw AccessError.unavailable("write", path: path, code: errno)
            }
        }
        // Whatever the caller's umask says: a public key that nobody can read is of no use.
        guard fchmod(descriptor, mode) == 0, fsync(descriptor) == 0 else {
            throw AccessError.unavailable("write", path: path, code: errno)
        }
    }

    private static func publish(
        _ temporary: String, as path: String, replacing: Bool
    ) throws(AccessError) {
        if replacing {
            guard rename(temporary, path) == 0 else {
                throw AccessError.unavailable("create", path: path, code: errno)
            }
            return
        }
        // Unlike rename, link fails when the name is taken, in one step.
        guard link(temporary, path) == 0 else {
            if errno == EEXIST {
                throw AccessError(.fileExists, "\(path) exists; it is not replaced", ["path": path])
            }
            throw AccessError.unavailable("create", path: path, code: errno)
        }
        unlink(temporary)
    }

    private static func synchronizeFolder(of path: String) throws(AccessError) {
        let folder: String
        switch path.lastIndex(of: "/") {
        case nil: folder = "."
        case path.startIndex?: folder = "/"
        case let slash?: folder = String(path[..<slash])
        }
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw AccessError.unavailable("open", path: folder, code: errno)
        }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else {
            throw AccessError.unavailable("write", path: folder, code: errno)
        }
    }
}
