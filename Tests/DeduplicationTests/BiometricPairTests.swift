import Basics
import DeduplicationCore
import Messages
import Synchronization
import TestKit
import Testing

@testable import DeduplicationService

/// What fingerprints do to pairs.
@Suite struct BiometricPairTests {
    @Test func `one finger under two names opens a pair, heard of in the log`() async throws {
        try await withBiometricSite { here in
            try await here.submit(1, of: here.mariam)
            try await here.submit(1, of: here.salif, shake: 3)
            #expect(try await here.site.pairs().isEmpty)
            try await here.work()
            let pair = try #require(try await here.site.pairs().first)
            #expect(pair.level == .possible)
            #expect(pair.evidence.map(\.field) == ["fingerprint"])
            // log2(0.95 / 10^-6) = 19.86
            #expect(abs(pair.weightBits - 19.86) < 0.01)
            #expect([pair.earlier?.givenName, pair.later?.givenName] == ["Mariam", "Salif"])
            #expect(try await here.site.events().count == 1)
            #expect(try await here.status(of: here.salif).state == .checked)
        }
    }

    @Test func `a match lifts a pair of the records, a non-match lowers it and closes nothing`()
        async throws
    {
        try await withBiometricSite { here in
            try here.site.log.record(Households.household(3, [Households.mariam()]))
            try await here.site.follow()
            let found = try #require(try await here.site.pairs().first)
            #expect(found.level == .probable)
            try await here.submit(1, of: here.mariam)
            try await here.submit(2, of: Households.personID(3, 0))
            try await here.work()
            let lowered = try #require(try await here.site.pairs().first)
            #expect(lowered.level == .possible && lowered.recordsLevel == .probable)
            #expect(lowered.revision == found.revision + 1)
            #expect(lowered.fingerprintEvidence?.level == "differs")
            // log2(0.05) = -4.32
            #expect(abs(lowered.weightBits - found.weightBits + 4.32) < 0.01)
            // A better capture of the finger that it was after all.
            try await here.submit(1, of: Households.personID(3, 0), quality: 95)
            try await here.work()
            let lifted = try #require(try await here.site.pairs().first)
            #expect(lifted.level == .probable && lifted.fingerprintEvidence?.level == "agree")
            #expect(lifted.evidence.filter { $0.field == "fingerprint" }.count == 1)
            #expect(try await here.site.pairs().count == 1)
        }
    }

    @Test func `a decision stands, and its reviewer notices the new evidence`() async throws {
        try await withBiometricSite { here in
            try here.site.log.record(Households.household(3, [Households.mariam()]))
            try await here.site.follow()
            let pair = try #require(try await here.site.pairs().first)
            let decided = try #require(try await here.site.decide(pair, .different))
            try await here.submit(1, of: here.mariam)
            try await here.submit(1, of: Households.personID(3, 0))
            try await here.work()
            let kept = try #require(try await here.site.pairs(.different).first)
            #expect(kept.revision > decided.revision)
            #expect(kept.fingerprintEvidence?.level == "agree")
            #expect(try await here.site.pairs().isEmpty)
        }
    }

    // The fingers were looked for before the records made a pair of their people.
    @Test func `a pair that the records make later is compared too`() async throws {
        try await withBiometricSite { here in
            try await here.submit(1, of: here.mariam)
            try await here.submit(2, of: here.salif)
            try await here.work()
            #expect(try await here.site.pairs().isEmpty)
            try here.site.log.record(Households.household(2, [Households.mariam()]))
            try await here.site.follow()
            #expect(try await here.site.pairs().first?.fingerprintEvidence == nil)
            try await here.work()
            #expect(
                try await here.site.pairs().first?.fingerprintEvidence?.level == "differs")
        }
    }

    @Test func `records that part again leave what the fingers say`() async throws {
        try await withBiometricSite { here in
            try here.site.log.record(Households.household(3, [Households.mariam()]))
            try await here.site.follow()
            try await here.submit(1, of: here.mariam)
            try await here.submit(1, of: Households.personID(3, 0))
            try await here.work()
            try here.site.log.record(Households.household(3, [Households.salif()]))
            try await here.site.follow()
            let pair = try #require(
                try await here.site.pairs().first {
                    $0.later?.personID == Households.personID(3, 0).bytes
                        && $0.earlier?.personID == here.mariam.bytes
                })
            #expect(pair.evidence.map(\.field) == ["fingerprint"])
            #expect(pair.level == .possible)
        }
    }

    @Test func `two members of one household are two people, whatever the matcher says`()
        async throws
    {
        try await withBiometricSite { here in
            try await here.submit(1, of: here.salif)
            try await here.submit(1, of: here.oumar)
            try await here.work()
            #expect(try await here.site.pairs().isEmpty)
            #expect(here.matcher.state.withLock { $0.searches } == 2)
        }
    }

    @Test func `a match that is no rarer than chance opens nothing`() async throws {
        try await withBiometricSite { here in
            here.matcher.state.withLock { $0.falseMatchRate = 0.01 }
            try await here.submit(1, of: here.mariam)
            try await here.submit(1, of: here.salif)
            try await here.work()
            #expect(try await here.site.pairs().isEmpty)
        }
    }

    // A thousandth of all comparisons by chance is nobody in a camp, and a hundred people in a region.
    @Test func `what opens a pair by itself must outweigh the number of people searched`() throws {
        func evidence(_ rate: Double) throws -> FingerprintEvidence {
            try #require(
                FingerprintEvidence(.match(falseMatchRate: rate), falseNonMatchRate: 0.01))
        }
        #expect(try evidence(1e-4).isDecisive(among: 1))
        #expect(try evidence(1e-4).isDecisive(among: 9_000))
        #expect(try !evidence(1e-4).isDecisive(among: 11_000))
        #expect(try !evidence(2e-3).isDecisive(among: 1))
        #expect(try evidence(1e-6).isDecisive(among: 100_000_000))
    }

    @Test func `weights follow from stated error rates, within bounds`() throws {
        func bits(_ verdict: MatcherVerdict, _ rate: Double = 0.05) -> Double? {
            FingerprintEvidence(verdict, falseNonMatchRate: rate)?.evidence.weightBits
        }
        #expect(bits(.inconclusive) == nil)
        #expect(bits(.match(falseMatchRate: 1)) == nil)
        #expect(bits(.match(falseMatchRate: 0)) == 20)
        #expect(bits(.match(falseMatchRate: .leastNonzeroMagnitude)) == 20)
        let weak = try #require(bits(.match(falseMatchRate: 1e-3)))
        #expect(abs(weak - 9.89) < 0.01)
        #expect(bits(.nonMatch, 1e-9) == -6)
        #expect(abs((bits(.nonMatch, 0.25) ?? 0) + 2) < 1e-9)
    }
}
