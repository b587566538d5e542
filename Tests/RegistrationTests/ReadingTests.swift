import Access
import Basics
import Messages
import RPC
import RegistrationCore
import Status
import Storage
import Testing

@testable import RegistrationService

@Suite struct ReadingTests {
    private typealias Service = RegistrationV1.RegistrationService

    @Test func `pages together hold every household once, in order`() async throws {
        try await withRegistration { fixture in
            let receipt = try await fixture.submit((0..<23).map { .register("k\($0)") })
            var token = ""
            var pages: [[[UInt8]]] = []
            repeat {
                let page = try await fixture.call(
                    Service.listHouseholds, .init(pageSize: 5, pageToken: token))
                pages.append(page.households.map(\.householdID))
                token = page.nextPageToken
            } while !token.isEmpty && pages.count < 10
            #expect(pages.map(\.count) == [5, 5, 5, 5, 3])
            #expect(Set(pages.joined()) == Set(receipt.results.map(\.householdID)))
            #expect(
                Array(pages.joined()) == pages.joined().sorted { $0.lexicographicallyPrecedes($1) })
        }
    }

    @Test func `a list is cut by place, with all that lies in it, and by stage`() async throws {
        try await withRegistration { fixture in
            try await fixture.submit([
                .register("koro", .made().changed { $0.place?.code = "ML0505" }),
                .register("town", .made().changed { $0.place?.code = "ML0501" }),
                .preRegister("light"),
            ])
            func count(_ place: String, _ stage: RegistrationV1.Stage = .unspecified) async throws
                -> Int
            {
                try await fixture.call(
                    Service.listHouseholds, .init(placeCode: place, stage: stage)
                ).households.count
            }
            #expect(try await count("ML0505") == 2)
            #expect(try await count("ML0501") == 1)
            // Koro lies in the region Bandiagara although its code begins like Mopti's.
            #expect(try await count("ML19") == 3)
            #expect(try await count("ML19", .preRegistered) == 1)
            let unknown = await failure { _ = try await count("XX") }
            #expect(unknown?.details.violations.map(\.field) == ["place_code"])
        }
    }

    @Test func `a name finds whoever's names begin so, on any page, accents aside`() async throws {
        try await withRegistration { fixture in
            try await fixture.submit(
                (0..<450).map { number in
                    .register(
                        "k\(number)",
                        .made().changed {
                            $0.members[1].givenName = number % 100 == 7 ? "Aïssata Zénab" : "Musa"
                        })
                })
            func found(
                _ name: String, size: UInt32 = 200, searched: Int = 1_000
            ) async throws -> [[UInt8]] {
                let list = ListHouseholds(store: fixture.store, searchedMax: searched)
                var token = ""
                var found: [[UInt8]] = []
                repeat {
                    let page = try await list.run(
                        .init(pageSize: size, pageToken: token, name: name))
                    #expect(page.households.count <= Int(size))
                    found += page.households.map(\.householdID)
                    token = page.nextPageToken
                } while !token.isEmpty && found.count <= 450
                #expect(Set(found).count == found.count)
                return found
            }
            for name in ["aissa", "ZENAB", "zen ais"] {
                #expect(try await found(name).count == 5, "\(name)")
            }
            #expect(try await found("aissa", size: 2).count == 5)
            // Most of what is looked through at once holds nobody.
            #expect(try await found("aissa", searched: 30).count == 5)
            #expect(try await found("aissa", searched: 225).count == 5)
            #expect(try await found("aissa musa").isEmpty)
            let error = await failure { _ = try await found("…") }
            #expect(error?.details.reason == "registration.name_without_letters")
            #expect(try await found("musa", size: 100).count == 445)
            for wrong in ["…", String(repeating: "a", count: 65)] {
                let error = await failure { _ = try await found(wrong) }
                #expect(error?.details.violations.map(\.field) == ["name"])
            }
        }
    }

    @Test(arguments: [
        "x", "00", String(repeating: "g", count: 32), String(repeating: "é", count: 16),
    ])
    func `a page token that is none is refused`(_ token: String) async throws {
        try await withRegistration { fixture in
            let error = await failure {
                _ = try await fixture.call(Service.listHouseholds, .init(pageToken: token))
            }
            #expect(error?.details.violations.map(\.field) == ["page_token"])
            let size = await failure {
                _ = try await fixture.call(Service.listHouseholds, .init(pageSize: 201))
            }
            #expect(size?.details.violations.map(\.field) == ["page_size"])
        }
    }

    @Test func `a household is found by its id and by its number as people write it`() async throws
    {
        try await withRegistration { fixture in
            let result = try await fixture.submit([.register("a")]).results[0]
            let number = result.caseNumber.replacing("-", with: " ").lowercased()
            let found = try await fixture.call(
                Service.getHousehold, .init(key: .caseNumber(number)))
            #expect(found.household?.householdID == result.householdID)
            let wrong = await failure {
                _ = try await fixture.call(
                    Service.getHousehold, .init(key: .caseNumber("BDG-00001-?")))
            }
            #expect(wrong?.details.reason == "registration.case_number_malformed")
            let nothing = await failure {
                _ = try await fixture.call(Service.getHousehold, .init())
            }
            #expect(nothing?.code == .invalidArgument)
            let none = await failure {
                _ = try await fixture.call(
                    Service.getPerson, .init(personID: [UInt8](repeating: 1, count: 16)))
            }
            #expect(none?.code == .notFound)
        }
    }

    @Test func `a follower reads on from its position, and waits for what comes`() async throws {
        try await withRegistration { fixture in
            try await fixture.submit((0..<7).map { .register("k\($0)") })
            let first = try await fixture.call(
                Service.readEvents, .init(eventsMax: 5), as: .follower)
            #expect(first.events.map { $0.position?.sequence } == [1, 2, 3, 4, 5])
            #expect(first.head?.sequence == 7)
            let second = try await fixture.call(
                Service.readEvents, .init(after: first.events.last?.position, eventsMax: 5),
                as: .follower)
            #expect(second.events.map { $0.position?.sequence } == [6, 7])
            let last = second.events.last?.position
            let nothing = try await fixture.call(
                Service.readEvents, .init(after: last, waitMilliseconds: 1), as: .follower)
            #expect(nothing.events.isEmpty)
            async let waiting = fixture.call(
                Service.readEvents, .init(after: last, waitMilliseconds: 50_000), as: .follower)
            try await fixture.submit([.register("late")])
            #expect(try await waiting.events.map { $0.position?.sequence } == [8])
        }
    }

    @Test func `a position that is not of this log is DATA_LOSS`() async throws {
        try await withRegistration { fixture in
            try await fixture.submit([.register("a"), .register("b")])
            let position = try #require(try await fixture.events().last?.position)
            var beyond = position
            beyond.sequence = 9
            var other = position
            other.eventID = [UInt8](repeating: 1, count: 16)
            var epoch = position
            epoch.epoch = [UInt8](repeating: 1, count: 16)
            for lost in [beyond, other, epoch] {
                let error = await failure {
                    _ = try await fixture.call(
                        Service.readEvents, .init(after: lost, waitMilliseconds: 1), as: .follower)
                }
                #expect(error?.code == .dataLoss)
                #expect(error?.details.reason == "rpc.data_loss")
            }
        }
    }

    // A follower's long read kept the service from stopping for as long as draining may take.
    @Test func `a follower that waits does not hold up the end`() async throws {
        try await withRegistration { fixture in
            let client = try fixture.client(.follower)
            async let waiting = failure {
                _ = try await client.call(
                    Service.readEvents, .init(waitMilliseconds: 500_000),
                    options: .init(timeout: .seconds(590), retry: .never))
            }
            fixture.store.log.stopWaiting()
            #expect(await waiting?.code == .unavailable)
        }
    }
}
