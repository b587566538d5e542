import Glibc
import Testing

@testable import Storage

@Suite struct RestorationTests {
    private let log = EventLog(region: "BDG")

    private func restore(_ backup: String, to path: String) async throws -> (String?, UInt64) {
        try await DatabaseRestoration.restore(
            backup: backup, to: path, schema: testSchema, log: log)
    }

    private func names(_ folder: TemporaryFolder) throws -> Set<String> {
        let stream = try #require(opendir(folder.path))
        defer { closedir(stream) }
        var names: Set<String> = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.insert(name) }
        }
        return names
    }

    @Test("the backup takes the place, the former database is kept under the returned name")
    func restores() async throws {
        try await withDatabase { database, folder in
            try await database.write { [log] transaction in
                try add(1, in: transaction)
                try log.append(in: transaction, [event(1)])
            }
            let backup = folder.path + "/backup.db"
            try await database.backup(to: backup)
            try await database.write { try add(2, in: $0) }
            await #expect(throws: StorageError.self) {
                _ = try await restore(backup, to: database.path)
            }
            try await database.close()
            // What a crash in the middle of an earlier restore left.
            for suffix in ["", "-wal", "-shm", ".lock"] {
                try DatabaseFile.createEmpty(database.path + ".restoring" + suffix)
            }
            let (former, sequence) = try await restore(backup, to: database.path)
            #expect(sequence == 1)
            let restored = try Database(at: database.path, schema: testSchema)
            #expect(try await itemCount(restored) == 1)
            try await restored.close()
            let kept = try Database(at: try #require(former), schema: testSchema)
            #expect(try await itemCount(kept) == 2)
            try await kept.close()
            #expect(try names(folder).allSatisfy { !$0.contains("restoring") })
        }
    }

    @Test("until the backup is moved in, the former database stays in its place")
    func keepsFormer() async throws {
        try await withDatabase { database, folder in
            try await database.close()
            let former = try #require(
                try await DatabaseRestoration.keepFormer(database.path, schema: testSchema))
            // A crash here must not let the next start make an empty database.
            var (here, there) = (stat(), stat())
            #expect(stat(database.path, &here) == 0)
            #expect(stat(former, &there) == 0)
            #expect(here.st_ino == there.st_ino)
        }
    }

    @Test(
        "a damaged database is replaced too, kept as it is, and leaves nothing beside the new one")
    func damaged() async throws {
        try await withDatabase { database, folder in
            try await database.write { try add(1, in: $0) }
            let backup = folder.path + "/backup.db"
            try await database.backup(to: backup)
            try await database.close()
            let file = try #require(fopen(database.path, "r+"))
            fputs(String(repeating: "x", count: 4096), file)
            fclose(file)
            let wal = try #require(fopen(database.path + "-wal", "w"))
            fputs(String(repeating: "y", count: 4096), wal)
            fclose(wal)
            let (former, _) = try await restore(backup, to: database.path)
            let formerPath = try #require(former)
            let kept = try #require(fopen(formerPath, "r"))
            #expect(fgetc(kept) == Int32(UInt8(ascii: "x")))
            fclose(kept)
            #expect(DatabaseFile.size(database.path + "-wal") == 0)
            let restored = try Database(at: database.path, schema: testSchema)
            #expect(try await itemCount(restored) == 1)
            try await restored.close()
        }
    }

    @Test("a backup that does not fit changes nothing")
    func refused() async throws {
        try await withDatabase { database, folder in
            try await database.write { try add(1, in: $0) }
            try await database.close()
            let before = try names(folder)
            try DatabaseFile.createEmpty(folder.path + "/empty.db")
            await #expect(throws: StorageError.self) {
                _ = try await restore(folder.path + "/empty.db", to: database.path)
            }
            #expect(try names(folder) == before.union(["empty.db"]))
        }
    }
}
