import Basics
import Catalogue
import ClientService
import Following
import Foundation
import Logging
import Messages
import Reference
import StatisticsCore
import Status
import Storage
import Testing

@testable import StatisticsService

@Suite struct RequestTests {
    @Test(
        "a bad request names its field and the reason",
        arguments: [
            (
                StatisticsV1.GetCountsRequest(dimensions: [.sex, .place, .need, .date, .ageBand]),
                "dimensions", "statistics.dimensions_too_many"
            ),
            (.init(dimensions: [.sex, .sex]), "dimensions[1]", "statistics.dimension_repeated"),
            (.init(dimensions: [.unspecified]), "dimensions[0]", "statistics.dimension_unknown"),
            (
                .init(dimensions: [.sex, .unrecognized(99)]), "dimensions[1]",
                "statistics.dimension_unknown"
            ),
            (.init(placeLevel: 5), "place_level", "statistics.place_level_invalid"),
            (.init(placeLevel: .max), "place_level", "statistics.place_level_invalid"),
            (.init(placeCode: "ML99"), "place_code", "registration.place_unknown"),
            (
                .init(asOf: Region.date("2021-12-20"), placeCode: "ML19"), "place_code",
                "statistics.place_not_on_map"
            ),
            (.init(asOf: Region.date("2026")), "as_of", "statistics.day_incomplete"),
            (.init(asOf: Region.date("2026-03-03")), "as_of", "statistics.day_in_future"),
            (.init(asOf: Region.date("9999-12-31")), "as_of", "statistics.day_in_future"),
            (.init(asOf: Region.date("2026-02-30")), "as_of", "registration.date_impossible"),
            (.init(asOf: Region.date("1879-12-31")), "as_of", "registration.date_too_early"),
        ])
    func badRequests(
        request: StatisticsV1.GetCountsRequest, field: String, reason: String
    ) async throws {
        try await withRegion { region in
            let error = await #expect(throws: RPCError.self) {
                try await region.handlers.getCounts(request, waitingUntil: .now)
            }
            #expect(error?.code == .invalidArgument)
            #expect(error?.details.violations.map(\.field) == [field])
            #expect(error?.details.violations.map(\.reason) == [reason])
        }
    }

    @Test("tomorrow may be asked for: somewhere it is that day already")
    func tomorrow() async throws {
        try await withRegion { region in
            try await region.follow()
            #expect(try await region.counts([], asOf: "2026-03-02").totalLine == "0 0 0 0")
        }
    }

    @Test("a table of more than 10,000 rows is refused, one of 10,000 is not")
    func tooManyRows() throws {
        let places = try Region.reference().places
        let today = try #require(CalendarDate(Region.today))
        var tally = CountTally(
            query: try CountQuery(.init(dimensions: [.need]), today: today, places: places),
            places: places)
        var person = CountedPerson()
        for number in 0..<StatisticsLimits.rowsMax {
            person.needs = "N\(number)"
            try tally.add(person)
        }
        #expect(tally.rows().count == StatisticsLimits.rowsMax)
        person.needs = "ONE-MORE"
        let error = #expect(throws: RPCError.self) { try tally.add(person) }
        #expect(error?.code == .outOfRange)
        #expect(error?.details.reason == "statistics.rows_too_many")
    }

    @Test("a position that is counted is answered at once")
    func positionCounted() async throws {
        try await withRegion { region in
            let cursor = try region.record(region.household([region.person()]))
            try region.record(region.household([region.person()]))
            try await region.follow()
            let counts = try await ask(region, cursor)
            #expect(counts.totalLine == "2 2 2 0")
        }
    }

    @Test("a position that is not counted yet is waited for")
    func positionComesInTime() async throws {
        try await withRegion { region in
            let cursor = try region.record(region.household([region.person()]))
            try await region.projections.deduplication.step()
            async let answer = ask(region, cursor, within: .seconds(60))
            try await region.projections.registration.step()
            #expect(try await answer.totalLine == "1 1 1 0")
        }
    }

    @Test(
        "a position that is not counted in time is DEADLINE_EXCEEDED and says how far the counts are"
    )
    func positionTooLate() async throws {
        try await withRegion { region in
            try region.record(region.household([region.person()]))
            try await region.follow()
            let later = try region.record(region.household([region.person()]))
            let error = await #expect(throws: RPCError.self) { try await ask(region, later) }
            #expect(error?.code == .deadlineExceeded)
            #expect(error?.details.reason == "statistics.position_not_counted")
            #expect(error?.details.arguments.map(\.value).sorted() == ["1", "2"])
        }
    }

    @Test(
        "a position of another region, of a restored log or of another event is FAILED_PRECONDITION"
    )
    func positionOfOtherLog() async throws {
        try await withRegion { region in
            try region.record(region.household([region.person()]))
            let lost = try region.record(region.household([region.person()]))
            try await region.follow()
            region.registration.restore(keeping: 1)
            try region.record(region.household([region.person()]))
            try await region.follow()
            let ids = RecordIDGenerator()
            let followed = try #require(region.projections.registration.position)
            let now = try #require(try followed.cursor())
            for position in [
                CommonV1.LogPosition(lost, region: "ML19"),
                CommonV1.LogPosition(now.position, eventID: ids.next()),
                .init(
                    region: "ML05", epoch: now.position.epoch.bytes, sequence: 2,
                    eventID: now.eventID.bytes),
            ] {
                let error = await #expect(throws: RPCError.self) {
                    try await region.handlers.getCounts(
                        .init(position: position), waitingUntil: .now)
                }
                #expect(error?.code == .failedPrecondition)
                #expect(error?.details.reason == "statistics.position_of_other_log")
            }
        }
    }

    @Test("a receipt from before a restored point is answered, one without an event too")
    func positionsThatStand() async throws {
        try await withRegion { region in
            let before = try region.record(region.household([region.person()]))
            try region.record(region.household([region.person()]))
            try await region.follow()
            region.registration.restore(keeping: 1)
            try region.record(region.household([region.person()]))
            try await region.follow()
            #expect(try await ask(region, before).totalLine == "2 2 2 0")
            let counts = try await region.handlers.getCounts(
                .init(position: CommonV1.LogPosition(before.position, eventID: nil)),
                waitingUntil: .now)
            #expect(counts.totalLine == "2 2 2 0")
        }
    }

    @Test("nothing is counted of a log that is read in part, neither at first nor when made anew")
    func partOfALog() async throws {
        try await withRegion(pageSize: 2) { region in
            for _ in 0..<3 { try region.record(region.household([region.person()])) }
            func refusal() async -> RPCError? {
                do {
                    _ = try await region.counts()
                    return nil
                } catch {
                    return error as? RPCError
                }
            }
            #expect(await refusal()?.details.reason == "follower.rebuilding")
            try await region.projections.registration.step()
            #expect(await refusal()?.code == .unavailable)
            try await region.projections.registration.step()
            let registrationIsWhole = await refusal()
            #expect(registrationIsWhole?.details.arguments.map(\.value) == ["deduplication"])
            try await region.projections.deduplication.step()
            #expect(try await region.counts().totalLine == "3 3 3 0")

            region.registration.replace()
            try await region.projections.registration.step()
            #expect(await refusal()?.details.reason == "follower.rebuilding")
            try await region.projections.registration.step()
            #expect(await refusal()?.details.reason == "follower.rebuilding")
            try await region.projections.registration.step()
            #expect(try await region.counts().totalLine == "3 3 3 0")
        }
    }

    @Test("counts say how many events they lack")
    func incomplete() async throws {
        try await withRegion(pageSize: 2) { region in
            try await region.follow()
            let twin = region.person()
            try region.record(region.household([twin, twin]))
            for _ in 0..<4 { try region.record(region.household([region.person()])) }
            try await region.projections.registration.step()
            let counts = try await region.counts()
            #expect(counts.registrationPosition?.sequence == 2)
            #expect(counts.registrationLag == .registrationEventsBehind(3))
            #expect(counts.deduplicationLag == .deduplicationEventsBehind(0))
            #expect(counts.eventsHeld == 1)
        }
    }

    // It said 0: whoever asked just after the start took a part for the whole.
    @Test("counts do not say that they lack nothing where no log has answered yet")
    func unknownLag() async throws {
        try await withRegion { region in
            try region.record(region.household([region.person()]))
            try await region.follow()
            let restarted = StatisticsHandlers(
                store: region.store,
                projections: Projections(
                    store: region.store, logger: Logger(label: "test"),
                    readRegistration: { _, _ in throw RPCError.internal },
                    readDeduplication: { _, _ in throw RPCError.internal },
                    readDirectory: { _, _ in throw RPCError.internal }))
            let counts = try await restarted.getCounts(
                .init(), waitingUntil: .now + .seconds(10))
            #expect(counts.total?.people == 1)
            #expect(counts.registrationLag == nil && counts.deduplicationLag == nil)
            #expect(CountsBasis.eventsBehind(counts) == nil)
        }
    }

    @Test("a log that lost events is counted anew, and what was lost is not counted")
    func dataLoss() async throws {
        try await withRegion { region in
            try region.record(region.household([region.person()]))
            let lost = try region.record(region.household([region.person()]))
            try await region.follow()
            #expect(try await region.counts().totalLine == "2 2 2 0")
            region.registration.restore(keeping: 1)
            try await region.follow()
            #expect(try await region.counts().totalLine == "1 1 1 0")
            await #expect(throws: RPCError.self) { try await ask(region, lost) }
        }
    }

    @Test("a source whose database is damaged takes nothing away from what was counted")
    func damagedSource() async throws {
        try await withRegion { region in
            try region.record(region.household([region.person()]))
            try await region.follow()
            region.registration.damage()
            let failure = await #expect(throws: RPCError.self) {
                try await region.projections.registration.step()
            }
            #expect(failure?.details.reason == "storage.corrupt")
            #expect(try await region.counts().totalLine == "1 1 1 0")
        }
    }

    @Test("a malformed household is held back and reported, and others go on")
    func quarantine() async throws {
        try await withRegion { region in
            let twin = region.person()
            try region.record(region.household([twin, twin]))
            try region.record(region.household([region.person()]))
            try await region.follow()
            #expect(try await region.counts().totalLine == "1 1 1 0")
            #expect(await region.projections.status().map(\.quarantinedEvents) == [1, 0, 0])
        }
    }

    // It was tried again for ever, and nothing was counted any more.
    @Test("an event that cannot be stored, or read, holds its household and no other")
    func failingEvent() async throws {
        try await withRegion { region in
            let household = region.household([region.person(), region.person()])
            try await region.store.database.write { transaction in
                try transaction.execute(
                    """
                    CREATE TRIGGER broken BEFORE INSERT ON person
                    WHEN new.sex = 2 BEGIN SELECT RAISE(ABORT, 'broken'); END
                    """)
            }
            try region.record(household)
            var changed = household
            changed.members[0].sex = .male
            try region.record(changed)
            try region.record(household)
            region.registration.append(
                subject: region.newID(), at: Region.noon(Region.today), kind: "household_recorded",
                payload: [0xFF])
            try region.record(region.household([region.person()]))
            try await region.follow()
            #expect(try await region.counts().totalLine == "3 2 3 0")
            #expect(try await region.counts().eventsHeld == 3)
            let follower = region.projections.registration
            let status = await follower.status()
            #expect(status.unapplied.map(\.reason) == ["failed", "event_malformed"])
            let release = try await follower.settle(eventAt: 2, .setAside)
            #expect(release.applied == 1 && release.remaining == 0)
            #expect(try await region.counts().eventsHeld == 2)
        }
    }

    // A held event kept the names of who was erased in the write-ahead log.
    @Test("no file holds a name of who was erased, while the program runs")
    func erasedNames() async throws {
        try await withRegion { region in
            var twin = region.person()
            twin.givenName = "Zzawa"
            let household = region.household([twin, twin])
            func isKept() throws -> Bool {
                try ["", "-wal"].contains { suffix in
                    let path = region.store.database.path + suffix
                    let data = try Data(contentsOf: URL(filePath: path))
                    return data.range(of: Data("Zzawa".utf8)) != nil
                }
            }
            try region.record(household)
            try await region.follow()
            #expect(try isKept())
            try region.append(
                .personalDataErased(.init(householdID: household.householdID)),
                household.householdID)
            try await region.follow()
            #expect(try !isKept())
        }
    }

    private func ask(
        _ region: Region, _ cursor: LogCursor, within time: Duration = .zero
    ) async throws -> StatisticsV1.GetCountsResponse {
        try await region.handlers.getCounts(
            .init(position: CommonV1.LogPosition(cursor, region: "ML19")), waitingUntil: .now + time
        )
    }
}
