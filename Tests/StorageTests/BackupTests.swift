import Glibc
import Synchronization
import Testing

@testable import Storage

@Suite struct BackupTests {
    @Test("a backup made among writes is whole, private, one file, and opens as a database")
    func backup() async throws {
        try await withDatabase { database, folder in
            try await database.write { transaction in
                let insert = try transaction.prepare(
                    "INSERT INTO item(id, data) VALUES ($id, $data)")
                for id in 1...3000 {
                    try insert.run([
                        ("id", .integer(Int64(id))),
                        ("data", .blob([UInt8](repeating: 1, count: 3000))),
                    ])
                }
            }
            let copy = folder.path + "/copy.db"
            async let done: Void = database.backup(to: copy)
            for id in 5001...5050 { try await database.write { try add(Int64(id), in: $0) } }
            try await done
            #expect(!database.isBackingUp.withLock { $0 })
            #expect(DatabaseFile.size(copy + "-wal") == 0)
            #expect(DatabaseFile.size(copy + ".partial") == 0)
            var status = stat()
            #expect(stat(copy, &status) == 0)
            #expect(status.st_mode & 0o777 == 0o600)
            try Database.checkBackup(at: copy, schema: testSchema)
            let restored = try Database(at: copy, schema: testSchema)
            #expect(try await itemCount(restored) >= 3000)
            try await restored.close()
            try await database.backup(to: copy)
        }
    }

    // Backups filled the disk of the data until registration stopped.
    @Test("a backup that would leave no room for writes is refused before it begins")
    func noRoom() async throws {
        let free = Mutex<UInt64>(300 << 20)
        var configuration = Database.Configuration()
        configuration.diskSpace = { _ in
            DiskSpace(freeBytes: free.withLock { $0 }, totalBytes: 1 << 30)
        }
        try await withDatabase(configuration) { database, folder in
            try await database.write { try add(1, in: $0) }
            let copy = folder.path + "/copy.db"
            let size = UInt64(database.sizeBytes)
            #expect(size > 0)
            free.withLock { $0 = StorageLimits.freeDiskBytesMin + size - 1 }
            #expect(await code { try await database.backup(to: copy) } == .diskFull)
            #expect(access(copy, F_OK) != 0 && access(copy + ".partial", F_OK) != 0)
            free.withLock { $0 = StorageLimits.freeDiskBytesMin + size }
            try await database.backup(to: copy)
            try Database.checkBackup(at: copy, schema: testSchema)
        }
    }

    @Test("a damaged, foreign or newer backup is refused")
    func refused() async throws {
        try await withDatabase { database, folder in
            try await database.write { transaction in
                for id in 1...2000 { try add(Int64(id), in: transaction) }
            }
            let copy = folder.path + "/copy.db"
            try await database.backup(to: copy)
            let other = Schema(applicationID: 78, migrations: testSchema.migrations)
            #expect(
                await code { try Database.checkBackup(at: copy, schema: other) } == .foreignDatabase
            )
            let older = Schema(applicationID: 77, migrations: [items])
            #expect(
                await code { try Database.checkBackup(at: copy, schema: older) } == .newerSchema)
            #expect(await code { try Database.checkBackup(at: copy + "x", schema: older) } == .io)
            let file = open(copy, O_RDWR)
            let size = DatabaseFile.size(copy)
            let noise = [UInt8](repeating: 0xA5, count: 4096)
            for page in stride(from: Int64(2), to: size / 4096, by: 2) {
                pwrite(file, noise, noise.count, off_t(page * 4096))
            }
            close(file)
            #expect(
                await code { try Database.checkBackup(at: copy, schema: testSchema) } == .corrupt)
        }
    }

    @Test("a second backup at the same time is refused and harms nothing")
    func one() async throws {
        try await withDatabase { database, folder in
            database.isBackingUp.withLock { $0 = true }
            let copy = folder.path + "/copy.db"
            #expect(await code { try await database.backup(to: copy) } == .busy)
            database.isBackingUp.withLock { $0 = false }
            try await database.backup(to: copy)
        }
    }

    @Test("a failed backup leaves the former one")
    func keepsFormer() async throws {
        try await withDatabase { database, folder in
            let copy = folder.path + "/copy.db"
            try await database.backup(to: copy)
            let size = DatabaseFile.size(copy)
            #expect(
                await code { try await database.backup(to: folder.path + "/no/copy.db") } == .io)
            let cancelled = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                try await database.backup(to: copy)
            }
            _ = try? await cancelled.value
            #expect(DatabaseFile.size(copy) == size)
            #expect(DatabaseFile.size(copy + ".partial") == 0)
        }
    }
}
