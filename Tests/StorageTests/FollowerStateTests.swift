import Basics
import Storage
import Testing

@Suite struct FollowerStateTests {
    let follower = FollowerState(source: "registration", region: "BDG")
    let now = Timestamp(millisecondsSinceEpoch: 5000)

    private func stored(
        _ sequence: UInt64, subject: UInt64, kind: String? = nil
    ) -> StoredEvent {
        let new = event(sequence, subject: subject)
        return StoredEvent(
            position: LogPosition(region: "BDG", epoch: event(99).id, sequence: sequence),
            id: new.id, subject: new.subject, kind: kind ?? new.kind, recordedAt: new.recordedAt,
            payload: new.payload)
    }

    @Test("the cursor moves with the effect or not at all, and only forward")
    func cursor() async throws {
        try await withDatabase { [follower] database, _ in
            let second = stored(2, subject: 1).cursor
            #expect(try await database.read { try follower.cursor(in: $0) } == nil)
            try await database.write { try follower.advance(in: $0, to: second) }
            _ = await code {
                try await database.write { [third = stored(3, subject: 1).cursor] transaction in
                    try follower.advance(in: transaction, to: third)
                    throw CancellationError()
                }
            }
            #expect(try await database.read { try follower.cursor(in: $0) } == second)
            for sequence: UInt64 in [1, 2] {
                let back = stored(sequence, subject: 1).cursor
                let found = await code {
                    try await database.write { try follower.advance(in: $0, to: back) }
                }
                #expect(found == .misuse)
            }
            let far = LogCursor(
                position: LogPosition(region: "BDG", epoch: .nilID, sequence: .max),
                eventID: .nilID)
            try await database.write { try follower.advance(in: $0, to: far) }
        }
    }

    @Test("a refused event is held, its subject waits in order, others go on, release replays")
    func quarantine() async throws {
        try await withDatabase { [follower, now] database, _ in
            let events = [stored(1, subject: 1), stored(2, subject: 2), stored(3, subject: 1)]
            let applied = try await database.write { transaction in
                try events.map { event in
                    try follower.apply(event, in: transaction, now: now) { event in
                        try add(Int64(event.position.sequence), in: transaction)
                        if event.position.sequence == 1 {
                            throw UnapplicableEvent(reason: "unknown_kind")
                        }
                    }
                }
            }
            #expect(applied == [false, true, false])
            #expect(try await itemCount(database) == 1)
            try await database.read { transaction in
                #expect(try follower.isHeld(events[0].subject, in: transaction))
                #expect(try !follower.isHeld(events[1].subject, in: transaction))
                #expect(try follower.heldCount(in: transaction) == 2)
                let held = try follower.held(limit: 10, in: transaction)
                #expect(held.map(\.event) == [events[0], events[2]])
                #expect(held.map(\.reason) == ["unknown_kind", HeldEvent.waiting])
                #expect(held.map(\.heldSince) == [now, now])
                let rest = try follower.held(at: 2...3, limit: 10, in: transaction)
                #expect(rest.map(\.event) == [events[2]])
                #expect(try follower.heldSubjects(in: transaction) == [events[0].subject])
            }
            let release = try await database.write { transaction in
                try follower.release(events[0].subject, in: transaction) { event in
                    try add(Int64(event.position.sequence), in: transaction)
                }
            }
            #expect(release.applied == 2)
            #expect(release.remaining == 0)
            #expect(try await itemCount(database) == 3)
            #expect(try await database.read { try follower.heldCount(in: $0) } == 0)
        }
    }

    @Test("a release that is refused midway keeps what was applied and the rest in order")
    func partialRelease() async throws {
        try await withDatabase { [follower, now] database, _ in
            let events = (1...3).map { stored($0, subject: 1) }
            let release = try await database.write { transaction in
                for event in events {
                    try follower.quarantine(event, reason: "old", since: now, in: transaction)
                }
                return try follower.release(events[0].subject, in: transaction) { event in
                    try add(Int64(event.position.sequence), in: transaction)
                    if event.position.sequence == 2 { throw UnapplicableEvent(reason: "new") }
                }
            }
            #expect(release.applied == 1)
            #expect(release.remaining == 2)
            #expect(release.reason == "new")
            #expect(try await itemCount(database) == 1)
            let held = try await database.read { try follower.held(limit: 9, in: $0) }
            #expect(held.map(\.reason) == ["new", "old"])
        }
    }

