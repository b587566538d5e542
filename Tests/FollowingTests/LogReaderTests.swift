import Basics
import Following
import Messages
import Storage
import TestKit
import Testing

@Suite("LogReader")
struct LogReaderTests {
    /// As many fields as registration takes of one household: 100 members with 32 needs, 16
    /// telephones and 16 documents each.
    private func largest(_ ids: RecordIDGenerator) -> RegistrationV1.Household {
        let members = (0..<100).map { _ in
            RegistrationV1.Person(
                personID: ids.next().bytes, givenName: "A", familyName: "B", sex: .female,
                birthDate: .init(year: 1990, month: 1, day: 1, precision: .day),
                populationGroup: "IDP", needs: (10..<42).map { "\($0)" },
                documents: (10..<26).map { .init(kind: "nina", number: "\($0)") },
                phones: (10..<26).map { "7000\($0)" }, presence: .present)
        }
        return .init(householdID: ids.next().bytes, stage: .registered, members: members)
    }

    @Test("the largest households come over in answers that a follower can decode")
    func largestHouseholds() async throws {
        let folder = try TemporaryFolder()
        let database = try Database(
            at: "\(folder.path)/log.sqlite",
            schema: Schema(applicationID: 7, migrations: [EventLog.migration]))
        let log = EventLog(region: "ML19")
        let ids = RecordIDGenerator()
        // Two batches of ten such households, twice what is sent at once.
        let changes = try (0..<40).map { _ in
            let household = largest(ids)
            let event = RegistrationV1.Event(
                batchID: ids.next().bytes, subjectID: household.householdID,
                change: .householdRecorded(.init(household: household)))
            return NewEvent(
                id: ids.next(), subject: try #require(RecordID(bytes: household.householdID)),
                kind: "household_recorded", recordedAt: .now(), payload: try event.encoded())
        }
        try await database.write { try log.append(in: $0, changes) }

        let reader = LogReader(log, in: database)
        var after: CommonV1.LogPosition?
        var sequences: [UInt64] = []
        while sequences.count < 40 {
            let page = try await reader.read(
                after: after, count: 0, wait: .zero, remaining: .seconds(60))
            let events = try page.events.map { stored in
                var event = try RegistrationV1.Event(decoding: stored.payload ?? [])
                event.position = CommonV1.LogPosition(stored.position, eventID: stored.id)
                return event
            }
            let answer = RegistrationV1.ReadEventsResponse(events: events, head: page.head)
            let decoded = try RegistrationV1.ReadEventsResponse(decoding: try answer.encoded())
            try #require(!decoded.events.isEmpty)
            sequences += decoded.events.compactMap { $0.position?.sequence }
            after = decoded.events.last?.position
        }
        #expect(sequences == Array(1...40))
        try await database.close()
    }
}
