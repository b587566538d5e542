import Basics
import Catalogue
import ClientDirectory
import DirectoryCore
import Messages
import RPC
import Reference
import Status
import Testing
import Transport

@testable import DirectoryService

@Suite struct ClientTests {
    typealias Service = DirectoryV1.DirectoryService

    private func resolver(_ fixture: DirectoryFixture) -> ReferenceResolver {
        ReferenceResolver(client: fixture.client, reference: fixture.store.reference)
    }

    private func file(_ text: String) throws -> DirectoryFile {
        try DirectoryFile(contents: Array(text.utf8))
    }

    @Test(
        "a file of organisations with French headers and labels is taken in; twice doubles nothing")
    func organisations() async throws {
        try await DirectoryFixture.run { fixture in
            let rows = """
                Sigle;Nom français;Type;Pays;Remarque
                AMSS;Association malienne;ONG nationale;MLI;x
                UN1;Agence;Nations Unies;;
                BAD;;club;;
                """
            let importer = RecordImport<OrganisationKind>(
                client: fixture.client, resolver: resolver(fixture))
            let first = await importer.run(try file(rows))
            #expect(first.created == 2 && first.refused.map(\.row) == [4])
            #expect(try file(rows).ignored == ["Remarque"])
            let again = await importer.run(try file(rows))
            #expect(again.created == 0 && again.unchanged == 2)
            let changed = await importer.run(
                try file("name_fr,acronym,kind,country\nAgence,UN2,united_nations,\n"))
            #expect(changed.updated == 1)
            let found = try await OrganisationKind.search("un2", fixture.client)
            #expect(found.map(\.kind) == ["united_nations"])
        }
    }

    @Test("an import without a connection reports what it did, and why it went no further")
    func cutImport() async throws {
        try await DirectoryFixture.run { fixture in
            var limits = ClientLimits()
            limits.connectTimeout = .milliseconds(50)
            let client = try RPCClient(
                serviceName: "directory", endpoints: [Endpoint("inproc://nobody-is-here")],
                limits: limits)
            let resolver = ReferenceResolver(client: client, reference: fixture.store.reference)
            let organisations = try file("id;Sigle\nx;BAD\n;UN1\n")
            let places = try file("code,name_fr,level,parents\nML050503,Bon,3,ML0505\n")
            let report = await OrganisationKind.take(organisations, client, resolver) { _ in }
            #expect(report.refused.map(\.row) == [2] && report.failure?.code == .unavailable)
            let other = await PlaceKind.take(places, client, resolver) { _ in }
            #expect(other.refused.isEmpty && other.failure?.code == .unavailable)
            await client.close()
        }
    }