    @Test("other errors stop the follower instead of holding the event")
    func otherErrors() async throws {
        try await withDatabase { [follower, now] database, _ in
            let event = stored(1, subject: 1)
            let found = await code {
                try await database.write { transaction in
                    _ = try follower.apply(event, in: transaction, now: now) { _ in
                        throw StorageError(.diskFull, "full")
                    }
                }
            }
            #expect(found == .diskFull)
            let heldCount = try await database.read { try follower.heldCount(in: $0) }
            #expect(heldCount == 0)
        }
    }

    @Test("what is held is given by subject in the order of the first event of each")
    func heldSubjects() async throws {
        try await withDatabase { [follower, now] database, _ in
            let events = [stored(4, subject: 9), stored(5, subject: 1), stored(6, subject: 9)]
            try await database.write { transaction in
                for event in events {
                    try follower.quarantine(event, reason: "r", since: now, in: transaction)
                }
                let subjects = try follower.heldSubjects(in: transaction)
                #expect(subjects == [events[0].subject, events[1].subject])
            }
        }
    }

    @Test("what is made from a log is whole when its head of the beginning is passed")
    func whole() async throws {
        try await withDatabase { [follower] database, _ in
            let (first, second) = (stored(1, subject: 1).cursor, stored(2, subject: 1).cursor)
            try await database.write { transaction in
                #expect(try !follower.isWhole(in: transaction))
                try follower.noteHead(2, in: transaction)
                try follower.advance(in: transaction, to: first)
                #expect(try !follower.isWhole(in: transaction))
                // The log grows while it is read.
                try follower.noteHead(3, in: transaction)
                try follower.advance(in: transaction, to: second)
                #expect(try follower.isWhole(in: transaction))
            }
        }
    }

    @Test(
        "a position from before a restored point stays passed, a later one of the old epoch is lost"
    )
    func verdicts() async throws {
        try await withDatabase { [follower, now] database, _ in
            let old = (1...2).map { stored($0, subject: 1) }
            let new = StoredEvent(
                position: LogPosition(region: "BDG", epoch: event(98).id, sequence: 3),
                id: event(3).id, subject: event(3).subject, kind: "k", recordedAt: now,
                payload: nil)
            try await database.write { transaction in
                for event in old + [new] {
                    _ = try follower.apply(event, in: transaction, now: now) { _ in }
                }
                try follower.advance(in: transaction, to: new.cursor)
                func verdict(
                    _ sequence: UInt64, of epoch: RecordID
                ) throws -> FollowedEpochs.Verdict {
                    try follower.verdict(
                        on: LogPosition(region: "BDG", epoch: epoch, sequence: sequence),
                        in: transaction)
                }
                let (before, after) = (old[0].position.epoch, new.position.epoch)
                #expect(try verdict(2, of: before) == .passed)
                #expect(try verdict(3, of: before) == .lost)
                #expect(try verdict(4, of: before) == .lost)
                #expect(try verdict(3, of: after) == .passed)
                #expect(try verdict(4, of: after) == .ahead)
                let elsewhere = LogPosition(region: "ML05", epoch: before, sequence: 1)
                #expect(try follower.verdict(on: elsewhere, in: transaction) == .lost)
            }
        }
    }

    @Test("an older epoch stands for the positions that it gave")
    func epochs() {
        let (first, second, third) = (event(1).id, event(2).id, event(3).id)
        let epochs = FollowedEpochs([(1, first), (11, second)])
        #expect(epochs.verdict(sequence: 10, epoch: first, followed: 20) == .passed)
        #expect(epochs.verdict(sequence: 11, epoch: first, followed: 20) == .lost)
        #expect(epochs.verdict(sequence: 10, epoch: second, followed: 20) == .lost)
        #expect(epochs.verdict(sequence: 21, epoch: second, followed: 20) == .ahead)
        #expect(epochs.verdict(sequence: 21, epoch: first, followed: 20) == .lost)
        #expect(epochs.verdict(sequence: 21, epoch: third, followed: 20) == .ahead)
    }

