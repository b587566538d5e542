import Glibc

/// A folder for one database of a test.
struct TemporaryDatabaseFolder {
    private let folder: String

    /// Where the database goes.
    var path: String { folder + "/test.sqlite" }

    init?() {
        var template = Array("/tmp/statistics-tests-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { return nil }
        folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    func remove() {
        for suffix in ["", "-wal", "-shm", ".lock", "-lock"] { unlink(path + suffix) }
        rmdir(folder)
    }
}
