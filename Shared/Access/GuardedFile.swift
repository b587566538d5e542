import Glibc

/// A file opened for reading without following a link, its kind, owner and mode checked.
///
/// The checks look at the open descriptor, so that no other file can be slipped in after them.
struct GuardedFile: ~Copyable {
    /// What a file's mode may be.
    enum Protection {
        /// Owner alone; the group may read too when allowed.
        case secret(allowGroupRead: Bool)
        /// Anyone may read; only the owner may write.
        case trusted

        var forbiddenBits: mode_t {
            switch self {
            case .secret(allowGroupRead: false): 0o7177
            case .secret(allowGroupRead: true): 0o7137
            case .trusted: 0o7133
            }
        }

        /// The widest mode that is allowed, in octal.
        var widestMode: String {
            switch self {
            case .secret(allowGroupRead: false): "0600"
            case .secret(allowGroupRead: true): "0640"
            case .trusted: "0644"
            }
        }

        var allowedText: String {
            switch self {
            case .secret(allowGroupRead: false): "0600 or 0400"
            case .secret(allowGroupRead: true): "0600, 0400, 0640 or 0440"
            case .trusted: "0644 or stricter"
            }
        }
    }

    private let descriptor: CInt
    private let path: String
    /// The size when it was opened, 1 to the limit.
    let byteCount: Int

    init(path: String, protection: Protection, byteCountMax: Int) throws(AccessError) {
        // Non-blocking, so that a pipe in the file's place cannot hang the program.
        let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            if errno == ELOOP {
                throw AccessError(
                    .fileUnsafe, "\(path) is a symbolic link; a regular file is allowed",
                    ["path": path])
            }
            throw .unavailable("open", path: path, code: errno)
        }
        do throws(AccessError) {
            byteCount = try Self.check(
                descriptor, path: path, protection: protection, byteCountMax: byteCountMax)
        } catch {
            close(descriptor)
            throw error
        }
        self.descriptor = descriptor
        self.path = path
    }

    deinit { close(descriptor) }

    /// Reads the whole file into a buffer of `byteCount` bytes. Throws `fileSize` when the file
    /// changes its length meanwhile: half a revocation list must not pass for a whole one.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(AccessError) {
        precondition(buffer.count == byteCount)
        var filled = 0
        while filled < buffer.count {
            let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
            let count = try readOnce(into: rest)
            guard count > 0 else { throw changed() }
            filled += count
        }
        var beyond: UInt8 = 0
        var excess = 0
        repeat {
            // SAFETY: one byte is read into one byte.
            excess = Glibc.read(descriptor, &beyond, 1)
        } while excess < 0 && errno == EINTR
        guard excess == 0 else { throw changed() }
    }

    private func readOnce(into buffer: UnsafeMutableRawBufferPointer) throws(AccessError) -> Int {
        while true {
            // SAFETY: the buffer outlives the call and is as long as it says.
            let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            if count >= 0 { return count }
            guard errno == EINTR else {
                throw .unavailable("read", path: path, code: errno)
            }
        }
    }

    private func changed() -> AccessError {
        AccessError(.fileSize, "\(path) changed its length while it was read", ["path": path])
    }

    private static func check(
        _ descriptor: CInt, path: String, protection: Protection, byteCountMax: Int
    ) throws(AccessError) -> Int {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            throw .unavailable("inspect", path: path, code: errno)
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw AccessError(.fileUnsafe, "\(path) is not a regular file", ["path": path])
        }
        guard isTrustedOwner(status.st_uid, self: geteuid()) else {
            throw AccessError(
                .fileUnsafe,
                "\(path) belongs to user \(status.st_uid); user \(geteuid()) or root is allowed",
                ["path": path])
        }
        guard status.st_mode & protection.forbiddenBits == 0 else {
            let mode = String(status.st_mode & 0o7777, radix: 8)
            throw AccessError(
                .fileUnsafe, "\(path) has mode 0\(mode); allowed is \(protection.allowedText)",
                ["path": path, "mode": "0\(mode)", "allowed": protection.widestMode])
        }
        guard status.st_size > 0, status.st_size <= byteCountMax else {
            throw AccessError(
                .fileSize, "\(path) has \(status.st_size) bytes; 1 to \(byteCountMax) allowed",
                ["path": path])
        }
        return status.st_size
    }

    /// A file of another user could change under us, whatever its mode.
    static func isTrustedOwner(_ owner: uid_t, self user: uid_t) -> Bool {
        owner == user || owner == 0
    }
}