    @Test("erasure and reset leave nothing held")
    func erases() async throws {
        try await withDatabase { [follower, now] database, _ in
            try await database.write {
                [first = stored(1, subject: 1), second = stored(2, subject: 2)] transaction in
                try follower.quarantine(first, reason: "r", since: now, in: transaction)
                try follower.quarantine(second, reason: "r", since: now, in: transaction)
                try follower.advance(in: transaction, to: second.cursor)
                try follower.noteHead(2, in: transaction)
                #expect(try follower.isWhole(in: transaction))
                #expect(try follower.erase(first.subject, in: transaction) == 1)
                #expect(try follower.heldCount(in: transaction) == 1)
                try follower.reset(in: transaction)
                #expect(try follower.heldCount(in: transaction) == 0)
                #expect(try follower.cursor(in: transaction) == nil)
                #expect(try !follower.isWhole(in: transaction))
            }
        }
    }

    @Test("an erasure deletes what is held of its subject and is applied at once")
    func erasesBehindQuarantine() async throws {
        try await withDatabase { [follower, now] database, _ in
            let events = [
                stored(1, subject: 1), stored(2, subject: 2), stored(3, subject: 1),
                stored(4, subject: 1, kind: StoredEvent.erasureKind), stored(5, subject: 1),
            ]
            let applied = try await database.write { transaction in
                try events.map { event in
                    try follower.apply(event, in: transaction, now: now) { event in
                        if event.position.sequence <= 2 {
                            throw UnapplicableEvent(reason: "unknown_kind")
                        }
                        try add(Int64(event.position.sequence), in: transaction)
                    }
                }
            }
            #expect(applied == [false, false, false, true, true])
            let held = try await database.read { try follower.held(limit: 9, in: $0) }
            #expect(held.map(\.event) == [events[1]], "only the other subject's")
            #expect(try await itemCount(database) == 2)
        }
    }

    @Test("an erasure that cannot be applied is held alone, without what it erases")
    func heldErasure() async throws {
        try await withDatabase { [follower, now] database, _ in
            let first = stored(1, subject: 1)
            let erasure = stored(2, subject: 1, kind: StoredEvent.erasureKind)
            let applied = try await database.write { transaction in
                try [first, erasure].map { event in
                    try follower.apply(event, in: transaction, now: now) { _ in
                        throw UnapplicableEvent(reason: "unknown_kind")
                    }
                }
            }
            #expect(applied == [false, false])
            let held = try await database.read { try follower.held(limit: 9, in: $0) }
            #expect(held.map(\.event) == [erasure])
            #expect(held.map(\.reason) == ["unknown_kind"])
        }
    }

    // It waited behind an erasure that could not be applied, and what that tells of the people who were left stayed.
    @Test("an erasure takes the place of one that is held, and of what was set aside")
    func secondErasure() async throws {
        try await withDatabase { [follower, now] database, _ in
            let kind = StoredEvent.erasureKind
            let events = [
                stored(1, subject: 1), stored(2, subject: 1, kind: kind),
                stored(3, subject: 1, kind: kind), stored(4, subject: 1),
            ]
            let (applied, absorbed) = try await database.write { transaction in
                var absorbed: [[UInt64]] = []
                try follower.quarantine(
                    events[0], reason: HeldEvent.setAside, since: now, in: transaction)
                let applied = try events[1...].map { event in
                    try follower.apply(
                        event, in: transaction, now: now,
                        absorbing: { held, erasure in
                            absorbed.append(held.map(\.position.sequence))
                            return erasure
                        }
                    ) { event in
                        if event.position.sequence == 2 { throw UnapplicableEvent(reason: "r") }
                    }
                }
                return (applied, absorbed)
            }
            #expect(applied == [false, true, true])
            #expect(absorbed == [[1], [2]])
            #expect(try await database.read { try follower.held(limit: 9, in: $0) }.isEmpty)
        }
    }
}
