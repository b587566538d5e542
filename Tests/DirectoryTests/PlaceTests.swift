import Basics
import DirectoryCore
import Messages
import Reference
import Status
import Storage
import Testing

@testable import DirectoryService

@Suite struct PlaceTests {
    typealias Service = DirectoryV1.DirectoryService
    private static let redrawn = DirectoryFixture.day(2023, 3, 13)

    private static func commune(
        _ code: String, _ parents: [DirectoryV1.PlaceParent], level: UInt32 = 3
    ) -> DirectoryV1.PlaceRecord {
        .init(code: code, nameFrench: "Commune \(code)", level: level, parents: parents)
    }

    @Test(
        "the shipped places are there from the first start, with dated parents and earlier meanings"
    )
    func seeded() async throws {
        try await DirectoryFixture.run { fixture in
            let koro = try #require(
                try await fixture.call(Service.getPlace, .init(code: "ML0505")).place)
            #expect(
                koro.parents == [
                    .init(code: "ML05", validUntil: Self.redrawn),
                    .init(code: "ML19", validFrom: Self.redrawn),
                ])
            let taoudenit = try #require(
                try await fixture.call(Service.getPlace, .init(code: "ML09")).place)
            #expect(taoudenit.nameEnglish != "Bamako" && taoudenit.validFrom == Self.redrawn)
            #expect(taoudenit.earlier.map(\.nameFrench) == ["Bamako"])
        }
    }

    @Test("a second start adds nothing, also where a place was changed")
    func seededOnce() async throws {
        try await DirectoryFixture.run { fixture in
            var koro = try #require(
                try await fixture.call(Service.getPlace, .init(code: "ML0505")).place)
            koro.nameEnglish = "Koro town"
            _ = try await fixture.call(Service.updatePlace, .init(place: koro))
            let head = try await fixture.head()
            try await fixture.store.addShippedPlaces()
            #expect(try await fixture.head() == head)
            let read = try await fixture.call(Service.getPlace, .init(code: "ML0505"))
            #expect(read.place?.nameEnglish == "Koro town" && read.place?.revision == 2)
        }
    }

    @Test("a start adds the shipped places that are missing")
    func newShippedPlaces() async throws {
        try await DirectoryFixture.run { fixture in
            let (places, head) = (fixture.store.reference.places, try await fixture.head())
            try await fixture.store.database.write { transaction in
                try transaction.execute(
                    "DELETE FROM entry WHERE entry_id = $id",
                    [
                        "id": .blob(try #require(PlaceID.make("ML0505")))
                    ])
            }
            #expect(try await fixture.store.addShippedPlaces().isEmpty)
            #expect(try await fixture.head() == head + 1)
            let koro = try await fixture.call(Service.getPlace, .init(code: "ML0505")).place
            #expect(koro?.nameFrench == places.place("ML0505")?.nameFrench)
        }
    }

    @Test("a start on a full disk succeeds, since nothing is missing, and what is there is read")
    func fullDisk() async throws {
        try await DirectoryFixture.run { fixture in
            try await fixture.store.database.close()
            var full = Database.Configuration()
            full.diskSpace = { _ in DiskSpace(freeBytes: 1 << 20, totalBytes: 1 << 40) }
            let store = try DirectoryStore(
                path: fixture.path + "/directory.sqlite", region: "ML19",
                reference: fixture.store.reference, ids: RecordIDGenerator(), configuration: full)
            #expect(try await store.addShippedPlaces().isEmpty)
            let rows = store.rows(DirectoryV1.PlaceRecord.self)
            #expect(try await store.database.read { try rows.count(in: $0) } > 0)
            await #expect(throws: StorageError.self) { try await store.change { _ in } }
            try await store.database.close()
        }
    }

    @Test(
        "spans of time come oldest first",
        arguments: [
            (["2023", "2020"], ["places[0].parents[1].valid_from directory.spans_not_in_order"]),
            (["2020", "2023"], []),
        ])
    func order(years: [String], errors: [String]) async throws {
        try await DirectoryFixture.run { fixture in
            let parents = years.map { year in
                let first = UInt32(year) ?? 0
                return DirectoryV1.PlaceParent(
                    code: "ML0505", validFrom: DirectoryFixture.day(first, 1, 1),
                    validUntil: DirectoryFixture.day(first + 1, 1, 1))
            }
            var commune = Self.commune("ML050509", parents)
            commune.validFrom = DirectoryFixture.day(2023, 1, 1)
            commune.validUntil = DirectoryFixture.day(2024, 1, 1)
            let failure = await fixture.failure(Service.importPlaces, .init(places: [commune]))
            #expect(failure?.fields ?? [] == errors)
        }
    }

    @Test("each shipped place passes the checks that an imported one must pass")
    func shippedPlacesAreValid() async throws {
        try await DirectoryFixture.run { fixture in
            let places = DirectoryV1.PlaceRecord.records(of: fixture.store.reference.places)
            let answer = try await fixture.call(Service.importPlaces, .init(places: places))
            #expect(answer.unchanged == UInt32(places.count))
            var renamed = places
            for index in renamed.indices { renamed[index].nameEnglish += " 2" }
            let changed = try await fixture.call(Service.importPlaces, .init(places: renamed))
            #expect(changed.updated == UInt32(places.count))
        }
    }

    @Test(
        "an import creates, replaces and leaves alone, with dated parents and parents that come along"
    )
    func importPlaces() async throws {
        try await DirectoryFixture.run { fixture in
            let village = DirectoryV1.PlaceRecord(
                code: "ML050501001", nameFrench: "Village", level: 4,
                parents: [.init(code: "ML050501")])
            let dated = Self.commune(
                "ML050502",
                [
                    .init(code: "ML0504", validUntil: Self.redrawn),
                    .init(code: "ML0505", validFrom: Self.redrawn),
                ])
            let request = DirectoryV1.ImportPlacesRequest(
                places: [village, Self.commune("ML050501", [.init(code: "ML0505")]), dated])
            let first = try await fixture.call(Service.importPlaces, request)
            #expect(first == .init(created: 3))
            let again = try await fixture.call(Service.importPlaces, request)
            #expect(again == .init(unchanged: 3))
            var renamed = request
            renamed.places[0].nameFrench = "Hameau"
            let third = try await fixture.call(Service.importPlaces, renamed)
            #expect(third == .init(updated: 1, unchanged: 2))
            let inside = try await fixture.call(Service.listPlaces, .init(parentCode: "ML0505"))
            #expect(inside.places.map(\.code) == ["ML050501", "ML050502"])
            // The site in the village lies in the region through three links.
            _ = try await fixture.addSite("Site du village", place: "ML050501001")
            let sites = try await fixture.call(Service.listSites, .init(placeCode: "ML19"))
            #expect(sites.sites.count == 1)
        }
    }

    @Test("an import with one wrong place keeps none, and names field and place")
    func importAllOrNone() async throws {
        try await DirectoryFixture.run { fixture in
            let good = Self.commune("ML050501", [.init(code: "ML0505")])
            let head = try await fixture.head()
            let cases: [(DirectoryV1.PlaceRecord, String)] = [
                (Self.commune("ml05", []), "places[1].code directory.place_code_malformed"),
                (Self.commune("ML050502", []), "places[1] directory.place_without_country"),
                (
                    Self.commune("ML050502", [.init(code: "ML7777")]),
                    "places[1].parents[0].code registration.place_unknown"
                ),
                (
                    Self.commune("ML050502", [.init(code: "ML050501")]),
                    "places[1].parents[0].code directory.parent_not_above"
                ),
                (
                    Self.commune(
                        "ML050502",
                        [.init(code: "ML0505"), .init(code: "ML0504", validFrom: Self.redrawn)]),
                    "places[1].parents[1].valid_from directory.spans_overlap"
                ),
                (
                    Self.commune(
                        "ML050502",
                        [.init(code: "ML0505", validFrom: Self.redrawn, validUntil: Self.redrawn)]),
                    "places[1].parents[0].valid_until directory.span_invalid"
                ),
                (
                    Self.commune("ML050502", [.init(code: "ML0505", validUntil: Self.redrawn)]),
                    "places[1] directory.place_without_country"
                ),
                (
                    Self.commune("ML050502", [.init(code: "ML0505", validFrom: Self.redrawn)]),
                    "places[1] directory.place_without_country"
                ),
                (
                    Self.commune(
                        "ML050502",
                        [
                            .init(code: "ML0505", validUntil: Self.redrawn),
                            .init(code: "ML0505", validFrom: DirectoryFixture.day(2023, 3, 14)),
                        ]),
                    "places[1] directory.place_without_country"
                ),
                (
                    Self.commune("ML050502", [.init(code: "ML19")]),
                    "places[1] directory.place_without_country"
                ),
                (
                    Self.commune("ML050502", [.init(code: "ML0505")], level: 7),
                    "places[1].level directory.level_invalid"
                ),
                (good, "places[1].code directory.repeated"),
            ]
            for (place, expected) in cases {
                let error = await fixture.failure(
                    Service.importPlaces, .init(places: [good, place]))
                #expect(error?.fields == [expected])
            }
            #expect(try await fixture.head() == head)
            let none = await fixture.failure(Service.importPlaces, .init())
            #expect(none?.fields == ["places registration.required"])
            let many = await fixture.failure(
                Service.importPlaces, .init(places: Array(repeating: good, count: 1_001)))
            #expect(many?.fields == ["places request.too_many"])
        }
    }

    @Test("a change that would cut what lies below off its country is refused")
    func descendants() async throws {
        try await DirectoryFixture.run { fixture in
            var region = try #require(
                try await fixture.call(Service.getPlace, .init(code: "ML19")).place)
            region.validUntil = DirectoryFixture.day(2025, 1, 1)
            let error = await fixture.failure(Service.updatePlace, .init(place: region))
            #expect(error?.fields == ["place directory.place_without_country"])
            #expect(
                error?.details.violations.first?.arguments.first?.value.hasPrefix("ML05") == true)
        }
    }

    @Test("places that contain each other are refused")
    func ring() async throws {
        try await DirectoryFixture.run { fixture in
            let error = await fixture.failure(
                Service.importPlaces,
                .init(places: [
                    Self.commune("ML050501", [.init(code: "ML050502")]),
                    Self.commune("ML050502", [.init(code: "ML050501")]),
                ]))
            #expect(error?.fields.allSatisfy { $0.hasSuffix("directory.parent_not_above") } == true)
        }
    }

    @Test("a place is created once under its code")
    func create() async throws {
        try await DirectoryFixture.run { fixture in
            let place = Self.commune("ML050501", [.init(code: "ML0505")])
            let created = try await fixture.call(Service.createPlace, .init(place: place))
            #expect(created.place?.revision == 1)
            let again = try await fixture.call(Service.createPlace, .init(place: place))
            #expect(again == created)
            var other = place
            other.nameFrench = "Autre"
            let error = await fixture.failure(Service.createPlace, .init(place: other))
            #expect(error?.code == .alreadyExists)
        }
    }
}
