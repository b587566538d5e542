import Basics
import Catalogue
import Following
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
        let database = try Database(
            at: "\(folder.path)/follower.sqlite",
            schema: Schema(applicationID: 7, migrations: [FollowerState.migration]))
        let pages = Pages()
        let applied = Mutex<[UInt64]>([])
        let follower = LogFollower(
            source: "registration", region: "ML19", database: database,
            logger: Logger(label: "test"), readPage: { _ in try pages.next() },
            effects: .init(
                apply: { event, _ in applied.withLock { $0.append(event.position.sequence) } },
                reset: { _ in applied.withLock { $0 = [] } }))
        pages.add(.success(2))
        try await follower.step()
        #expect(try await follower.wait(until: 2, deadline: .now + .seconds(10)))
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
}

/// A log whose answers a test chooses: so many events from the first, or a failure.
private final class Pages: Sendable {
    private let answers = Mutex<[Result<Int, RPCError>]>([])

    func add(_ answer: Result<Int, RPCError>) { answers.withLock { $0.append(answer) } }

    func next() throws -> LogFollower.Page {
        let count = try answers.withLock { $0.removeFirst() }.get()
        let events = (1...count).map { sequence in
            StoredEvent(
                position: LogPosition(
                    region: "ML19", epoch: Self.id(900), sequence: UInt64(sequence)),
                id: Self.id(UInt64(sequence)), subject: Self.id(500), kind: "test",
                recordedAt: Timestamp(millisecondsSinceEpoch: 1), payload: [1])
        }
        return LogFollower.Page(events: events, headSequence: UInt64(count))
    }

    private static func id(_ number: UInt64) -> RecordID {
        RecordID(milliseconds: number, randomA: 0, randomB: 0)
    }
}
