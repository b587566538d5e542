import Basics
import Catalogue
import Following
import Logging
import Messages
import Places
import Reference
import Status
import Storage
import Synchronization
import Testing

@testable import RegistrationService

@Suite struct FollowedPlacesTests {
    private typealias Service = RegistrationV1.RegistrationService

    /// The directory's log, in memory.
    private final class Log: Sendable {
        private let ids = RecordIDGenerator()
        private let state: Mutex<(epoch: RecordID, events: [StoredEvent])>

        init() { state = Mutex((ids.next(), [])) }

        func record(_ change: DirectoryV1.Event.Change) throws {
            let payload = try DirectoryV1.Event(subjectID: ids.next().bytes, change: change)
                .encoded()
            state.withLock { state in
                state.events.append(
                    StoredEvent(
                        position: LogPosition(
                            region: "ML19", epoch: state.epoch,
                            sequence: UInt64(state.events.count) + 1),
                        id: ids.next(), subject: ids.next(), kind: "test", recordedAt: testNow,
                        payload: payload))
            }
        }

        /// What a restored backup without any event does.
        func lose() { state.withLock { $0 = (ids.next(), []) } }

        func page(after cursor: LogCursor?) throws -> LogFollower.Page {
            try state.withLock { state in
                if let cursor, cursor.position.epoch != state.epoch {
                    throw RPCError(.dataLoss, .rpc(.dataLoss))
                }
                let rest = state.events.dropFirst(Int(cursor?.position.sequence ?? 0))
                return LogFollower.Page(
                    events: Array(rest), headSequence: UInt64(state.events.count))
            }
        }
    }

    private func follower(of log: Log, _ fixture: RegistrationFixture) -> LogFollower {
        LogFollower(
            source: FollowedPlaces.source, region: "ML19", database: fixture.store.database,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            readPage: { cursor, _ in try log.page(after: cursor) },
            effects: fixture.store.places.effects)
    }

    private let commune = DirectoryV1.PlaceRecord(
        code: "ML050501", nameFrench: "Bon", level: 3, parents: [.init(code: "ML0505")])
    private let household = RegistrationV1.Household.made().changed {
        $0.place = .init(code: "ML050501")
    }

    @Test func `what waits for a place is released without a coding once the directory has it`()
        async throws
    {
        try await withRegistration { fixture in
            let log = Log()
            let follower = follower(of: log, fixture)
            let receipt = try await fixture.submit([.register("a", household)])
            #expect(receipt.results.map(\.outcome) == [.held])
            let heldID = try await fixture.call(Service.listHeld, .init()).held[0].heldID
            let early = await failure {
                _ = try await fixture.call(Service.releaseHeld, .init(heldID: heldID))
            }
            #expect(early?.code == .failedPrecondition)
            try log.record(.placeRecorded(commune))
            try await follower.step()
            let released = try await fixture.call(Service.releaseHeld, .init(heldID: heldID))
            #expect(released.result?.outcome == .registered)
            let list = try await fixture.call(Service.listHouseholds, .init(placeCode: "ML0505"))
            #expect(list.households.map(\.place?.code) == ["ML050501"])
        }
    }

    @Test func `a directory that begins anew takes its places away, and the shipped ones stay`()
        async throws
    {
        try await withRegistration { fixture in
            let log = Log()
            let follower = follower(of: log, fixture)
            try log.record(.placeRecorded(commune))
            try log.record(.placeRecorded(.init(code: "ML0505", nameFrench: "Koro 2", level: 2)))
            try await follower.step()
            var places = try await fixture.store.reference().places
            #expect(places.isKnown("ML050501") && places.place("ML0505")?.nameFrench == "Koro 2")
            #expect(places.parents(of: "ML0505").isEmpty)
            log.lose()
            try await follower.step()
            places = try await fixture.store.reference().places
            #expect(!places.isKnown("ML050501") && places.place("ML0505")?.nameFrench == "Koro")
            #expect(places.ancestor(of: "ML0505", level: .region)?.code == "ML19")
        }
    }

    @Test func `an event that is about no place changes nothing, and a malformed place is held`()
        async throws
    {
        try await withRegistration { fixture in
            let log = Log()
            let follower = follower(of: log, fixture)
            try log.record(.contactRecorded(.init(name: "Awa Guindo")))
            try log.record(.placeRecorded(.init(code: "Koro", nameFrench: "Koro", level: 2)))
            try log.record(.placeRecorded(commune))
            try await follower.step()
            let status = await follower.status()
            #expect(status.quarantinedEvents == 1 && status.position?.sequence == 3)
            #expect(try await fixture.store.reference().places.isKnown("ML050501"))
        }
    }
}
