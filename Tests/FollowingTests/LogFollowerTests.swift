import Basics
import Catalogue
import Dispatch
import Following
import Foundation
import Logging
import Messages
import Status
import Storage
import Synchronization
import TestKit
import Testing

@Suite("LogFollower")
struct LogFollowerTests {
    @Test("after a restored log nothing counts as applied until it is applied again")
    func startsOver() async throws {
        let folder = try TemporaryFolder()
        let database = try database(in: folder)
        let pages = Pages()
        let applied = Mutex<[UInt64]>([])
        let follower = LogFollower(
            source: "registration", region: "ML19", database: database,
            logger: Logger(label: "test"), readPage: { _, _ in try pages.next() },
            effects: .init(
                apply: { event, _ in applied.withLock { $0.append(event.position.sequence) } },
                reset: { _ in applied.withLock { $0 = [] } }))
        pages.add(.success(2))
        try await follower.step()
        let inTime: ContinuousClock.Instant = .now + .seconds(10)
        #expect(try await follower.wait(until: 2, deadline: inTime))
        pages.add(.failure(RPCError(.dataLoss, .rpc(.dataLoss))))
        try await follower.step()
        #expect(applied.withLock { $0 } == [])
        #expect(!(try await follower.wait(until: 2, deadline: .now)))
        pages.add(.success(2))
        try await follower.step()
        #expect(applied.withLock { $0 } == [1, 2])
        #expect(try await follower.wait(until: 2, deadline: .now + .seconds(10)))
        try await database.close()
    }

    // A disk that was not mounted made an empty region, and all was said to be well.
    @Test("a log that is shorter than the one before it is told until it has grown")
    func shorterLog() async throws {
        let folder = try TemporaryFolder()
        let database = try database(in: folder)
        let pages = Pages()
        let follower = LogFollower(
            source: "registration", region: "ML19", database: database,
            logger: Logger(label: "test"), readPage: { _, _ in try pages.next() },
            effects: .init(apply: { _, _ in }, reset: { _ in }))
        for (answer, concern): (Result<Int, RPCError>, String) in [
            (.success(3), ""),
            (.failure(RPCError(.dataLoss, .rpc(.dataLoss))), "follower.data_loss"),
            (.success(2), "follower.log_shorter"), (.success(3), ""),
        ] {
            pages.add(answer)
            try await follower.step()
            #expect(await follower.status().lastFailureReason == concern)
            #expect(follower.isLogShorter == (concern == "follower.log_shorter"), "\(concern)")
        }
        try await database.close()
    }

    @Test("a log that is not whole yet is asked for at once, a whole one is waited for")
    func waits() async throws {
        let folder = try TemporaryFolder()
        let database = try database(in: folder)
        let waits = Mutex<[Duration]>([])
        let follower = LogFollower(
            source: "registration", region: "ML19", database: database,
            logger: Logger(label: "test"),
            readPage: { _, wait in
                waits.withLock { $0.append(wait) }
                return LogFollower.Page(events: [], headSequence: 0)
            },
            effects: .init(apply: { _, _ in }, reset: { _ in }))
        try await follower.step()
        try await follower.step()
        #expect(waits.withLock { $0 } == [.zero, FollowingLimits.wait])
        // A program that starts with a whole log does not know its head yet.
        let next = LogFollower(
            source: "registration", region: "ML19", database: database,
            logger: Logger(label: "test"),
            readPage: { _, wait in
                waits.withLock { $0.append(wait) }
                if waits.withLock({ $0.count }) == 4 { throw RPCError.internal }
                return LogFollower.Page(events: [], headSequence: 0)
            },
            effects: .init(apply: { _, _ in }, reset: { _ in }))
        let following = Task { await next.run() }
        let end = ContinuousClock.now + .seconds(30)
        while waits.withLock({ $0.count }) < 6, ContinuousClock.now < end {
            try await Task.sleep(for: .milliseconds(5))
        }
        following.cancel()
        await following.value
        let wait = FollowingLimits.wait
        #expect(waits.withLock { $0 }.dropFirst(2).prefix(4) == [.zero, wait, .zero, wait])
        try await database.close()
    }

    @Test(
        "what an event changed before it was refused is undone, and the others of its page are kept"
    )
    func undoesAlone() async throws {
        let folder = try TemporaryFolder()
        let database = try database(in: folder)
        let pages = Pages()
        let runs = Mutex<[UInt64]>([])
        // A row for each event that had an effect.
        let effects = (0...2).map { FollowerState(source: "effect \($0)", region: "ML19") }
        let follower = LogFollower(
            source: "registration", region: "ML19", database: database,
            logger: Logger(label: "test"), readPage: { _, _ in try pages.next() },
            effects: .init(
                apply: { event, transaction in
                    runs.withLock { $0.append(event.position.sequence) }
                    try effects[Int(event.position.sequence)].noteHead(0, in: transaction)
                    if event.position.sequence == 2 { throw UnapplicableEvent(reason: "test") }
                },
                reset: { _ in }))
        pages.add(.success(2))
        try await follower.step()
        // Again, each in a savepoint, for the second had changed something.
        #expect(runs.withLock { $0 } == [1, 2, 1, 2])
        #expect(await follower.status().quarantinedEvents == 1)
        #expect(await follower.status().position?.sequence == 2)
        #expect(try await database.read { try effects[1].isWhole(in: $0) })
        #expect(try await database.read { try !effects[2].isWhole(in: $0) })
        try await database.close()
    }

