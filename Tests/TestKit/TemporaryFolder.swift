import Foundation

/// A folder of one test's own; it goes, with all that it holds, when the value does.
///
/// Its path is short, so that sockets fit into it, and only its owner may enter it.
public final class TemporaryFolder: Sendable {
    /// Absolute path.
    public let path: String

    /// Makes an empty folder.
    public init() throws {
        var template = Array("/tmp/jatigi-test-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw CocoaError(.fileWriteUnknown) }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// Writes a file that only its owner may read, and gives its path.
    @discardableResult
    public func write(_ name: String, _ text: String) throws -> String {
        let file = "\(path)/\(name)"
        try text.write(toFile: file, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
        return file
    }
}
