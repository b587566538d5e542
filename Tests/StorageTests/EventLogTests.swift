import Basics
import Testing

@testable import Storage

func event(_ number: UInt64, subject: UInt64 = 1, payload: [UInt8] = [1, 2, 3]) -> NewEvent {
    NewEvent(
        id: RecordID(milliseconds: number, randomA: 0, randomB: number),
        subject: RecordID(milliseconds: subject, randomA: 1, randomB: 0), kind: "tested",
        recordedAt: Timestamp(millisecondsSinceEpoch: Int64(number)), payload: payload)
}

@Suite struct EventLogTests {
    let log = EventLog(region: "BDG")

    @Test("positions start at 1, have no gaps, and a failed transaction uses none")
    func positions() async throws {
        try await withDatabase { [log] database, _ in
            let empty = try await database.read { try log.head(in: $0) }
            #expect(empty.sequence == 0)
            let first = try await database.write { try log.append(in: $0, [event(1), event(2)]) }
            #expect(first.sequence == 2)
            _ = await code {
                try await database.write { transaction in
                    try log.append(in: transaction, [event(3)])
                    throw CancellationError()
                }
            }
            let second = try await database.write { try log.append(in: $0, [event(4)]) }
            #expect(second.sequence == 3)
            #expect(second.epoch == first.epoch)
            #expect(try await database.read { try log.head(in: $0) } == second)
            let events = try await database.read {
                try log.read(in: $0, after: nil, limit: 10, byteLimit: 1000)
            }
            #expect(events.map(\.position.sequence) == [1, 2, 3])
            #expect(events.map(\.id) == [event(1).id, event(2).id, event(4).id])
            #expect(events[0].payload == [1, 2, 3])
        }
    }

    @Test("reading goes on after a cursor and within its limits, one event at least")
    func limits() async throws {
        try await withDatabase { [log] database, _ in
            try await database.write { transaction in
                let payload = [UInt8](repeating: 7, count: 100)
                try log.append(in: transaction, (1...10).map { event($0, payload: payload) })
            }
            try await database.read { transaction in
                func read(_ cursor: LogCursor?, _ limit: Int, _ bytes: Int) throws -> [UInt64] {
                    try log.read(in: transaction, after: cursor, limit: limit, byteLimit: bytes)
                        .map(\.position.sequence)
                }
                #expect(try read(nil, 3, 10_000) == [1, 2, 3])
                #expect(try read(nil, 100, 250) == [1, 2])
                #expect(try read(nil, 100, 1) == [1])
                let third = try log.read(in: transaction, after: nil, limit: 3, byteLimit: 9999)[2]
                #expect(try read(third.cursor, 100, 350) == [4, 5, 6])
            }
        }
    }