    @Test("the next page is read while the one before it is applied, and applied after it")
    func readsAhead() async throws {
        let folder = try TemporaryFolder()
        let database = try database(in: folder)
        let wasRead = DispatchSemaphore(value: 0)
        let cursors = Mutex<[UInt64]>([])
        let applied = Mutex<[UInt64]>([])
        let follower = LogFollower(
            source: "registration", region: "ML19", database: database,
            logger: Logger(label: "test"),
            readPage: { cursor, wait in
                // What the log holds already is not waited for.
                #expect(wait == .zero)
                cursors.withLock { $0.append(cursor?.position.sequence ?? 0) }
                if cursor != nil { wasRead.signal() }
                return Pages.page(after: cursor, of: 3)
            },
            effects: .init(
                apply: { event, _ in
                    let sequence = event.position.sequence
                    applied.withLock { $0.append(sequence) }
                    // Nothing is behind the last.
                    guard sequence < 3 else { return }
                    #expect(wasRead.wait(timeout: .now() + 20) == .success)
                },
                reset: { _ in }))
        var page = try await follower.step()
        #expect(page?.events.map(\.position.sequence) == [2])
        #expect(applied.withLock { $0 } == [1])
        page = try await follower.step(page)
        page = try await follower.step(page)
        #expect(page == nil)
        #expect(applied.withLock { $0 } == [1, 2, 3])
        #expect(cursors.withLock { $0 } == [0, 1, 2])
        #expect(follower.position?.sequence == 3)
        try await database.close()
    }

    @Test("what was read behind events that cannot be applied is read again after them")
    func keepsOrderAfterFailure() async throws {
        let folder = try TemporaryFolder()
        let database = try database(in: folder)
        let applied = Mutex<[UInt64]>([])
        let failures = Mutex(2)
        let (ends, end) = AsyncStream.makeStream(of: Void.self)
        let follower = LogFollower(
            source: "registration", region: "ML19", database: database,
            logger: Logger(label: "test") { _ in LoggedLines() },
            readPage: { cursor, _ in
                if cursor?.position.sequence == 4 { end.yield() }
                return Pages.page(after: cursor, of: 4)
            },
            effects: .init(
                apply: { event, _ in
                    let fails = failures.withLock { failures in
                        guard event.position.sequence == 2, failures > 0 else { return false }
                        failures -= 1
                        return true
                    }
                    if fails { throw StorageError(.io, "the table is away") }
                    applied.withLock { $0.append(event.position.sequence) }
                },
                reset: { _ in }))
        let following = Task { await follower.run() }
        for await _ in ends { break }
        following.cancel()
        await following.value
        #expect(failures.withLock { $0 } == 0)
        #expect(applied.withLock { $0 } == [1, 2, 3, 4])
        try await database.close()
    }

    // It was 0, as if all were applied: what a program says that has not heard of the log since its start.
    @Test("how much is left to apply is not known before the log's program has answered")
    func lag() async throws {
        let folder = try TemporaryFolder()
        let database = try database(in: folder)
        let pages = Pages()
        func follower() -> LogFollower {
            LogFollower(
                source: "registration", region: "ML19", database: database,
                logger: Logger(label: "test"), readPage: { _, _ in try pages.next() },
                effects: .init(apply: { _, _ in }, reset: { _ in }))
        }
        let first = follower()
        pages.add(.success(2))
        try await first.step()
        #expect(await first.status().lag == .lagEvents(0))
        let restarted = follower()
        pages.add(.failure(RPCError(.unavailable, .rpc(.unavailable), arguments: ["service": ""])))
        await #expect(throws: RPCError.self) { try await restarted.step() }
        #expect(restarted.headSequence == nil)
        #expect(await restarted.status().position?.sequence == 2)
        #expect(await restarted.status().lag == nil)
        // Nor is it known of a log that has just turned out to be another one.
        pages.add(.failure(RPCError(.dataLoss, .rpc(.dataLoss))))
        try await first.step()
        #expect(await first.status().lag == nil)
        try await database.close()
    }

    @Test("what cannot be applied is logged once, with its cause, and stays in the status")
    func logsTheCause() async throws {
        let folder = try TemporaryFolder()
        let database = try database(in: folder)
        let lines = LoggedLines()
        let (reads, read) = AsyncStream.makeStream(of: Void.self)
        let follower = LogFollower(
            source: "registration", region: "ML19", database: database,
            logger: Logger(label: "test") { _ in lines },
            readPage: { _, _ in
                read.yield()
                return Pages.page(of: 2)
            },
            effects: .init(
                apply: { _, _ in throw StorageError(.io, "the table is away") },
                reset: { _ in }))
        let following = Task { await follower.run() }
        var count = 0
        for await _ in reads {
            count += 1
            // The first two pages have failed by the third.
            if count > 1 {
                #expect(await follower.status().lastFailureReason == "follower.apply_failed")
            }
            if count == 3 { break }
        }
        following.cancel()
        await following.value
        let interruptions = lines.all.filter { $0.contains(": following is interrupted") }
        #expect(interruptions.count == 1)
        #expect(interruptions.first?.contains("cause=io: the table is away") == true)
        #expect(interruptions.first?.contains("reason=follower.apply_failed") == true)
        try await database.close()
    }

