import Basics
import Glibc
import Testing

@testable import Storage

/// A folder that goes when the value does.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        var template = Array("/tmp/storage-tests-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw StorageError(.io, "no temporary folder") }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit {
        guard let folder = opendir(path) else { return }
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { unlink(path + "/" + name) }
        }
        closedir(folder)
        rmdir(path)
    }
}

let items = Schema.Migration(
    name: "items",
    sqlite: """
        CREATE TABLE item(
            id INTEGER PRIMARY KEY, name TEXT UNIQUE, weight REAL, data BLOB,
            CONSTRAINT weight_positive CHECK (weight > 0));
        CREATE TABLE part(
            id INTEGER PRIMARY KEY,
            item INTEGER NOT NULL REFERENCES item(id) DEFERRABLE INITIALLY DEFERRED);
        """)

let testSchema = Schema(
    applicationID: 77,
    migrations: [
        items, EventLog.migration, FollowerState.migration, FollowerState.historyMigration,
    ])

/// Opens a database in a new folder, runs `body`, closes it.
func withDatabase(
    _ configuration: Database.Configuration = .init(),
    _ body: (Database, TemporaryFolder) async throws -> Void
) async throws {
    let folder = try TemporaryFolder()
    let database = try Database(
        at: folder.path + "/test.db", schema: testSchema, configuration: configuration)
    do {
        try await body(database, folder)
    } catch {
        try await database.close()
        throw error
    }
    try await database.close()
}

/// The code of the error that `body` throws; `nil` when it throws none.
func code(_ body: () async throws -> Void) async -> StorageError.Code? {
    do {
        try await body()
        return nil
    } catch {
        return (error as? StorageError)?.code ?? StorageError.Code(rawValue: "\(error)")
    }
}

func add(_ id: Int64, in transaction: Transaction) throws {
    try transaction.execute("INSERT INTO item(id) VALUES ($id)", ["id": .integer(id)])
}

func itemCount(_ database: Database) async throws -> Int64 {
    try await database.read { try $0.first("SELECT count(*) FROM item")?.integer(0) ?? -1 }
}
