import DirectoryCore
import Messages
import Status
import Testing

@testable import DirectoryService

@Suite struct RecordTests {
    typealias Service = DirectoryV1.DirectoryService

    @Test(
        "an organisation that was created can be read, with revision 1 and the time of its making")
    func createAndGet() async throws {
        try await DirectoryFixture.run { fixture in
            let created = try await fixture.addOrganisation()
            #expect(created.revision == 1)
            #expect(created.updatedAtMilliseconds == DirectoryFixture.start)
            let read = try await fixture.call(
                Service.getOrganisation, .init(organisationID: created.organisationID))
            #expect(read.organisation == created)
        }
    }

    @Test("creating the same record again gives the same answer, and one event")
    func createAgain() async throws {
        try await DirectoryFixture.run { fixture in
            let created = try await fixture.addOrganisation()
            let head = try await fixture.head()
            let again = try await fixture.call(
                Service.createOrganisation, .init(organisation: created.content))
            #expect(again.organisation == created)
            #expect(try await fixture.head() == head)
        }
    }

    @Test("creating again after a change gives the record as it now is")
    func createAfterUpdate() async throws {
        try await DirectoryFixture.run { fixture in
            let created = try await fixture.addOrganisation()
            var changed = created
            changed.acronym = "AMEN"
            _ = try await fixture.call(Service.updateOrganisation, .init(organisation: changed))
            let again = try await fixture.call(
                Service.createOrganisation, .init(organisation: created.content))
            #expect(again.organisation?.acronym == "AMEN")
            #expect(again.organisation?.revision == 2)
        }
    }

    @Test("other content under the id of a record is refused and changes nothing")
    func createOther() async throws {
        try await DirectoryFixture.run { fixture in
            let created = try await fixture.addOrganisation()
            var other = created
            other.nameFrench = "Une autre"
            let error = await fixture.failure(
                Service.createOrganisation, .init(organisation: other))
            #expect(error?.code == .alreadyExists)
            #expect(error?.details.reason == "directory.identifier_taken")
            let read = try await fixture.call(
                Service.getOrganisation, .init(organisationID: created.organisationID))
            #expect(read.organisation == created)
        }
    }

    @Test("of two changes to one revision the second is aborted, and told the current revision")
    func conflict() async throws {
        try await DirectoryFixture.run { fixture in
            let created = try await fixture.addOrganisation()
            var first = created
            first.acronym = "A1"
            var second = created
            second.acronym = "A2"
            let updated = try await fixture.call(
                Service.updateOrganisation, .init(organisation: first))
            #expect(updated.organisation?.revision == 2)
            let error = await fixture.failure(
                Service.updateOrganisation, .init(organisation: second))
            #expect(error?.code == .aborted)
            #expect(error?.details.arguments.first?.value == "2")
            // The first answer may have been lost: asking again is no conflict.
            let again = try await fixture.call(
                Service.updateOrganisation, .init(organisation: first))
            #expect(again.organisation == updated.organisation)
        }
    }

    @Test("what is not there cannot be read or changed")
    func notFound() async throws {
        try await DirectoryFixture.run { fixture in
            let id = fixture.newID()
            let read = await fixture.failure(Service.getSite, .init(siteID: id))
            #expect(read?.code == .notFound)
            let changed = await fixture.failure(
                Service.updateContact, .init(contact: .init(contactID: id, name: "X", revision: 1)))
            #expect(changed?.code == .notFound)
            let place = await fixture.failure(Service.getPlace, .init(code: "ML9999"))
            #expect(place?.code == .notFound)
        }
    }

    @Test("an id must be 16 bytes and a UUID of a version that is made here")
    func badIDs() async throws {
        try await DirectoryFixture.run { fixture in
            for id in [[], [1, 2, 3], [UInt8](repeating: 0, count: 16)] as [[UInt8]] {
                let error = await fixture.failure(
                    Service.createOrganisation,
                    .init(organisation: .init(organisationID: id, nameFrench: "X", kind: "donor")))
                #expect(error?.fields == ["organisation.organisation_id request.id_malformed"])
            }
            let error = await fixture.failure(Service.getContact, .init(contactID: [1]))
            #expect(error?.fields == ["contact_id request.id_malformed"])
            let missing = await fixture.failure(Service.createSite, .init())
            #expect(missing?.fields == ["site registration.required"])
        }
    }

