import Synchronization
import Testing

@testable import Storage

@Suite struct GroupCommitTests {
    /// A write whose caller is the test.
    final class Job: PendingWrite {
        enum Fate: Equatable { case kept, failed, groupFailed, refused(StorageError.Code) }
        private let body: @Sendable (Transaction) throws -> Void
        private let failed = Mutex(false)
        let fate = Mutex<Fate?>(nil)

        init(_ body: @escaping @Sendable (Transaction) throws -> Void) { self.body = body }

        func run(_ transaction: Transaction, isFirst: Bool) {
            do {
                try transaction.connection.part(isFirst: isFirst) { try body(transaction) }
            } catch {
                failed.withLock { $0 = true }
            }
        }
        func finish(_ groupError: StorageError?) {
            let own: Fate = failed.withLock { $0 } ? .failed : .kept
            fate.withLock { $0 = groupError != nil && own == .kept ? .groupFailed : own }
        }
        func refuse(_ error: StorageError) { fate.withLock { $0 = .refused(error.code) } }
    }

    let folder: TemporaryFolder
    let connection: Connection

    init() throws {
        folder = try TemporaryFolder()
        // SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
        connection = try Connection(path: folder.path + "/a.db", flags: 6)
        try connection.script("PRAGMA foreign_keys = 1", doing: "setting up")
        try testSchema.install(connection)
    }

    private func queue(
        _ now: @escaping @Sendable () -> ContinuousClock.Instant = {
            [start = ContinuousClock.now] in start
        }
    ) -> WriteQueue {
        WriteQueue(disk: DiskGuard(path: "/", configuration: .init()), now: now)
    }

    private func count() throws -> Int64? {
        try connection.statement("SELECT count(*) FROM item").first()?.integer(0)
    }

