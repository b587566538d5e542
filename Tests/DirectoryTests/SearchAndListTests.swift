import DirectoryCore
import Messages
import Status
import Testing

@testable import DirectoryService

@Suite struct SearchAndListTests {
    typealias Service = DirectoryV1.DirectoryService

    @Test(
        "a place is found with and without accents and in either case",
        arguments: ["ségou", "SEGOU", "Ségou", "se\u{301}go", "  segou "])
    func accents(prefix: String) async throws {
        try await DirectoryFixture.run { fixture in
            let answer = try await fixture.call(Service.searchPlaces, .init(prefix: prefix))
            #expect(answer.places.contains { $0.nameFrench == "Ségou" })
            #expect(answer.places.allSatisfy { $0.nameFrench.hasPrefix("Sé") })
            let cercles = try await fixture.call(
                Service.searchPlaces, .init(prefix: prefix, level: 2))
            #expect(!cercles.places.isEmpty && cercles.places.allSatisfy { $0.level == 2 })
        }
    }

    @Test("every word of a name is a start, and the middle of a word is none")
    func words() async throws {
        try await DirectoryFixture.run { fixture in
            let organisation = try await fixture.addOrganisation(
                "Association Faso-Jigi", acronym: "AFJ")
            for prefix in ["association f", "FASO", "jig", "afj", "faso jigi"] {
                let found = try await fixture.call(
                    Service.searchOrganisations, .init(prefix: prefix)
                ).organisations
                #expect(found == [organisation], "\(prefix)")
            }
            for prefix in ["igi", "ociation", "faso association", "jigi association"] {
                let found = try await fixture.call(
                    Service.searchOrganisations, .init(prefix: prefix)
                ).organisations
                #expect(found.isEmpty, "\(prefix)")
            }
        }
    }

    @Test("signs that mean something to SQL are only text")
    func signs() async throws {
        try await DirectoryFixture.run { fixture in
            _ = try await fixture.addOrganisation("Aide 100", acronym: "")
            for prefix in ["%", "_", "' OR 1=1", "100%"] {
                let error = await fixture.failure(
                    Service.searchOrganisations, .init(prefix: prefix))
                let isEmpty = prefix == "%" || prefix == "_"
                #expect((error?.details.reason == "directory.search_empty") == isEmpty, "\(prefix)")
            }
            let none = try await fixture.call(
                Service.searchOrganisations, .init(prefix: "' OR 1=1"))
            #expect(none.organisations.isEmpty)
        }
    }

    @Test("a changed name is found by the new one alone")
    func renamed() async throws {
        try await DirectoryFixture.run { fixture in
            var site = try await fixture.addSite("Ancien camp")
            site.name = "Nouveau camp"
            _ = try await fixture.call(Service.updateSite, .init(site: site))
            let old = try await fixture.call(Service.searchSites, .init(prefix: "ancien"))
            #expect(old.sites.isEmpty)
            let new = try await fixture.call(Service.searchSites, .init(prefix: "nouv"))
            #expect(new.sites.map(\.name) == ["Nouveau camp"])
        }
    }

    @Test("contacts are found by name, interventions by activity")
    func otherKinds() async throws {
        try await DirectoryFixture.run { fixture in
            let organisation = try await fixture.addOrganisation()
            _ = try await fixture.call(
                Service.createContact,
                .init(contact: .init(contactID: fixture.newID(), name: "Bureau d'Émélie")))
            _ = try await fixture.call(
                Service.createIntervention, .init(intervention: fixture.intervention(organisation)))
            let contacts = try await fixture.call(Service.searchContacts, .init(prefix: "emel"))
            #expect(contacts.contacts.count == 1)
            let found = try await fixture.call(Service.searchInterventions, .init(prefix: "rehab"))
            #expect(found.interventions.count == 1)
        }
    }

    @Test("a search too long, empty or too large is refused")
    func badSearch() async throws {
        try await DirectoryFixture.run { fixture in
            let long = await fixture.failure(
                Service.searchPlaces, .init(prefix: String(repeating: "a", count: 65)))
            #expect(long?.fields == ["prefix directory.search_empty"])
            let many = await fixture.failure(
                Service.searchSites, .init(prefix: "a", pageSize: 101))
            #expect(many?.fields == ["page_size request.page_size_too_large"])
            let level = await fixture.failure(
                Service.searchPlaces, .init(prefix: "a", level: 9))
            #expect(level?.fields == ["level directory.level_invalid"])
        }
    }

    @Test("pages hold every record once, in order, and the last says so")
    func paging() async throws {
        try await DirectoryFixture.run { fixture in
            for number in 1...7 {
                _ = try await fixture.addOrganisation(
                    "Organisation \(number)", acronym: "O\(number)")
            }
            var seen: [String] = []
            var token = ""
            var pages = 0
            repeat {
                let answer = try await fixture.call(
                    Service.listOrganisations, .init(pageSize: 3, pageToken: token))
                seen += answer.organisations.map(\.acronym)
                token = answer.nextPageToken
                pages += 1
            } while !token.isEmpty && pages < 10
            #expect(seen == (1...7).map { "O\($0)" })
            #expect(pages == 3)
            let bad = await fixture.failure(
                Service.listOrganisations, .init(pageToken: "xyz"))
            #expect(bad?.fields == ["page_token request.page_token_malformed"])
        }
    }