    @Test("every wrong field of an organisation is named")
    func badOrganisation() async throws {
        try await DirectoryFixture.run { fixture in
            let error = await fixture.failure(
                Service.createOrganisation,
                .init(
                    organisation: .init(
                        organisationID: fixture.newID(), nameEnglish: " ",
                        acronym: String(repeating: "A", count: 33), kind: "club", country: "ml")))
            #expect(error?.code == .invalidArgument)
            #expect(
                error?.fields == [
                    "organisation.name_french registration.required",
                    "organisation.acronym registration.too_long",
                    "organisation.kind registration.unknown_code",
                    "organisation.country directory.country_malformed",
                ])
        }
    }

    @Test("a contact keeps its organisation and place; wrong ones are named")
    func contacts() async throws {
        try await DirectoryFixture.run { fixture in
            let organisation = try await fixture.addOrganisation()
            var contact = DirectoryV1.Contact(
                contactID: fixture.newID(), name: "Coordination de Koro", role: "Point focal",
                organisationID: organisation.organisationID, phones: ["+223 70 00 00 00"],
                email: "koro@example.org", place: .init(code: "ML0505"))
            let created = try await fixture.call(Service.createContact, .init(contact: contact))
            #expect(created.contact?.content == contact)
            contact.contactID = fixture.newID()
            contact.name = ""
            contact.organisationID = fixture.newID()
            contact.phones = ["12"]
            contact.email = "koro@"
            contact.place = .init(code: "ML77")
            let error = await fixture.failure(Service.createContact, .init(contact: contact))
            #expect(
                error?.fields == [
                    "contact.name registration.required",
                    "contact.organisation_id directory.reference_unknown",
                    "contact.phones[0] registration.phone_malformed",
                    "contact.email directory.email_malformed",
                    "contact.place.code registration.place_unknown",
                ])
        }
    }

    @Test("a site keeps what was said of its population; a number without source is refused")
    func sites() async throws {
        try await DirectoryFixture.run { fixture in
            var site = try await fixture.addSite()
            site.coordinates = .init(latitude: 14.5, longitude: -4.1)
            site.population = .init(
                households: 120, people: 700, source: "DRDSES",
                saidOn: DirectoryFixture.day(2025, 12, 1))
            let updated = try await fixture.call(Service.updateSite, .init(site: site))
            #expect(updated.site?.population == site.population)
            #expect(updated.site?.revision == 2)
            site = try #require(updated.site)
            site.kind = "castle"
            site.place = nil
            site.coordinates = .init(latitude: .nan, longitude: 0)
            site.population = .init(people: 10, saidOn: DirectoryFixture.day(2026, 2, 1))
            let error = await fixture.failure(Service.updateSite, .init(site: site))
            #expect(
                error?.fields == [
                    "site.kind registration.unknown_code", "site.place.code registration.required",
                    "site.coordinates directory.coordinates_invalid",
                    "site.population.source registration.required",
                    "site.population.said_on registration.date_in_future",
                ])
        }
    }

    @Test("an intervention tells who, what, where, when and for whom; what is wrong is named")
    func interventions() async throws {
        try await DirectoryFixture.run { fixture in
            let organisation = try await fixture.addOrganisation()
            var record = fixture.intervention(organisation)
            let created = try await fixture.call(
                Service.createIntervention, .init(intervention: record))
            #expect(created.intervention?.content == record)
            record.interventionID = fixture.newID()
            record.participations.append(record.participations[0])
            record.sector = "XXX"
            record.places = []
            record.endsOn = DirectoryFixture.day(2025, 12, 31)
            record.populationGroups = ["ALL"]
            record.peopleCounts[1].sex = .female
            record.peopleCounts[0].ageBand = "0-4"
            let error = await fixture.failure(
                Service.createIntervention, .init(intervention: record))
            #expect(
                error?.fields == [
                    "intervention.participations[1] directory.repeated",
                    "intervention.sector registration.unknown_code",
                    "intervention.places registration.required",
                    "intervention.ends_on directory.end_before_start",
                    "intervention.population_groups[0] registration.unknown_code",
                    "intervention.people_counts[1] directory.repeated",
                ])
        }
    }
}

extension DirectoryFixture {
    /// Sequence of the last event.
    func head() async throws -> UInt64 {
        try await call(Service.readEvents, .init(eventsMax: 1)).head?.sequence ?? 0
    }
}
