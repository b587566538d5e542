import Glibc

/// Whole files, read and written with stdio.
enum FileAccess {
    /// The bytes of a file.
    static func read(_ path: String) throws(GeneratorError) -> [UInt8] {
        guard let file = fopen(path, "rb") else {
            throw GeneratorError(code: .input, message: "cannot open \(path)")
        }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = fread(&chunk, 1, chunk.count, file)
            guard count > 0 else { break }
            bytes += chunk.prefix(count)
        }
        guard ferror(file) == 0 else {
            throw GeneratorError(code: .input, message: "cannot read \(path)")
        }
        return bytes
    }

    /// Replaces a file; its folder must exist.
    static func write(_ text: String, to path: String) throws(GeneratorError) {
        guard let file = fopen(path, "wb") else {
            throw GeneratorError(code: .output, message: "cannot open \(path)")
        }
        let bytes = Array(text.utf8)
        let written = fwrite(bytes, 1, bytes.count, file)
        guard fclose(file) == 0, written == bytes.count else {
            throw GeneratorError(code: .output, message: "cannot write \(path)")
        }
    }

    /// Writes to standard error.
    static func writeError(_ text: String) {
        let bytes = Array(text.utf8)
        _ = Glibc.write(STDERR_FILENO, bytes, bytes.count)
    }
}
