import Glibc
import Synchronization
import Testing

@testable import Storage

@Suite struct DatabaseTests {
    @Test("the file and its log are private, durable and write-ahead logged")
    func settings() async throws {
        try await withDatabase { database, folder in
            try await database.write { try add(1, in: $0) }
            for suffix in ["", "-wal", "-shm", ".lock"] {
                var status = stat()
                #expect(stat(database.path + suffix, &status) == 0)
                #expect(status.st_mode & 0o777 == 0o600, "\(suffix)")
            }
            let pragmas = try await database.onWriter { connection in
                try ["synchronous", "foreign_keys", "secure_delete", "busy_timeout"].map {
                    try connection.integerPragma($0)
                }
            }
            #expect(pragmas == [2, 1, 1, 0])
            let mode = try await database.onWriter {
                try $0.statement("PRAGMA journal_mode").first()?.text(0)
            }
            #expect(mode == "wal")
            #expect(database.sizeBytes > 0)
            #expect(database.freeDiskBytes ?? 0 > 0)
        }
    }

    @Test("what was committed is there after closing and opening again")
    func reopens() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/a.db"
        let first = try Database(at: path, schema: testSchema)
        try await first.write { try add(7, in: $0) }
        try await first.close()
        #expect(DatabaseFile.size(path + "-wal") == 0)
        let second = try Database(at: path, schema: testSchema)
        #expect(try await itemCount(second) == 1)
        try await second.close()
        try await second.close()
        #expect(await code { try await second.write { try add(8, in: $0) } } == .closed)
        #expect(await code { _ = try await itemCount(second) } == .closed)
        #expect(await code { try await second.checkpoint() } == .closed)
    }

    private final class LongRead: Sendable {
        let hasBegun = Atomic<Bool>(false)
        let goesOn = Atomic<Bool>(true)
    }

    @Test("a checkpoint waits for a read that ends soon, and then the log is empty")
    func checkpointWaits() async throws {
        try await withDatabase { database, _ in
            try await database.write { try add(1, in: $0) }
            let read = LongRead()
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    try await database.read { reading in
                        _ = try reading.first("SELECT count(*) FROM item")
                        read.hasBegun.store(true, ordering: .releasing)
                        while read.goesOn.load(ordering: .acquiring) { usleep(1000) }
                    }
                }
                while !read.hasBegun.load(ordering: .acquiring) {
                    try await Task.sleep(for: .milliseconds(1))
                }
                try await database.write { try add(2, in: $0) }
                group.addTask {
                    try await Task.sleep(for: .milliseconds(100))
                    read.goesOn.store(false, ordering: .releasing)
                }
                try await database.checkpoint()
                try await group.waitForAll()
            }
            #expect(DatabaseFile.size(database.path + "-wal") == 0)
        }
    }

    @Test("what was acknowledged survives a process that ends without closing")
    func survives() async throws {
        try await withDatabase { database, folder in
            for id in 1...20 { try await database.write { try add(Int64(id), in: $0) } }
            // What a killed process leaves: the file and its log as they stand, no shared memory.
            for suffix in ["", "-wal"] {
                copy(database.path + suffix, folder.path + "/left.db" + suffix)
            }
            let recovered = try Database(at: folder.path + "/left.db", schema: testSchema)
            let count = try await itemCount(recovered)
            #expect(count == 20)
            try await recovered.close()
        }
    }

    private func copy(_ from: String, _ to: String) {
        let source = fopen(from, "r")
        let target = fopen(to, "w")
        var byte = fgetc(source)
        while byte != EOF {
            fputc(byte, target)
            byte = fgetc(source)
        }
        fclose(source)
        fclose(target)
    }

    @Test("a database of another service, of a newer program or of moved steps is refused")
    func identity() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/a.db"
        try await Database(at: path, schema: testSchema).close()
        func open(_ id: Int32, _ migrations: [Schema.Migration]) async -> StorageError.Code? {
            await code {
                let schema = Schema(applicationID: id, migrations: migrations)
                try await Database(at: path, schema: schema).close()
            }
        }
        let steps = testSchema.migrations
        #expect(await open(78, steps) == .foreignDatabase)
        #expect(await open(77, [items]) == .newerSchema)
        #expect(await open(77, [steps[1], steps[0]] + steps[2...]) == .foreignDatabase)
        let added = Schema.Migration(name: "more", sqlite: "CREATE TABLE more(id INTEGER)")
        let broken = Schema.Migration(name: "broken", sqlite: "CREATE TABLE x(y); NONSENSE")
        #expect(await open(77, steps + [broken]) == .misuse)
        #expect(await open(77, steps + [added]) == nil)
        #expect(await open(77, steps) == .newerSchema)
    }

    @Test("a file that is no database is refused and left as it was")
    func garbage() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/a.db"
        let text = String(repeating: "not a database ", count: 100)
        let file = fopen(path, "w")
        fputs(text, file)
        fclose(file)
        let error = #expect(throws: StorageError.self) {
            _ = try Database(at: path, schema: testSchema)
        }
        #expect(error?.code == .corrupt)
        #expect(error?.message.hasPrefix(path) == true, "which file it is")
        #expect(DatabaseFile.size(path) == Int64(text.utf8.count))
    }

    @Test("a missing folder, one open to all and a second owner are refused")
    func ownership() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/a.db"
        #expect(
            await code { _ = try Database(at: folder.path + "/no/a.db", schema: testSchema) }
                == .io)
        chmod(folder.path, 0o777)
        #expect(await code { _ = try Database(at: path, schema: testSchema) } == .io)
        chmod(folder.path, 0o700)
        let first = try Database(at: path, schema: testSchema)
        #expect(await code { _ = try Database(at: path, schema: testSchema) } == .busy)
        try await first.close()
        try await Database(at: path, schema: testSchema).close()
    }

    @Test("a lock taken behind our back is a clear error and passes with the lock")
    func locked() async throws {
        try await withDatabase { database, _ in
            let other = try Connection(path: database.path, flags: 2)
            try other.script("BEGIN IMMEDIATE", doing: "locking")
            #expect(await code { try await database.write { try add(1, in: $0) } } == .busy)
            #expect(try await itemCount(database) == 0)
            try other.script("ROLLBACK", doing: "unlocking")
            try await database.write { try add(1, in: $0) }
            #expect(try await itemCount(database) == 1)
        }
    }

    @Test("a constraint's error names it and holds no value")
    func constraints() async throws {
        try await withDatabase { database, _ in
            func failure(_ sql: String) async -> StorageError? {
                do {
                    try await database.write { _ = try $0.execute(sql) }
                    return nil
                } catch { return error as? StorageError }
            }
            let insert = "INSERT INTO item(id, name, weight) VALUES "
            #expect(await failure(insert + "(1, 'secret', 2)") == nil)
            let unique = await failure(insert + "(2, 'secret', 2)")
            #expect(unique?.code == .constraint)
            #expect(unique?.constraint == "item.name")
            #expect(unique?.message.contains("secret") == false)
            #expect(await failure(insert + "(3, 'x', -1)")?.constraint == "weight_positive")
            let reference = await failure("INSERT INTO part(id, item) VALUES (1, 99)")
            #expect(reference?.constraint == "FOREIGN KEY")
        }
    }

    @Test("writing in a read, framing statements and two statements at once are refused")
    func refused() async throws {
        try await withDatabase { database, _ in
            let write = await code {
                try await database.read { _ = try $0.query("DELETE FROM item") }
            }
            #expect(write == .readOnly)
            for sql in [
                "COMMIT", " begin", "PRAGMA foreign_keys=0", "VACUUM", "SELECT 1; SELECT 2", "",
            ] {
                let found = await code { try await database.write { _ = try $0.execute(sql) } }
                #expect(found == .misuse, "\(sql)")
            }
        }
    }

    @Test("a read sees one snapshot while writes go on")
    func snapshot() async throws {
        try await withDatabase { database, _ in
            let isReading = AsyncStream<Void>.makeStream()
            let mayEnd = Mutex(false)
            async let counts = database.read { transaction in
                let count = { try transaction.first("SELECT count(*) FROM item")?.integer(0) }
                let before = try count()
                isReading.continuation.yield()
                while !mayEnd.withLock({ $0 }) { usleep(1000) }
                return [before, try count()]
            }
            for await _ in isReading.stream { break }
            try await database.write { try add(1, in: $0) }
            mayEnd.withLock { $0 = true }
            #expect(try await counts == [0, 0])
            #expect(try await itemCount(database) == 1)
        }
    }

    @Test("a nested part that fails is undone alone")
    func nested() async throws {
        try await withDatabase { database, _ in
            try await database.write { transaction in
                // The item of this part comes later: deferred, and no fault of the nested part.
                try transaction.execute("INSERT INTO part(id, item) VALUES (1, 3)")
                try add(1, in: transaction)
                try? transaction.nested {
                    try add(2, in: transaction)
                    throw CancellationError()
                }
                try transaction.nested { try add(3, in: transaction) }
            }
            let ids = try await database.read {
                try $0.query("SELECT id FROM item ORDER BY id").map { try $0.integer(0) }
            }
            #expect(ids == [1, 3])
        }
    }

    @Test("a full disk refuses writes, lets reads through, and is asked again after a second")
    func diskFull() async throws {
        let free = Mutex<UInt64>(1 << 40)
        let probes = Mutex(0)
        let time = Mutex(ContinuousClock.now)
        var configuration = Database.Configuration()
        configuration.now = { time.withLock { $0 } }
        configuration.diskSpace = { _ in
            probes.withLock { $0 += 1 }
            return DiskSpace(freeBytes: free.withLock { $0 }, totalBytes: 1 << 40)
        }
        try await withDatabase(configuration) { database, _ in
            try await database.write { try add(1, in: $0) }
            free.withLock { $0 = (1 << 40) / 25 }
            try await database.write { try add(2, in: $0) }
            #expect(probes.withLock { $0 } == 1)
            time.withLock { $0 += .seconds(1) }
            #expect(await code { try await database.write { try add(3, in: $0) } } == .diskFull)
            #expect(try await itemCount(database) == 2)
            time.withLock { $0 += .seconds(1) }
            free.withLock { $0 = 1 << 40 }
            try await database.write { try add(3, in: $0) }
        }
        #expect(DiskSpace(freeBytes: (256 << 20) - 1, totalBytes: 1 << 30).isFull)
        #expect(!DiskSpace(freeBytes: 256 << 20, totalBytes: 1 << 30).isFull)
    }

    // A program that starts on a full disk said "disk I/O error".
    @Test("what SQLite says of a full disk is told as that")
    func fullDiskCodes() {
        for code: Int32 in [13, 4874] {
            #expect(StorageError.sqlite(code, on: nil, doing: "opening").code == .diskFull)
        }
        #expect(StorageError.sqlite(10, on: nil, doing: "opening").code == .io)
    }

    @Test("closing amid reads, writes and a backup finishes or refuses each, and loses nothing")
    func closesAmidWork() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/a.db"
        for round in 0..<10 {
            let database = try Database(at: path, schema: testSchema)
            let before = try await itemCount(database)
            let written = await withTaskGroup(of: Int64.self) { group in
                for id in 1...40 {
                    group.addTask {
                        let key = Int64(round * 1000 + id)
                        let found = await code { try await database.write { try add(key, in: $0) } }
                        #expect(found == nil || found == .closed)
                        return found == nil ? 1 : 0
                    }
                    group.addTask {
                        let found = await code { _ = try await itemCount(database) }
                        #expect(found == nil || found == .closed)
                        return 0
                    }
                }
                group.addTask {
                    let found = await code { try await database.backup(to: path + ".copy") }
                    #expect(found == nil || found == .closed)
                    return 0
                }
                group.addTask {
                    let found = await code { try await database.close() }
                    #expect(found == nil)
                    return 0
                }
                return await group.reduce(0, +)
            }
            let again = try Database(at: path, schema: testSchema)
            let after = try await itemCount(again)
            #expect(after == before + written)
            try await again.close()
        }
    }

    @Test("a cancelled read ends at once")
    func cancelled() async throws {
        try await withDatabase { database, _ in
            let endless = """
                WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)
                SELECT max(i) FROM n
                """
            let isReading = AsyncStream<Void>.makeStream()
            let task = Task {
                try await database.read { transaction in
                    isReading.continuation.yield()
                    _ = try transaction.first(endless)
                }
            }
            for await _ in isReading.stream { break }
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
            let count = try await itemCount(database)
            #expect(count == 0)
        }
    }
}
