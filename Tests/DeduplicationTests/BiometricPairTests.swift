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
            #expect(pair.evidence.map(\.field) == ["prior", "fingerprint"])
            // log2(0.95 / 10^-6) - log2(1000) = 19.86 - 9.97
            #expect(abs(pair.weightBits - 9.89) < 0.01)
            #expect([pair.earlier?.givenName, pair.later?.givenName] == ["Mariam", "Salif"])
            #expect(try await here.site.events().count == 1)
            #expect(try await here.status(of: here.salif).state == .checked)
        }
    }

    @Test func `a match adds to a pair of the records, a non-match takes off and closes nothing`()
        async throws
    {
        try await withBiometricSite { here in
            try here.site.log.record(Households.household(3, [Households.mariam()]))
            try await here.site.follow()
            let found = try #require(try await here.site.pairs().first)
            try await here.submit(1, of: here.mariam)
            try await here.submit(2, of: Households.personID(3, 0))
            try await here.work()
            let lowered = try #require(try await here.site.pairs().first)
            #expect(lowered.revision == found.revision + 1)
            #expect(lowered.fingerprintEvidence?.level == "differs")
            // log2(0.05) = -4.32
            #expect(abs(lowered.weightBits - found.weightBits + 4.32) < 0.01)
            // A better capture of the finger that it was after all.
            try await here.submit(1, of: Households.personID(3, 0), quality: 95)
            try await here.work()
            let lifted = try #require(try await here.site.pairs().first)
            #expect(lifted.fingerprintEvidence?.level == "matches")
            #expect(abs(lifted.weightBits - found.weightBits - 19.86) < 0.01)
            #expect(lifted.evidence.filter { $0.field == "fingerprint" }.count == 1)
            #expect(try await here.site.pairs().count == 1)
        }
    }

    @Test func `levels follow from the sum, and no non-match makes a pair of the records none`()
        throws
    {
        func pair(_ bits: Double) -> DeduplicationV1.Pair {
            .init(
                state: .open, level: bits >= 3.17 ? .probable : .possible, weightBits: bits,
                evidence: [
                    .init(field: "prior", weightBits: -20),
                    .init(field: "given_name", level: "exact", weightBits: bits + 20),
                ], revision: 1)
        }
        let match = FingerprintEvidence(
            .match(falseMatchRate: 1e-3), falseNonMatchRate: 0.05)
        let difference = FingerprintEvidence(.nonMatch, falseNonMatchRate: 0.05)
        for (bits, evidence, level) in [
            (-1.0, match, DeduplicationV1.PairLevel.probable), (4.0, difference, .possible),
            (9.0, difference, .probable), (-1.0, difference, .possible),
        ] {
            let before = pair(bits)
            var changed = before
            changed.take(evidence)
            #expect(changed.level == level && changed.state == .open && changed.revision == 2)
            changed.take(evidence)
            #expect(changed.revision == 2)
            changed.take(nil)
            #expect(changed.level == before.level && changed.evidence == before.evidence)
            #expect(abs(changed.weightBits - bits) < 1e-9)
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
            #expect(kept.fingerprintEvidence?.level == "matches")
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
            #expect(pair.evidence.map(\.field) == ["prior", "fingerprint"])
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

    // One in ten thousand by chance is nobody in a camp, and ten people in a region.
    @Test func `what opens a pair by itself must outweigh the number of people searched`() throws {
        let key = PairKey(FakeLog.id(1), FakeLog.id(2))
        func opens(_ rate: Double, among count: Int) throws -> Bool {
            let evidence = try #require(
                FingerprintEvidence(.match(falseMatchRate: rate), falseNonMatchRate: 0.01))
            return DeduplicationV1.Pair(key, evidence, among: count) != nil
        }
        #expect(try opens(1e-4, among: 1))
        #expect(try opens(1e-4, among: 30_000))
        #expect(try !opens(1e-4, among: 50_000))
        #expect(try !opens(1e-2, among: 1))
        #expect(try opens(1e-6, among: 1_000_000))
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
