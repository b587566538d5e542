/// Files that hold no secret but must not be changed by others: public keys, revocations.
public enum TrustedFile {
    /// Reads a file that is a regular file and no link, belongs to this user or root, and that
    /// nobody but its owner can write. Throws `fileUnavailable`, `fileUnsafe` or `fileSize`.
    public static func read(path: String, byteCountMax: Int) throws(AccessError) -> [UInt8] {
        let file = try GuardedFile(path: path, protection: .trusted, byteCountMax: byteCountMax)
        var bytes = [UInt8](repeating: 0, count: file.byteCount)
        var outcome: Result<Void, AccessError> = .success(())
        bytes.withUnsafeMutableBytes { buffer in
            do throws(AccessError) {
                try file.read(into: buffer)
            } catch {
                outcome = .failure(error)
            }
        }
        try outcome.get()
        return bytes
    }

    /// Creates a file of mode 0644, whatever the umask, with the text, whole or not at all, and
    /// durable on return. Throws `fileExists` where there is one, or `fileUnavailable`.
    public static func write(path: String, _ text: String) throws(AccessError) {
        var outcome: Result<Void, AccessError> = .success(())
        Array(text.utf8).withUnsafeBytes { bytes in
            do throws(AccessError) {
                try DurableFile.write(path: path, bytes, mode: 0o644, replacing: false)
            } catch {
                outcome = .failure(error)
            }
        }
        try outcome.get()
    }
}
