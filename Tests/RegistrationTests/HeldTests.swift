import Access
import Messages
import RegistrationCore
import Status
import Testing

@testable import RegistrationService

@Suite struct HeldTests {
    private typealias Service = RegistrationV1.RegistrationService

    private let uncoded = RegistrationV1.Household.made().changed {
        $0.place = .init(name: "Sangha")
    }
    private let placeField = "commands[0].register.household.place.code"

    private func held(_ fixture: RegistrationFixture) async throws -> [RegistrationV1.HeldCommand] {
        try await fixture.call(Service.listHeld, .init()).held
    }

    @Test func `what waits for a place code is kept, listed and released`() async throws {
        try await withRegistration { fixture in
            let receipt = try await fixture.submit([.register("a", uncoded)])
            #expect(receipt.results.map(\.outcome) == [.held])
            let waiting = try await held(fixture)
            #expect(waiting.map(\.command) == [.register("a", uncoded)])
            #expect(waiting[0].waitsFor.map(\.field) == [placeField])
            let released = try await fixture.call(
                Service.releaseHeld,
                .init(
                    heldID: waiting[0].heldID,
                    codings: [.init(field: placeField, placeCode: "ML0505")]))
            #expect(released.result?.outcome == .registered)
            #expect(try await held(fixture).isEmpty)
            let result = try #require(released.result)
            #expect(
                try await fixture.household(result).place == .init(code: "ML0505", name: "Sangha"))
            #expect(released.position == (try await fixture.events().last?.position))
        }
    }

    @Test func `the state of a batch names what of it still waits, not what was released`()
        async throws
    {
        try await withRegistration { fixture in
            let receipt = try await fixture.submit([.register("a", uncoded), .register("b")])
            let before = try await fixture.call(
                Service.getBatch, .init(batchID: receipt.batchID), as: .team)
            #expect(before.held.map(\.sourceKey) == ["a"])
            #expect(before.held[0].waitsFor.map(\.field) == [placeField])
            _ = try await fixture.call(
                Service.releaseHeld,
                .init(
                    heldID: before.held[0].heldID,
                    codings: [.init(field: placeField, placeCode: "ML0505")]))
            let after = try await fixture.call(
                Service.getBatch, .init(batchID: receipt.batchID), as: .team)
            #expect(after.held.isEmpty && after.receipt?.results == receipt.results)
        }
    }

    // The source's copy has no code and never will: it was held again with every later batch.
    @Test func `what was released and is handed in again without its code is known`() async throws {
        try await withRegistration { fixture in
            try await fixture.submit([.register("a", uncoded)])
            let heldID = try await held(fixture)[0].heldID
            _ = try await fixture.call(
                Service.releaseHeld,
                .init(heldID: heldID, codings: [.init(field: placeField, placeCode: "ML0505")]))
            let again = try await fixture.submit([.register("a", uncoded)], at: 7)
            #expect(again.results.map(\.outcome) == [.unchanged])
            #expect(try await held(fixture).isEmpty)
        }
    }

    @Test func `a release without the code, or with one that is none, changes nothing`()
        async throws
    {
        try await withRegistration { fixture in
            try await fixture.submit([.register("a", uncoded)])
            let heldID = try await held(fixture)[0].heldID
            let without = await failure {
                _ = try await fixture.call(Service.releaseHeld, .init(heldID: heldID))
            }
            #expect(without?.code == .failedPrecondition)
            let wrong = await failure {
                _ = try await fixture.call(
                    Service.releaseHeld,
                    .init(heldID: heldID, codings: [.init(field: placeField, placeCode: "XX")]))
            }
            #expect(wrong?.details.violations.map(\.field) == ["codings[0].place_code"])
            let unknown = await failure {
                _ = try await fixture.call(
                    Service.releaseHeld, .init(heldID: [UInt8](repeating: 1, count: 16)))
            }
            #expect(unknown?.code == .notFound)
            #expect(try await held(fixture).count == 1)
            #expect(try await fixture.events().count == 1)
        }
    }

    @Test func `what waits and is handed in again waits once, and its later form takes its place`()
        async throws
    {
        try await withRegistration { fixture in
            try await fixture.submit([.register("a", uncoded)])
            let again = try await fixture.submit([.register("a", uncoded)], at: 7)
            #expect(again.results.map(\.outcome) == [.held])
            #expect(try await held(fixture).count == 1)
            let later = uncoded.changed { $0.members[0].givenName = "Fanta" }
            try await fixture.submit([.register("a", later)])
            #expect(try await held(fixture).map(\.command) == [.register("a", later)])
            let coded = later.changed { $0.place?.code = "ML0505" }
            let done = try await fixture.submit([.register("a", coded)])
            #expect(done.results.map(\.outcome) == [.registered])
            #expect(try await held(fixture).isEmpty)
        }
    }

    // Under a key that already meant a household every batch left one more command waiting.
    @Test func `a correction that waits is kept once, and beside a departure`() async throws {
        try await withRegistration { fixture in
            try await fixture.submit([.register("a")])
            for time in 0..<3 {
                try await fixture.submit([.correct("a", uncoded)], at: Int64(time))
            }
            #expect(try await held(fixture).count == 1)
            let later = uncoded.changed { $0.members[0].givenName = "Fanta" }
            try await fixture.submit([.correct("a", later)])
            #expect(try await held(fixture).map(\.command) == [.correct("a", later)])
            let departure = RegistrationV1.Command(
                sourceKey: "a",
                action: .depart(
                    .init(
                        departedOn: .init(year: 2026, precision: .year),
                        destination: .init(code: "ML9999"))))
            try await fixture.submit([departure])
            #expect(try await held(fixture).count == 2)
        }
    }
}
