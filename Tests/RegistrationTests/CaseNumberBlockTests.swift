import Access
import Basics
import Messages
import RegistrationCore
import Status
import Storage
import TestKit
import Testing

@testable import RegistrationService

@Suite struct CaseNumberBlockTests {
    private typealias Service = RegistrationV1.RegistrationService

    private func request(
        _ number: UInt8, count: UInt32
    ) -> RegistrationV1.AllocateCaseNumbersRequest {
        .init(requestID: [UInt8](repeating: number, count: 16), count: count)
    }

    private func number(_ serial: UInt32, prefix: String = "BDG") throws -> String {
        try #require(CaseNumber(prefix: prefix, serial: serial)).description
    }

    private func registration(_ key: String, number: String) -> RegistrationV1.Command {
        .register(key, .made().changed { $0.caseNumber = number })
    }

    @Test func `blocks do not overlap, and the region's own counter goes on behind them`()
        async throws
    {
        try await withRegistration { fixture in
            let before = try await fixture.submit([.register("a")]).results[0].caseNumber
            let one = try await fixture.call(
                Service.allocateCaseNumbers, request(1, count: 1_000), as: .team)
            let other = try await fixture.call(Service.allocateCaseNumbers, request(2, count: 3))
            let after = try await fixture.submit([.register("b")]).results[0].caseNumber
            #expect(one.caseNumbers.count == 1_000 && other.caseNumbers.count == 3)
            let all = [before] + one.caseNumbers + other.caseNumbers + [after]
            #expect(all.compactMap { CaseNumber($0)?.serial } == Array(1...1_005))
            #expect(one.allocatedAtMilliseconds == testNow.millisecondsSinceEpoch)
        }
    }

    @Test func `the same request of the same subject gives the same block, of another its own`()
        async throws
    {
        try await withRegistration { fixture in
            let first = try await fixture.call(
                Service.allocateCaseNumbers, request(7, count: 4), as: .team)
            let again = try await fixture.call(
                Service.allocateCaseNumbers, request(7, count: 4), as: .team)
            #expect(again.caseNumbers == first.caseNumbers)
            #expect(!first.alreadyAllocated && again.alreadyAllocated)
            let other = try await fixture.call(Service.allocateCaseNumbers, request(7, count: 4))
            #expect(Set(other.caseNumbers).isDisjoint(with: first.caseNumbers))
            let changed = await failure {
                _ = try await fixture.call(
                    Service.allocateCaseNumbers, request(7, count: 5), as: .team)
            }
            #expect(changed?.details.reason == "registration.block_request_changed")
        }
    }

    @Test func `a block of none, of too many or without a request id is refused`() async throws {
        try await withRegistration { fixture in
            for (request, field) in [
                (request(1, count: 0), "count"), (request(1, count: 1_001), "count"),
                (.init(requestID: [1], count: 1), "request_id"),
            ] {
                let error = await failure {
                    _ = try await fixture.call(Service.allocateCaseNumbers, request, as: .team)
                }
                #expect(error?.code == .invalidArgument)
                #expect(error?.details.violations.map(\.field) == [field])
            }
            let next = try await fixture.submit([.register("a")]).results[0].caseNumber
            #expect(next == (try number(1)))
        }
    }

    @Test func `one subject gets so many numbers in a day, and another its own`() async throws {
        try await withRegistration { fixture in
            let days = RegistrationLimits.caseNumbersPerDayMax / 1_000
            for number in 0..<days {
                _ = try await fixture.call(
                    Service.allocateCaseNumbers, request(UInt8(number), count: 1_000), as: .team)
            }
            let error = await failure {
                _ = try await fixture.call(
                    Service.allocateCaseNumbers, request(100, count: 1), as: .team)
            }
            #expect(error?.code == .resourceExhausted)
            #expect(error?.details.reason == "registration.case_numbers_of_day")
            // What was given stays given, and others are not touched by it.
            let again = try await fixture.call(
                Service.allocateCaseNumbers, request(0, count: 1_000), as: .team)
            #expect(again.alreadyAllocated)
            let other = try await fixture.call(Service.allocateCaseNumbers, request(100, count: 1))
            #expect(other.caseNumbers.count == 1)
            let past = testNow.advanced(by: .seconds(-86_400))
            let inADay = try await fixture.store.database.read {
                try fixture.store.caseNumbers.count(of: "team-1", since: past, in: $0)
            }
            let after = try await fixture.store.database.read {
                try fixture.store.caseNumbers.count(of: "team-1", since: testNow, in: $0)
            }
            #expect(inADay == RegistrationLimits.caseNumbersPerDayMax && after == 0)
        }
    }

    @Test func `a number never handed out is refused, one of a block or of elsewhere is not`()
        async throws
    {
        try await withRegistration { fixture in
            let block = try await fixture.call(
                Service.allocateCaseNumbers, request(1, count: 2), as: .team
            ).caseNumbers
            let results = try await fixture.submit([
                registration("a", number: block[1]), registration("b", number: try number(3)),
                registration("c", number: try number(900, prefix: "MOP")),
            ]).results
            #expect(results.map(\.outcome) == [.registered, .rejected, .registered])
            #expect(
                results[1].violations.map(\.field)
                    == ["commands[1].register.household.case_number"])
            #expect(
                results[1].violations.map(\.reason) == ["registration.case_number_not_issued"])
            let named = [try number(2), try number(3)]
            #expect(results[1].violations[0].arguments.map(\.value).sorted() == named)
        }
    }

    // It stays what it is: the number is the household's, and the counter has not moved.
    @Test func `a correction that names a household by its number is not asked about blocks`()
        async throws
    {
        try await withRegistration { fixture in
            let made = try await fixture.submit([.register("a")]).results[0]
            let again = try await fixture.submit(
                [registration("other-key", number: made.caseNumber)], source: "team-1/b")
            #expect(again.results[0].householdID == made.householdID)
            #expect(again.results[0].outcome != .rejected)
        }
    }

    @Test func `blocks and the counter outlive a restart`() async throws {
        let folder = try TemporaryFolder()
        var first: [String] = []
        try await withRegistration(in: folder) { fixture in
            first = try await fixture.call(
                Service.allocateCaseNumbers, request(1, count: 3), as: .team
            ).caseNumbers
        }
        try await withRegistration(in: folder) { fixture in
            let again = try await fixture.call(
                Service.allocateCaseNumbers, request(1, count: 3), as: .team)
            #expect(again.caseNumbers == first && again.alreadyAllocated)
            let next = try await fixture.submit([.register("a")]).results[0].caseNumber
            #expect(next == (try number(4)))
        }
    }

    // Teams assigned numbers themselves before there were blocks: none of those may be given again.
    @Test func `a number that came from elsewhere under the same prefix is not handed out`()
        async throws
    {
        try await withRegistration { fixture in
            var household = RegistrationV1.Household.made()
            household.householdID = fixture.store.ids.next().bytes
            household.caseNumber = try number(2)
            let foreign = household
            try await fixture.store.database.write {
                try fixture.store.households.save(foreign, at: testNow, in: $0)
            }
            let block = try await fixture.call(
                Service.allocateCaseNumbers, request(1, count: 2), as: .team)
            let free = [try number(3), try number(4)]
            #expect(block.caseNumbers == free)
        }
    }
}