    @Test("places are paged by their codes, and narrowed to what lies in one now")
    func listPlaces() async throws {
        try await DirectoryFixture.run { fixture in
            let first = try await fixture.call(Service.listPlaces, .init(pageSize: 2))
            #expect(first.places.map(\.code) == ["ML", "ML00"])
            let inside = try await fixture.call(Service.listPlaces, .init(parentCode: "ML19"))
            #expect(inside.places.map(\.code).contains("ML0505"))
            let mopti = try await fixture.call(Service.listPlaces, .init(parentCode: "ML05"))
            #expect(!mopti.places.map(\.code).contains("ML0505"))
            let unknown = await fixture.failure(Service.listPlaces, .init(parentCode: "XX"))
            #expect(unknown?.fields == ["parent_code registration.place_unknown"])
            let regions = try await fixture.call(
                Service.listPlaces, .init(pageSize: 200, levels: [0, 1]))
            #expect(regions.places.allSatisfy { $0.level < 2 } && regions.places.count > 19)
        }
    }

    @Test("a place lies in another from the day on that its link says, not from its import on")
    func datedLinks() async throws {
        try await DirectoryFixture.run { fixture in
            // Koro goes back to Mopti on 1 February; the fixture's today is 1 January 2026.
            var koro = try #require(
                try await fixture.call(Service.getPlace, .init(code: "ML0505")).place)
            let redrawn = DirectoryFixture.day(2026, 2, 1)
            koro.parents[koro.parents.count - 1].validUntil = redrawn
            koro.parents.append(.init(code: "ML05", validFrom: redrawn))
            _ = try await fixture.call(Service.importPlaces, .init(places: [koro]))
            _ = try await fixture.addSite("Koro", place: "ML0505")
            for (code, isThere) in [("ML19", true), ("ML05", false)] {
                let places = try await fixture.call(
                    Service.listPlaces, .init(pageSize: 200, parentCode: code))
                #expect(places.places.contains { $0.code == "ML0505" } == isThere, "\(code)")
                let sites = try await fixture.call(Service.listSites, .init(placeCode: code))
                #expect(!sites.sites.isEmpty == isThere, "\(code)")
            }
        }
    }

    @Test("a page ends before its bytes are too many, and the next goes on from there")
    func longPages() async throws {
        try await DirectoryFixture.run { fixture in
            let organisation = try await fixture.addOrganisation()
            let name = String(repeating: "\u{1F3D5}", count: 128)
            var ids: [[UInt8]] = []
            for _ in 1...60 {
                var record = fixture.intervention(organisation)
                record.places = (1...100).map { _ in .init(code: "ML0505", name: name) }
                ids.append(record.interventionID)
                _ = try await fixture.call(Service.createIntervention, .init(intervention: record))
            }
            var seen: [[UInt8]] = []
            var token = ""
            var pages = 0
            repeat {
                let answer = try await fixture.call(
                    Service.listInterventions, .init(pageSize: 200, pageToken: token))
                #expect(try answer.encoded().count < 3 << 20)
                seen += answer.interventions.map(\.interventionID)
                token = answer.nextPageToken
                pages += 1
            } while !token.isEmpty && pages < 10
            #expect(seen == ids && pages == 2)
            let found = try await fixture.call(
                Service.searchInterventions, .init(prefix: "rehab", pageSize: 100))
            #expect(try found.encoded().count < 3 << 20)
        }
    }

    @Test("lists are narrowed by kind, manager, state, and by a place with all that lies in it")
    func filters() async throws {
        try await DirectoryFixture.run { fixture in
            let organisation = try await fixture.addOrganisation()
            var koro = try await fixture.addSite("Koro", place: "ML0505")
            let mopti = try await fixture.addSite("Mopti", place: "ML0506")
            koro.managerOrganisationID = organisation.organisationID
            koro.state = "full"
            koro = try #require(try await fixture.call(Service.updateSite, .init(site: koro)).site)
            func names(_ request: DirectoryV1.ListSitesRequest) async throws -> [String] {
                try await fixture.call(Service.listSites, request).sites.map(\.name)
            }
            #expect(try await names(.init(placeCode: "ML19")) == ["Koro"])
            #expect(try await names(.init(placeCode: "ML0505")) == ["Koro"])
            #expect(try await names(.init(placeCode: "ML")) == ["Koro", "Mopti"])
            #expect(try await names(.init(kind: "school")).isEmpty)
            #expect(try await names(.init(kind: "planned_site", state: "open")) == [mopti.name])
            #expect(
                try await names(.init(managerOrganisationID: organisation.organisationID)) == [
                    "Koro"
                ])
            let error = await fixture.failure(Service.listSites, .init(placeCode: "ML77"))
            #expect(error?.fields == ["place_code registration.place_unknown"])
        }
    }

    @Test("interventions are narrowed by sector, organisation, site, place and state together")
    func interventionFilters() async throws {
        try await DirectoryFixture.run { fixture in
            let organisation = try await fixture.addOrganisation()
            let site = try await fixture.addSite()
            var record = fixture.intervention(organisation)
            record.siteIDs = [site.siteID]
            _ = try await fixture.call(Service.createIntervention, .init(intervention: record))
            let all = DirectoryV1.ListInterventionsRequest(
                sector: "WSH", placeCode: "ML19", organisationID: organisation.organisationID,
                state: "ongoing", siteID: site.siteID)
            let found = try await fixture.call(Service.listInterventions, all)
            #expect(found.interventions.count == 1)
            var other = all
            other.sector = "HEA"
            let none = try await fixture.call(Service.listInterventions, other)
            #expect(none.interventions.isEmpty)
        }
    }
}
