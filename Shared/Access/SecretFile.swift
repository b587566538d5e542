import Glibc

/// Files that hold a secret: checked when read, created private.
public enum SecretFile {
    /// Reads a secret file into guarded memory.
    ///
    /// The file must be a regular file and no link, belong to this user or root, and have mode
    /// 0600 or 0400 (with `allowGroupRead` also 0640 or 0440). Throws `fileUnavailable`,
    /// `fileUnsafe` or `fileSize` with the path, what was found and what is allowed.
    public static func read(
        path: String, byteCountMax: Int = AccessLimits.secretFileBytesMax,
        allowGroupRead: Bool = false
    ) throws(AccessError) -> SecretBytes {
        let file = try GuardedFile(
            path: path, protection: .secret(allowGroupRead: allowGroupRead),
            byteCountMax: byteCountMax)
        return try SecretBytes(capacity: file.byteCount) { (buffer) throws(AccessError) -> Int in
            try file.read(into: buffer)
            return buffer.count
        }
    }

    /// Creates a file of mode 0600 with the bytes, whole or not at all, and durable on return.
    ///
    /// Refuses to replace a file (`fileExists`) unless `replacing`: a lost key cannot be made
    /// again. Throws `fileUnavailable` when the folder or disk does not allow it.
    public static func write(
        path: String, _ bytes: UnsafeRawBufferPointer, replacing: Bool = false
    ) throws(AccessError) {
        try DurableFile.write(path: path, bytes, mode: 0o600, replacing: replacing)
    }

    /// The same, with bytes that are no secret by themselves but nobody else's business.
    public static func write(path: String, _ bytes: [UInt8]) throws(AccessError) {
        var outcome: Result<Void, AccessError> = .success(())
        bytes.withUnsafeBytes { buffer in
            do throws(AccessError) {
                try write(path: path, buffer)
            } catch {
                outcome = .failure(error)
            }
        }
        try outcome.get()
    }
}
