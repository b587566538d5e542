internal import Glibc

/// Reads a whole file whose size is bounded.
public enum FileContents {
    private static let chunkBytes = 1 << 16

    /// The bytes of the file at `path`.
    ///
    /// - Throws: `unreadable` with the system's error number as `limit`; `tooLarge` past `bytesMax`, which
    ///   also holds for a pipe or a file that grows while it is read.
    public static func read(
        path: String, bytesMax: Int
    ) throws(DelimitedTextError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw DelimitedTextError(code: .unreadable, limit: Int(errno))
        }
        defer { close(descriptor) }
        var contents: [UInt8] = []
        var status = stat()
        if fstat(descriptor, &status) == 0, status.st_size > 0 {
            guard status.st_size <= bytesMax else {
                throw DelimitedTextError(code: .tooLarge, limit: bytesMax)
            }
            contents.reserveCapacity(Int(status.st_size))
        }
        var chunk = [UInt8](repeating: 0, count: chunkBytes)
        while true {
            // SAFETY: the pointer lives for the call only and `count` is the array's own.
            let count = chunk.withUnsafeMutableBytes {
                Glibc.read(descriptor, $0.baseAddress, $0.count)
            }
            if count == 0 { return contents }
            if count < 0 {
                if errno == EINTR { continue }
                throw DelimitedTextError(code: .unreadable, limit: Int(errno))
            }
            guard contents.count + count <= bytesMax else {
                throw DelimitedTextError(code: .tooLarge, limit: bytesMax)
            }
            contents.append(contentsOf: chunk[..<count])
        }
    }
}