    @Test("a failure that is over is told no more, though nothing new is in the log")
    func recovers() async throws {
        let folder = try TemporaryFolder()
        let database = try database(in: folder)
        let (reads, read) = AsyncStream.makeStream(of: Int.self)
        let count = Mutex(0)
        let follower = LogFollower(
            source: "registration", region: "ML19", database: database,
            logger: Logger(label: "test") { _ in LoggedLines() },
            readPage: { _, _ in
                let number = count.withLock { count in
                    count += 1
                    return count
                }
                read.yield(number)
                if number == 2 {
                    throw RPCError(
                        .unavailable, .rpc(.unavailable), arguments: ["service": ""])
                }
                return LogFollower.Page(events: [], headSequence: 0)
            },
            effects: .init(apply: { _, _ in }, reset: { _ in }))
        let following = Task { await follower.run() }
        for await number in reads {
            // The third was answered by the fourth.
            guard number == 4 else { continue }
            #expect(await follower.status().lastFailureReason == "")
            break
        }
        following.cancel()
        await following.value
        try await database.close()
    }

    // "Give the administrator the reference ?", and a damaged log of the other told to restore one's own.
    @Test("what fails at the followed service is told as its own")
    func failureOfTheSource() async throws {
        for error in [RPCError.internal, RPCError(.dataLoss, .storage(.corrupt))] {
            let folder = try TemporaryFolder()
            let database = try database(in: folder)
            let (reads, read) = AsyncStream.makeStream(of: Void.self)
            let follower = LogFollower(
                source: "registration", region: "ML19", database: database,
                logger: Logger(label: "test") { _ in LoggedLines() },
                readPage: { _, _ in
                    read.yield()
                    throw error
                },
                effects: .init(apply: { _, _ in }, reset: { _ in }))
            let following = Task { await follower.run() }
            // The first failure is noted before the second page is read.
            var seen = 0
            for await _ in reads {
                seen += 1
                if seen == 2 { break }
            }
            #expect(await follower.status().lastFailureReason == "follower.source_failed")
            following.cancel()
            await following.value
            try await database.close()
        }
    }

    @Test("a database that is damaged says so in the status, and is not called busy")
    func damagedDatabase() async throws {
        let folder = try TemporaryFolder()
        let database = try database(in: folder)
        var status = HealthV1.ProgramStatus(status: .serving)
        let counts = await status.describe(EventLog(region: "ML19"), in: database) { _ -> Int in
            throw StorageError(.corrupt, "a page is damaged")
        }
        #expect(counts == nil)
        #expect(status.status == .notServing)
        #expect(status.statusReason == "storage.corrupt")
        try await database.close()
    }

    @Test("a database that cannot be written is a reason to send again later")
    func readOnly() {
        let error = RPCError(wrapping: StorageError(.readOnly, "the disk is read-only"))
        #expect(error.code == .unavailable)
        #expect(error.details.reason == "storage.read_only")
    }

    // Names of who was erased stayed in the file beside the database until something else overwrote them.
    @Test("after an erasure the write-ahead log is emptied, once no read goes on in it")
    func emptiesTheLog() async throws {
        let folder = try TemporaryFolder()
        let database = try database(in: folder)
        let follower = LogFollower(
            source: "registration", region: "ML19", database: database,
            logger: Logger(label: "test") { _ in LoggedLines() },
            readPage: { cursor, _ in
                Pages.page(after: cursor, of: 3, kind: StoredEvent.erasureKind)
            },
            effects: .init(apply: { _, _ in }, reset: { _ in }))
        func logBytes() throws -> Int {
            try Data(contentsOf: URL(filePath: database.path + "-wal")).count
        }
        try await follower.step()
        #expect(try logBytes() == 0)
        let (isReading, mayEnd) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        let reading = Task {
            try await database.read { reading in
                _ = try reading.query("SELECT 1 FROM follower")
                isReading.signal()
                mayEnd.wait()
            }
        }
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                isReading.wait()
                continuation.resume()
            }
        }
        try await follower.step()
        #expect(try logBytes() > 0)
        mayEnd.signal()
        try await reading.value
        try await follower.step()
        #expect(try logBytes() == 0)
        #expect(follower.position?.sequence == 3)
        try await database.close()
    }

    func database(in folder: TemporaryFolder) throws -> Database {
        try Database(
            at: "\(folder.path)/follower.sqlite",
            schema: Schema(
                applicationID: 7,
                migrations: [
                    EventLog.migration, FollowerState.migration, FollowerState.historyMigration,
                ]))
    }
}