    @Test("writes that wait share one commit, up to the limit of a group")
    func shares() throws {
        let queue = queue()
        let counts = Counts()
        let jobs = (1...100).map { id in
            Job { transaction in
                try add(Int64(id), in: transaction)
                counts.noteRun()
                transaction.afterCommit { counts.noteCommit() }
            }
        }
        #expect(queue.add(jobs[0]))
        for job in jobs.dropFirst() { #expect(!queue.add(job)) }
        #expect(queue.runGroup(connection))
        #expect(counts.values.seen == Array(repeating: 0, count: 64))
        #expect(!queue.runGroup(connection))
        #expect(counts.values.seen.suffix(36) == Array(repeating: 64, count: 36)[...])
        #expect(jobs.allSatisfy { $0.fate.withLock { $0 } == .kept })
        #expect(try count() == 100)
    }

    @Test("bodies of one commit know its first, which is the next where the first failed")
    func knowsTheFirst() throws {
        let queue = queue()
        let numbers = Mutex<[[UInt64]]>([])
        let jobs = [true, false, true, false, false].map { fails in
            Job { transaction in
                numbers.withLock {
                    $0.append([transaction.firstBodyNumber, transaction.bodyNumber])
                }
                if fails { throw CancellationError() }
            }
        }
        for job in jobs.dropLast() { _ = queue.add(job) }
        #expect(!queue.runGroup(connection))
        #expect(queue.add(jobs[4]))
        #expect(!queue.runGroup(connection))
        #expect(numbers.withLock { $0 } == [[1, 1], [2, 2], [2, 3], [2, 4], [5, 5]])
    }

    /// How many commits each body saw before it ran.
    final class Counts: Sendable {
        struct Values { var commits = 0, seen: [Int] = [] }
        private let state = Mutex(Values())
        var values: Values { state.withLock { $0 } }
        func noteRun() { state.withLock { $0.seen.append($0.commits) } }
        func noteCommit() { state.withLock { $0.commits += 1 } }
    }

    // The first body of a group has no savepoint.
    @Test(
        "an error undoes its own body and nothing else, and its commit action never runs",
        arguments: 0..<4)
    func isolates(turn: Int) throws {
        let queue = queue()
        let committed = Flag()
        let good = Job { try add(1, in: $0) }
        let bad = Job { transaction in
            try add(2, in: transaction)
            transaction.afterCommit { committed.set() }
            throw CancellationError()
        }
        let dangling = Job {
            try $0.execute("INSERT INTO part(id, item) VALUES (1, 999)")
        }
        let last = Job { try add(3, in: $0) }
        let jobs = [good, bad, dangling, last]
        for job in jobs[turn...] + jobs[..<turn] { _ = queue.add(job) }
        _ = queue.runGroup(connection)
        let fates = [good, bad, dangling, last].map { job in job.fate.withLock { $0 } }
        #expect(fates == [.kept, .failed, .failed, .kept])
        #expect(!committed.isSet)
        #expect(try count() == 2)
    }

    final class Flag: Sendable {
        private let state = Mutex(false)
        var isSet: Bool { state.withLock { $0 } }
        func set() { state.withLock { $0 = true } }
    }

    @Test(
        "a transaction that SQLite rolls back by itself fails its whole group, and the next works")
    func lost() throws {
        let queue = queue()
        let committed = Flag()
        let first = Job { transaction in
            try add(1, in: transaction)
            transaction.afterCommit { committed.set() }
        }
        let breaker = Job { transaction in
            _ = try? transaction.execute("INSERT OR ROLLBACK INTO item(id) VALUES (1)")
            // Without the guard this would be committed by itself.
            try? add(5, in: transaction)
        }
        let after = Job { try add(6, in: $0) }
        for job in [first, breaker, after] { _ = queue.add(job) }
        #expect(queue.runGroup(connection))
        #expect(first.fate.withLock { $0 } == .groupFailed)
        #expect(breaker.fate.withLock { $0 } == .failed)
        #expect(!committed.isSet)
        #expect(try count() == 0)
        #expect(!queue.runGroup(connection))
        #expect(after.fate.withLock { $0 } == .kept)
        #expect(try count() == 1)
    }

    @Test("the first body alone fails where SQLite rolls it back, and those behind it are kept")
    func lostByTheFirst() throws {
        let queue = queue()
        let breaker = Job { transaction in
            try add(1, in: transaction)
            _ = try? transaction.execute("INSERT OR ROLLBACK INTO item(id) VALUES (1)")
            try? add(5, in: transaction)
        }
        let after = Job { try add(6, in: $0) }
        for job in [breaker, after] { _ = queue.add(job) }
        #expect(!queue.runGroup(connection))
        #expect(breaker.fate.withLock { $0 } == .failed)
        #expect(after.fate.withLock { $0 } == .kept)
        #expect(try count() == 1)
    }

    @Test("a group that has worked long enough commits before it takes more")
    func bounded() throws {
        let clock = Ticking()
        let queue = queue { clock.next() }
        let jobs = (1...3).map { id in Job { try add(Int64(id), in: $0) } }
        for job in jobs { _ = queue.add(job) }
        // Each look at the clock takes 30 ms: the second body ends the group.
        #expect(queue.runGroup(connection))
        #expect(jobs.map { job in job.fate.withLock { $0 } } == [.kept, .kept, nil])
        #expect(!queue.runGroup(connection))
    }

    final class Ticking: Sendable {
        private let state = Mutex(ContinuousClock.now)
        func next() -> ContinuousClock.Instant {
            state.withLock { state in
                state += .milliseconds(30)
                return state
            }
        }
    }

    @Test("too many waiting writes are refused")
    func overloaded() {
        let queue = queue()
        for _ in 0..<StorageLimits.pendingWritesMax { _ = queue.add(Job { _ in }) }
        let refused = Job { _ in }
        #expect(!queue.add(refused))
        #expect(refused.fate.withLock { $0 } == .refused(.overloaded))
        queue.close()
        let late = Job { _ in }
        _ = queue.add(late)
        #expect(late.fate.withLock { $0 } == .refused(.closed))
    }

    @Test("many tasks write at once and each gets its own result or error")
    func concurrent() async throws {
        try await withDatabase { database, _ in
            let kept = await withTaskGroup(of: Int.self) { group in
                for id in 1...500 {
                    group.addTask {
                        let result = try? await database.write { transaction in
                            try add(Int64(id), in: transaction)
                            if id % 5 == 0 { throw CancellationError() }
                            return id
                        }
                        return result == id ? 1 : 0
                    }
                }
                return await group.reduce(0, +)
            }
            #expect(kept == 400)
            let count = try await itemCount(database)
            #expect(count == 400)
        }
    }
}
