import Glibc
public import Storage

extension Database {
    /// Writes a checked copy to a path and gives its size in bytes; see `backup(to:)`.
    public func backUp(to path: String) async throws -> UInt64 {
        try await backup(to: path)
        var status = stat()
        return stat(path, &status) == 0 ? UInt64(status.st_size) : 0
    }
}