    // Whoever read the log anew counted what was left, and nothing told that it was a part.
    @Test("a log that misses an event is damaged, and is read up to there", arguments: [1, 3])
    func gap(missing: Int64) async throws {
        try await withDatabase { [log] database, _ in
            try await database.write { transaction in
                try log.append(in: transaction, (1...4).map { event($0) })
                try transaction.execute(
                    "DELETE FROM event WHERE sequence = $sequence",
                    ["sequence": .integer(missing)])
            }
            func read(_ count: Int) async -> StorageError.Code? {
                await code {
                    _ = try await database.read {
                        try log.read(in: $0, after: nil, limit: count, byteLimit: 1000)
                    }
                }
            }
            #expect(await read(Int(missing)) == .corrupt)
            if missing > 1 { #expect(await read(Int(missing) - 1) == nil) }
        }
    }

    @Test("a cursor that does not fit the log is data loss")
    func dataLoss() async throws {
        try await withDatabase { [log] database, _ in
            let head = try await database.write { try log.append(in: $0, [event(1), event(2)]) }
            func verify(_ region: String, _ epoch: RecordID, _ sequence: UInt64, _ id: RecordID)
                async -> StorageError.Code?
            {
                let position = LogPosition(region: region, epoch: epoch, sequence: sequence)
                return await code {
                    _ = try await database.read {
                        try log.read(
                            in: $0, after: LogCursor(position: position, eventID: id), limit: 1,
                            byteLimit: 1)
                    }
                }
            }
            #expect(await verify("BDG", head.epoch, 2, event(2).id) == nil)
            #expect(await verify("BDG", head.epoch, 2, event(1).id) == .dataLoss)
            #expect(await verify("BDG", head.epoch, 3, event(2).id) == .dataLoss)
            #expect(await verify("BDG", head.epoch, .max, event(2).id) == .dataLoss)
            #expect(await verify("BDG", .nilID, 2, event(2).id) == .dataLoss)
            #expect(await verify("SAN", head.epoch, 2, event(2).id) == .misuse)
            #expect(await verify("BDG", .nilID, 0, .nilID) == nil)
        }
    }

    @Test("after a restore, positions from before it stand and later ones are lost")
    func epochs() async throws {
        try await withDatabase { [log] database, folder in
            try await database.write { try log.append(in: $0, [event(1), event(2)]) }
            let copy = folder.path + "/copy.db"
            try await database.backup(to: copy)
            let kept = try await database.read { try log.head(in: $0) }
            let lost = try await database.write { try log.append(in: $0, [event(3)]) }

            let restored = try Database(at: copy, schema: testSchema)
            let newLog = EventLog(region: "BDG")
            try await restored.write { try newLog.beginEpoch(in: $0) }
            // What was kept keeps its epoch: a receipt that names the head must stay valid.
            #expect(try await restored.read { try newLog.head(in: $0) } == kept)
            #expect(try await restored.write { try newLog.append(in: $0, []) } == kept)
            try await restored.write { try newLog.append(in: $0, [event(30), event(31)]) }
            try await restored.read { transaction in
                try newLog.verify(LogCursor(position: kept, eventID: event(2).id), in: transaction)
                #expect(throws: StorageError.self) { try newLog.verify(lost, in: transaction) }
                let events = try newLog.read(
                    in: transaction, after: nil, limit: 9, byteLimit: 999)
                #expect(events.map(\.position.epoch).prefix(2) == [kept.epoch, kept.epoch][...])
                #expect(events[2].position.epoch != kept.epoch)
                try newLog.verify(events[3].cursor, in: transaction)
            }
            try await restored.close()
        }
    }

    @Test("erasing a subject takes its payloads and leaves the positions")
    func erases() async throws {
        try await withDatabase { [log] database, _ in
            try await database.write { transaction in
                try log.append(
                    in: transaction,
                    [event(1), event(2, subject: 2), event(3)])
            }
            #expect(try await database.write { try log.erase(event(1).subject, in: $0) } == 2)
            try await database.checkpoint()
            let events = try await database.read {
                try log.read(in: $0, after: nil, limit: 9, byteLimit: 999)
            }
            #expect(events.map(\.payload) == [nil, [1, 2, 3], nil])
        }
    }

    @Test("rewriting a subject's payloads leaves positions, ids and other subjects as they are")
    func rewrites() async throws {
        try await withDatabase { [log] database, _ in
            try await database.write { transaction in
                try log.append(
                    in: transaction,
                    [event(1), event(2, subject: 2), event(3)])
                try log.rewrite(event(1).subject, in: transaction) { $0.reversed() }
            }
            let events = try await database.read {
                try log.read(in: $0, after: nil, limit: 9, byteLimit: 999)
            }
            #expect(events.map(\.payload) == [[3, 2, 1], [1, 2, 3], [3, 2, 1]])
            #expect(events.map(\.id) == [event(1).id, event(2).id, event(3).id])
        }
    }

    @Test("a kind or payload beyond its limit is refused")
    func refuses() async throws {
        try await withDatabase { [log] database, _ in
            let large = event(1, payload: [UInt8](repeating: 0, count: (1 << 20) + 1))
            let nameless = NewEvent(
                id: .nilID, subject: .nilID, kind: "",
                recordedAt: Timestamp(millisecondsSinceEpoch: 0), payload: [])
            for wrong in [large, nameless] {
                let found = await code {
                    _ = try await database.write { try log.append(in: $0, [wrong]) }
                }
                #expect(found == .misuse)
            }
        }
    }

    @Test("a waiting reader wakes when an append is durable, and not for one undone")
    func wakes() async throws {
        try await withDatabase { [log] database, _ in
            let deadline = ContinuousClock.now + .seconds(60)
            async let woken = log.waitForAppend(after: 0, deadline: deadline)
            _ = await code {
                try await database.write { transaction in
                    try log.append(in: transaction, [event(9)])
                    throw CancellationError()
                }
            }
            #expect(!log.signal.isDurable(beyond: 0))
            try await database.write { try log.append(in: $0, [event(1)]) }
            #expect(try await woken)
            // An append before the wait is not missed either.
            #expect(try await log.waitForAppend(after: 0, deadline: deadline))
        }
    }

    @Test("a deadline that passes ends the wait and leaves no waiter")
    func deadline() async throws {
        #expect(try await !log.waitForAppend(after: 0, deadline: ContinuousClock.now))
        #expect(log.signal.waiterCount == 0)
    }

    @Test("a cancelled wait ends and leaves no waiter, whenever it is cancelled")
    func cancels() async throws {
        for round in 0..<50 {
            let task = Task { [log] in
                try await log.waitForAppend(
                    after: 0, deadline: ContinuousClock.now + .seconds(60))
            }
            if round % 2 == 0 { while log.signal.waiterCount == 0 { await Task.yield() } }
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
        }
        #expect(log.signal.waiterCount == 0)
    }

    @Test("waiters are bounded")
    func bounded() async throws {
        let signal = SequenceSignal()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<StorageLimits.logWaitersMax {
                group.addTask { try? await signal.wait(after: 0) }
            }
            while signal.waiterCount < StorageLimits.logWaitersMax { await Task.yield() }
            #expect(await code { try await signal.wait(after: 0) } == .overloaded)
            signal.advance(to: 1)
        }
        #expect(signal.waiterCount == 0)
    }
}