    @Test(
        "interventions name organisations by acronym and sites by name; an unclear name is a row's error"
    )
    func interventions() async throws {
        try await DirectoryFixture.run { fixture in
            let organisation = try await fixture.addOrganisation()
            let site = try await fixture.addSite()
            let rows = """
                lead,sector,activity,places,sites,starts_on,state,groups,reached
                ame,EHA,Forages,ML0505,Site de Socoura,2026-01,en cours,PDI,F/0-4=30|M/0-4=28
                Inconnue,EHA,Forages,ML0505,,2026-01,en cours,PDI,12
                ame,EHA,Forages,ML0505,,hier,en cours,PDI,12
                """
            let report = await RecordImport<InterventionKind>(
                client: fixture.client, resolver: resolver(fixture)
            ).run(try file(rows))
            #expect(report.created == 1 && report.refused.map(\.row) == [3, 4])
            let problems = report.refused.compactMap { refused -> FieldProblem? in
                if case .problem(let problem) = refused.reason { return problem }
                return nil
            }
            #expect(
                problems == [.init(.lead, .referenceUnclear), .init(.startsOn, .dateUnreadable)])
            let listed = try await InterventionKind.list(
                [.organisation: InterventionTestID.text(organisation.organisationID)], ListPage(),
                fixture.client)
            let record = try #require(listed.records.first)
            #expect(record.sector == "WSH" && record.populationGroups == ["IDP"])
            #expect(record.siteIDs == [site.siteID] && record.state == "ongoing")
            #expect(record.peopleCounts.map(\.people) == [30, 28])
        }
    }

    @Test("a file of places with dated parents and two meanings of one code is taken in")
    func places() async throws {
        try await DirectoryFixture.run { fixture in
            let rows = """
                code,name_fr,level,parents,valid_from,valid_until
                ML050501,Dioungani,commune,ML0505,2020-01-01,
                ML050501,Ancienne,commune,ML0505,,2020-01-01
                ML050502,Datée,3,ML0504@..2023-03-13|ML0505@2023-03-13..,,
                """
            let importer = PlaceImport(client: fixture.client, resolver: resolver(fixture))
            let report = await importer.run(try file(rows))
            #expect(report.created == 2 && report.refused.isEmpty)
            let place = try await PlaceKind.get("ML050501", fixture.client)
            #expect(
                place.nameFrench == "Dioungani" && place.earlier.map(\.nameFrench) == ["Ancienne"])
            let dated = try await PlaceKind.get("ML050502", fixture.client)
            #expect(
                PlaceKind.field(.parents)?.get(dated)
                    == "ML0504@..2023-03-13|ML0505@2023-03-13..")
            let bad = await importer.run(
                try file("code,name_fr,level,parents\nML050503,Bon,3,ML0505\nML050504,Seul,3,\n"))
            #expect(bad.created == 0 && bad.refused.map(\.row) == [3])
        }
    }

    @Test(
        "fields set from text are read back as the same text",
        arguments: [
            ["name": "Camp", "kind": "planned_site", "place": "ML0505", "latitude": "14.25"],
            ["households": "12", "people": "60", "source": "Mairie", "said_on": "2025-11"],
        ])
    func roundTrip(values: [String: String]) async throws {
        try await DirectoryFixture.run { fixture in
            var site = DirectoryV1.Site()
            let pairs = values.map { "\($0.key)=\($0.value)" }
            try await RecordEditing<SiteKind>(resolver: resolver(fixture)).apply(
                try RecordEditing<SiteKind>.assignments(pairs), to: &site)
            for (name, text) in values {
                let field = try #require(DirectoryField(header: name))
                #expect(SiteKind.field(field)?.get(site) == text)
            }
        }
    }

    @Test("a field that a kind has not, or that is only shown, cannot be set")
    func unknownFields() async throws {
        try await DirectoryFixture.run { fixture in
            let editing = RecordEditing<SiteKind>(resolver: resolver(fixture))
            let fields = SiteKind.settable
            #expect(fields.contains(.latitude) && !fields.contains(.revision))
            for field in [DirectoryField.acronym, .revision] {
                await #expect(throws: FieldProblem(field, .fieldUnknown, allowed: fields)) {
                    var site = DirectoryV1.Site()
                    try await editing.apply([field: "1"], to: &site)
                }
            }
            // No field is to blame: it named none.
            let malformed = FieldProblem(nil, .assignmentMalformed, allowed: fields)
            #expect(throws: malformed) {
                try RecordEditing<SiteKind>.assignments(["colour=red"])
            }
            for (language, names) in [(Language.french, " ; champs : "), (.english, "; fields: ")] {
                // All of them, however many a kind has.
                let all = names + fields.map(\.rawValue).joined(separator: " ")
                #expect(malformed.text(in: language).hasSuffix(all))
            }
            await #expect(throws: FieldProblem(.name, .fieldUnknown, allowed: [.kind, .country])) {
                try await OrganisationKind.list([.name: "x"], ListPage(), fixture.client)
            }
        }
    }

    @Test("every field and problem has its text in both languages")
    func texts() {
        for language in Language.allCases {
            let headings = DirectoryField.allCases.map { $0.text(in: language) }
            #expect(headings.allSatisfy { !$0.isEmpty } && Set(headings).count == headings.count)
        }
    }
}

/// Ids as the command line takes them.
enum InterventionTestID {
    static func text(_ bytes: [UInt8]) -> String {
        RecordID(bytes: bytes)?.description ?? ""
    }
}
