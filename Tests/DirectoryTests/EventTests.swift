import Access
import DirectoryCore
import Foundation
import Messages
import RPC
import Reference
import Status
import Testing

@testable import DirectoryService

@Suite struct EventTests {
    typealias Service = DirectoryV1.DirectoryService

    @Test("every change is one event with the whole record, in order, after the last position read")
    func events() async throws {
        try await DirectoryFixture.run { fixture in
            let seeded = try await fixture.call(Service.readEvents, .init(eventsMax: 1_000))
            let places = DirectoryV1.PlaceRecord.records(of: fixture.store.reference.places)
            #expect(seeded.events.count == places.count)
            let last = try #require(seeded.events.last?.position)
            let organisation = try await fixture.addOrganisation()
            var changed = organisation
            changed.acronym = "AMEN"
            let updated = try await fixture.call(
                Service.updateOrganisation, .init(organisation: changed))
            let answer = try await fixture.call(Service.readEvents, .init(after: last))
            #expect(
                answer.events.map(\.change) == [
                    .organisationRecorded(organisation),
                    .organisationRecorded(try #require(updated.organisation)),
                ])
            #expect(answer.events.allSatisfy { $0.subjectID == organisation.organisationID })
            #expect(
                answer.events.map { $0.position?.sequence } == [
                    last.sequence + 1, last.sequence + 2,
                ])
        }
    }

    @Test("an erased contact is found nowhere, and the log no longer tells what was recorded of it")
    func erasure() async throws {
        try await DirectoryFixture.run { fixture in
            let last = try #require(
                try await fixture.call(Service.readEvents, .init(eventsMax: 1_000)).events.last?
                    .position)
            var contact = DirectoryV1.Contact(
                contactID: fixture.newID(), name: "Awa Guindo", phones: ["+223 76 00 00 01"])
            contact = try #require(
                try await fixture.call(Service.createContact, .init(contact: contact)).contact)
            contact.phones = ["+223 76 00 00 02"]
            _ = try await fixture.call(Service.updateContact, .init(contact: contact))
            let other = await fixture.failure(
                Service.eraseContact, .init(contactID: fixture.newID()))
            #expect(other?.code == .notFound)
            // Once more, as a client does whose first answer was lost.
            for _ in 1...2 {
                _ = try await fixture.call(
                    Service.eraseContact, .init(contactID: contact.contactID))
            }
            let read = await fixture.failure(
                Service.getContact, .init(contactID: contact.contactID))
            #expect(read?.code == .notFound)
            #expect(
                try await fixture.call(Service.searchContacts, .init(prefix: "guindo")).contacts
                    .isEmpty)
            let events = try await fixture.call(Service.readEvents, .init(after: last)).events
            #expect(events.count == 3)
            #expect(events.allSatisfy { $0.change == .personalDataErased(.init()) })
            #expect(events.allSatisfy { $0.subjectID == contact.contactID })
            let bytes = try Data(
                contentsOf: URL(filePath: fixture.path + "/directory.sqlite"))
            #expect(bytes.range(of: Data("Awa Guindo".utf8)) == nil)
        }
    }

    @Test("an organisation is not erased as a contact")
    func erasureOfOtherKind() async throws {
        try await DirectoryFixture.run { fixture in
            let organisation = try await fixture.addOrganisation()
            let failure = await fixture.failure(
                Service.eraseContact, .init(contactID: organisation.organisationID))
            #expect(failure?.code == .notFound)
            let events = try await fixture.call(Service.readEvents, .init(eventsMax: 1_000)).events
            #expect(events.last?.change == .organisationRecorded(organisation))
        }
    }

    @Test("a refused change leaves no event")
    func refused() async throws {
        try await DirectoryFixture.run { fixture in
            let head = try await fixture.head()
            _ = await fixture.failure(
                Service.createOrganisation,
                .init(organisation: .init(organisationID: fixture.newID())))
            #expect(try await fixture.head() == head)
        }
    }

    @Test("a follower that waits is answered by the next change")
    func waits() async throws {
        try await DirectoryFixture.run { fixture in
            let last = try #require(
                try await fixture.call(Service.readEvents, .init(eventsMax: 1_000)).events.last?
                    .position)
            async let waiting = fixture.call(
                Service.readEvents, .init(after: last, waitMilliseconds: 30_000))
            let organisation = try await fixture.addOrganisation()
            let events = try await waiting.events
            #expect(events.map(\.subjectID) == [organisation.organisationID])
        }
    }

    @Test("a position of another log, or too many events, is refused")
    func badRequests() async throws {
        try await DirectoryFixture.run { fixture in
            let many = await fixture.failure(Service.readEvents, .init(eventsMax: 1_001))
            #expect(many?.fields == ["events_max request.too_many"])
            var last = try #require(
                try await fixture.call(Service.readEvents, .init(eventsMax: 1)).events.last?
                    .position)
            last.epoch = fixture.newID()
            let lost = await fixture.failure(Service.readEvents, .init(after: last))
            #expect(lost?.code == .dataLoss)
        }
    }

    @Test("the state that an administrator sees has the log's head and the sizes")
    func describe() async throws {
        try await DirectoryFixture.run { fixture in
            var status = HealthV1.ProgramStatus()
            await fixture.store.describe(&status)
            let head = try await fixture.head()
            #expect(status.logHead?.sequence == head)
            #expect(status.logHead?.region == "ML19" && status.databaseBytes > 0)
        }
    }
}

@Suite struct ContractTests {
    @Test("the access table lists the methods of the contract and no other")
    func accessTable() {
        let listed = AccessPolicy.standard.methods.filter {
            $0.hasPrefix(DirectoryV1.DirectoryService.name + "/")
        }
        #expect(Set(listed) == Set(DirectoryV1.DirectoryService.methods.map(\.name)))
    }
}
