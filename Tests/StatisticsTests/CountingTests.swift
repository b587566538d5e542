import Following
import Messages
import Storage
import Testing

@testable import StatisticsService

@Suite struct CountingTests {
    @Test("people, households and net are counted, and rows come in the order of their values")
    func registered() async throws {
        try await withRegion { region in
            try region.record(
                region.household([
                    region.person(), region.person(sex: .male), region.person(sex: .unknown),
                ]))
            try region.record(region.household([region.person()], place: "ML0501"))
            try await region.follow()
            let counts = try await region.counts([.place, .sex], level: 2)
            #expect(
                counts.lines == [
                    "ML0501 F: 1 1 1 0", "ML0505 F: 1 1 1 0", "ML0505 M: 1 1 1 0",
                    "ML0505 unknown: 1 1 1 0",
                ])
            #expect(counts.totalLine == "4 2 4 0")
            #expect(counts.registrationPosition?.sequence == 2)
            #expect(try await region.counts().rows.isEmpty)
        }
    }

    @Test("people at a commune that the directory was given are counted there, and in its cercle")
    func followedPlaces() async throws {
        try await withRegion { region in
            try region.record(region.household([region.person()], place: "ML050501"))
            try await region.follow()
            #expect(try await region.counts([.place], level: 3).lines == ["unknown: 1 1 1 0"])
            let commune = DirectoryV1.PlaceRecord(
                code: "ML050501", nameFrench: "Bon", level: 3, parents: [.init(code: "ML0505")])
            let event = DirectoryV1.Event(
                subjectID: region.newID(), change: .placeRecorded(commune))
            region.directory.append(
                subject: event.subjectID, at: Region.noon(Region.today), kind: event.kind,
                payload: try event.encoded())
            try await region.follow()
            #expect(try await region.counts([.place], level: 3).lines == ["ML050501: 1 1 1 0"])
            #expect(
                try await region.counts([.place], level: 2, place: "ML0505").lines
                    == ["ML0505: 1 1 1 0"])
        }
    }

    @Test("a site is counted by itself, and who is recorded above it is not known there")
    func localities() async throws {
        try await withRegion { region in
            let site = DirectoryV1.PlaceRecord(
                code: "ML0505S001", nameFrench: "Site de Koro", level: 4,
                parents: [.init(code: "ML0505")])
            let event = DirectoryV1.Event(subjectID: region.newID(), change: .placeRecorded(site))
            region.directory.append(
                subject: event.subjectID, at: Region.noon(Region.today), kind: event.kind,
                payload: try event.encoded())
            try region.record(
                region.household([region.person(), region.person()], place: "ML0505S001"))
            try region.record(region.household([region.person()], place: "ML0505"))
            try await region.follow()
            #expect(
                try await region.counts([.place], level: 4).lines
                    == ["ML0505S001: 2 1 2 0", "unknown: 1 1 1 0"])
            #expect(try await region.counts([.place], level: 2).lines == ["ML0505: 3 2 3 0"])
        }
    }

    @Test("a household that was pre-registered and then registered is counted once")
    func preRegistered() async throws {
        try await withRegion { region in
            let head = region.person()
            var household = region.household([head], stage: .preRegistered, size: 6)
            try region.record(household, on: "2026-02-01")
            try await region.follow()
            #expect(try await region.counts().totalLine == "0 0 0 6")
            #expect(
                try await region.counts([.place, .sex, .need, .date]).lines
                    == ["ML19 unknown unknown 2026-02-01: 0 0 0 6"])
            household.stage = .registered
            household.members.append(region.person(sex: .male))
            try region.record(household, on: "2026-02-15")
            try await region.follow()
            #expect(try await region.counts([.date]).lines == ["2026-02-15: 2 1 2 0"])
        }
    }

    @Test("a correction replaces what was counted and keeps the day of registration")
    func correction() async throws {
        try await withRegion { region in
            var household = region.household([region.person(), region.person()])
            try region.record(household, on: "2026-01-10")
            household.members[0].sex = .male
            household.place = .init(code: "ML0501")
            household.members.append(region.person(sex: .other))
            try region.record(household, on: "2026-01-20")
            try await region.follow()
            #expect(
                try await region.counts([.place, .sex, .date], level: 2).lines == [
                    "ML0501 F 2026-01-10: 1 1 1 0", "ML0501 M 2026-01-10: 1 1 1 0",
                    "ML0501 other 2026-01-20: 1 1 1 0",
                ])
            #expect(try await region.counts().totalLine == "3 1 3 0")
        }
    }

    @Test("who left is not counted, neither a household that nobody is left of")
    func departure() async throws {
        try await withRegion { region in
            var household = region.household([region.person(), region.person(sex: .male)])
            var light = region.household([region.person()], stage: .preRegistered, size: 4)
            try region.record(household)
            try region.record(light)
            household.members[1].presence = .departed
            light.members[0].presence = .departed
            light.peoplePresent = 0
            try region.append(.peopleDeparted(.init(household: household)), household.householdID)
            try region.append(.peopleDeparted(.init(household: light)), light.householdID)
            try await region.follow()
            #expect(try await region.counts([.sex]).lines == ["F: 1 1 1 0"])
            household.members[0].presence = .departed
            try region.append(.peopleDeparted(.init(household: household)), household.householdID)
            try await region.follow()
            #expect(try await region.counts().totalLine == "0 0 0 0")
        }
    }

    // Three whom nobody named stayed behind when the one member left: they were taken for gone.
    @Test("of a pre-registered household as many are counted as registration says are here")
    func sizeLeft() async throws {
        try await withRegion { region in
            var light = region.household([region.person()], stage: .preRegistered, size: 4)
            try region.record(light)
            light.members[0].presence = .departed
            light.peoplePresent = 3
            try region.append(.peopleDeparted(.init(household: light)), light.householdID)
            try await region.follow()
            #expect(try await region.counts().totalLine == "0 0 0 3")
        }
    }

    // A batch that waited on a tablet for three weeks counted on the day of its arrival.
    @Test("the day of registration is that on which the team closed its batch")
    func dayOfCollection() async throws {
        try await withRegion { region in
            let household = region.household([region.person()])
            try region.record(household, on: "2026-02-20", collectedOn: "2026-01-30")
            let light = region.household([region.person()], stage: .preRegistered, size: 2)
            try region.record(light, on: "2026-02-20", collectedOn: "2026-01-31")
            try region.record(region.household([region.person()]), on: "2026-02-20")
            try await region.follow()
            #expect(
                try await region.counts([.date]).lines == [
                    "2026-01-30: 1 1 1 0", "2026-01-31: 0 0 0 2", "2026-02-20: 1 1 1 0",
                ])
        }
    }

    @Test("erased households are not counted any more")
    func erasure() async throws {
        try await withRegion { region in
            let household = region.household([region.person()])
            try region.record(household)
            try region.append(
                .personalDataErased(.init(householdID: household.householdID)),
                household.householdID)
            try await region.follow()
            #expect(try await region.counts([.sex]).totalLine == "0 0 0 0")
            let people = try await region.store.database.read {
                try $0.query("SELECT 1 FROM person").count
            }
            #expect(people == 0)
        }
    }

    @Test("of one person who is erased the household stays, and keeps its day")
    func erasureOfOne() async throws {
        try await withRegion { region in
            let household = region.household([region.person(), region.person()])
            try region.record(household, on: "2026-02-20")
            var left = household
            let gone = left.members.removeLast()
            left.peoplePresent = 1
            try region.append(
                .personalDataErased(
                    .init(
                        householdID: household.householdID, personIDs: [gone.personID],
                        household: left)),
                household.householdID)
            try await region.follow()
            #expect(try await region.counts([.date]).lines == ["2026-02-20: 1 1 1 0"])
        }
    }

    @Test("a person counts once under each need, and once in the total")
    func needs() async throws {
        try await withRegion { region in
            try region.record(
                region.household([
                    region.person(needs: ["DS", "CR", "CR"]), region.person(needs: ["CR"]),
                    region.person(),
                ]))
            try await region.follow()
            let counts = try await region.counts([.need])
            #expect(counts.lines == ["CR: 2 1 2 0", "DS: 1 1 1 0", "none: 1 1 1 0"])
            #expect(counts.totalLine == "3 1 3 0")
        }
    }

    @Test("Koro lies in Mopti before the map of 2023 and in Bandiagara after")
    func maps() async throws {
        try await withRegion { region in
            try region.record(region.household([region.person()], place: "ML0505"))
            try region.record(region.household([region.person()], place: ""))
            try await region.follow()
            func regions(_ day: String) async throws -> [String] {
                try await region.counts([.place], asOf: day).lines
            }
            #expect(try await regions("2023-03-12") == ["ML05: 1 1 1 0", "unknown: 1 1 1 0"])
            #expect(try await regions("2023-03-13") == ["ML19: 1 1 1 0", "unknown: 1 1 1 0"])
            #expect(try await regions("") == ["ML19: 1 1 1 0", "unknown: 1 1 1 0"])
            #expect(try await region.counts([], place: "ML19").totalLine == "1 1 1 0")
            #expect(try await region.counts([], place: "ML05").totalLine == "0 0 0 0")
            #expect(
                try await region.counts([], asOf: "2021-12-20", place: "ML05").totalLine
                    == "1 1 1 0")
            // A cercle has no commune above it.
            #expect(try await region.counts([.place], level: 3).lines == ["unknown: 2 2 2 0"])
        }
    }

    @Test(
        "ages are those of the asked day; parts of a date that are not known count as reached",
        arguments: [
            ("2021-03-01", "5-11"), ("2021-03-02", "0-4"), ("2014-03-01", "12-17"),
            ("2014-03-02", "5-11"), ("2008-03-01", "18-59"), ("2008-03-02", "12-17"),
            ("1966-03-01", "60+"), ("1966-03-02", "18-59"), ("2008-03", "18-59"),
            ("2008-04", "12-17"),
            ("2008", "18-59"), ("2009", "12-17"), ("", "unknown"), ("2026-03-01", "0-4"),
            ("2026-03-02", "not_born"), ("2026", "0-4"), ("2027", "not_born"),
        ])
    func ages(born: String, band: String) async throws {
        try await withRegion { region in
            try region.record(region.household([region.person(born: born)]))
            try await region.follow()
            #expect(try await region.counts([.ageBand]).lines == ["\(band): 1 1 1 0"])
        }
    }

    @Test("somebody born on 29 February is a year older on 1 March")
    func leapDay() async throws {
        try await withRegion { region in
            try region.record(region.household([region.person(born: "2008-02-29")]))
            try await region.follow()
            #expect(
                try await region.counts([.ageBand], asOf: "2026-02-28").lines == ["12-17: 1 1 1 0"])
            #expect(
                try await region.counts([.ageBand], asOf: "2026-03-01").lines == ["18-59: 1 1 1 0"])
        }
    }
}
