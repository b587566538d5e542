import Basics
import DeduplicationCore
import Messages
import Status
import TestKit
import Testing

@testable import DeduplicationService

/// What withdrawn consent means for captures that come later.
@Suite struct BiometricConsentTests {
    // A device that was without a connection brought back what the person had asked to be deleted.
    @Test func `a capture that may be from before consent was withdrawn is refused`() async throws {
        try await withBiometricSite { here in
            try await here.submit(1, of: here.mariam)
            #expect(try await here.forget(here.mariam) == 1)
            for day in [1_700_000_000_000, 1_800_000_000_000] as [Int64] {
                let error = await #expect(throws: RPCError.self) {
                    try await here.submit(
                        record: SampleFinger.record(1), of: here.mariam, consentedAt: day)
                }
                #expect(error?.code == .failedPrecondition)
                #expect(error?.details.reason == "biometrics.consent_withdrawn")
                #expect(
                    error?.details.arguments.map(\.value) == ["2027-01-15T08:00:00.000Z"])
            }
            #expect(
                try await here.status(of: here.mariam)
                    == .init(state: .none, consentWithdrawnAtMilliseconds: 1_800_000_000_000))
            // Nobody else is concerned.
            try await here.submit(1, of: here.salif)
        }
    }

    @Test func `a capture that names the last withdrawal is of a new consent`() async throws {
        try await withBiometricSite { here in
            _ = try await here.forget(here.mariam)
            let first = try await here.status(of: here.mariam).consentWithdrawnAtMilliseconds
            let taken = try await here.submit(1, of: here.mariam, after: first)
            #expect(taken.results.map(\.outcome) == [.stored])
            // In the same millisecond, by a clock that stands still.
            #expect(try await here.forget(here.mariam) == 1)
            let second = try await here.status(of: here.mariam).consentWithdrawnAtMilliseconds
            #expect(second > first)
            await #expect(throws: RPCError.self) {
                try await here.submit(1, of: here.mariam, after: first)
            }
            try await here.submit(1, of: here.mariam, after: second)
            #expect(try await here.status(of: here.mariam).state == .checkPending)
        }
    }

    @Test func `who withdraws before the record is here stays withdrawn, also after a rebuilt log`()
        async throws
    {
        try await withBiometricSite { here in
            let late = Households.personID(3, 0)
            #expect(try await here.forget(late) == 0)
            for epoch in [1, 9] as [UInt64] {
                if epoch == 9 { here.site.log.restore(keeping: 1, epoch: epoch) }
                try here.site.log.record(Households.household(3, [Households.mariam()]))
                try await here.site.follow()
                await #expect(throws: RPCError.self) { try await here.submit(1, of: late) }
            }
        }
    }
}
