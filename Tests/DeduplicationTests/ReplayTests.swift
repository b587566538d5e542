import DeduplicationCore
import Messages
import Status
import Storage
import Testing

@testable import DeduplicationService

@Suite struct ReplayTests {
    /// Eight pairs: a state, a probability, and whether a rule decided.
    private func replay(
        possible: Double, probable: Double
    ) -> DeduplicationV1.ReplayThresholdsResponse {
        var replay = ThresholdReplay(
            .init(possible: possible, probable: probable, storedFrom: 0.3),
            probableNow: 0.95)
        let pairs: [(DeduplicationV1.PairState, Double, Bool)] = [
            (.open, 0.4, false), (.open, 0.7, false), (.open, 0.96, false), (.open, 0.9999, false),
            (.same, 0.5, false), (.same, 0.9999, true), (.different, 0.99999, false),
            (.unsure, 0.6, false),
        ]
        for (state, probability, isByRule) in pairs {
            replay.add(state: state, weight: ThresholdReplay.bits(probability))
            if isByRule { replay.addRule(weight: ThresholdReplay.bits(probability)) }
        }
        return replay.answer
    }

    @Test func itSaysWhatWouldGoComeAndNeverBeShown() {
        let answer = replay(possible: 0.6, probable: 0.99)
        #expect(answer.open == 4)
        #expect(answer.openGone == 1)
        #expect(answer.probableNow == 2 && answer.probableThen == 1)
        #expect(answer.sameNeverShown == 1)
        let kept = replay(possible: 0.3, probable: 0.95)
        #expect(kept.openGone == 0 && kept.probableThen == kept.probableNow)
    }

    @Test func eachPairIsInTheBandOfItsWeight() {
        let bands = replay(possible: 0.3, probable: 0.95).bands
        #expect(bands.map(\.open).reduce(0, +) == 4)
        #expect(bands.map(\.same).reduce(0, +) == 2)
        #expect(bands.map(\.sameByRule).reduce(0, +) == 1)
        #expect(bands.map(\.fromBits) == bands.map(\.fromBits).sorted())
        // Even odds are 0 bits: of the band from 0 to 2, with those of 0.6 and 0.7.
        let middle = bands.first { $0.fromBits == 0 }
        #expect(
            middle?.toBits == 2 && middle?.same == 1 && middle?.unsure == 1 && middle?.open == 1)
        var far = ThresholdReplay(.init(possible: 0.3, probable: 0.95), probableNow: 0.95)
        for weight in [-1e300, 1e300, .infinity, -.infinity] {
            far.add(state: .open, weight: weight)
        }
        #expect(far.answer.bands.map(\.open) == [2, 2])
    }

    @Test func itReadsThePairsThatAreStored() async throws {
        try await withSite { site in
            for number in 1...4 as ClosedRange<UInt64> {
                try site.log.record(Households.household(number, [Households.mariam()]))
            }
            try await site.follow()
            let pairs = try await site.pairs()
            _ = try await site.decide(pairs[0], .same)
            let replay = ReplayThresholds(store: site.store)
            let answer = try await replay.run(.init(merge: 0.5))
            #expect(answer.open == UInt64(pairs.count - 1))
            #expect(answer.rule == "probability 0.5")
            #expect(answer.bands.map(\.same).reduce(0, +) == 1)
            #expect(answer.possible > 0 && answer.storedFrom == answer.possible)
            for value in [-0.1, 1, 7, .nan] {
                let error = await #expect(throws: RPCError.self) {
                    try await replay.run(.init(probable: value))
                }
                #expect(error?.details.violations.map(\.field) == ["probable"])
            }
        }
    }

    private static let probability = 0.999

    /// What a replay says of households that came without a rule, and what the rule itself merges of the same.
    private func replayed(
        _ households: [RegistrationV1.Household], exact: [String] = [],
        decide: (Site) async throws -> Void = { _ in }
    ) async throws -> (
        said: DeduplicationV1.ReplayThresholdsResponse, done: [DeduplicationV1.IdentitiesMerged]
    ) {
        let rule = MergeRule(probability: Self.probability, exact: exact)
        var said = DeduplicationV1.ReplayThresholdsResponse()
        // The rule is in force from after the households came.
        let first = try Site(log: FakeLog())
        for household in households { try first.log.record(household) }
        try await first.follow()
        try await decide(first)
        try await first.close(removing: false)
        let site = try Site(log: first.log, folder: first.folder, policy: .init(merging: rule))
        said = try await ReplayThresholds(store: site.store).run(.init(merge: Self.probability))
        for household in households {
            // Something of each that is not compared changes, so that the rule looks at it.
            var changed = household
            for index in changed.members.indices { changed.members[index].relationship = "head" }
            try site.log.record(changed)
        }
        try await site.follow()
        let done = try await site.events().compactMap { event in
            if case .identitiesMerged(let merged) = event.change { merged } else { nil }
        }
        try await site.close()
        return (said, done)
    }

    private func strangers() -> [RegistrationV1.Household] {
        Households.strangers(from: 50, count: 3)
    }

    // By weight alone two pairs more would be merged, and three people would be one.
    @Test func `it counts what the rule would merge, not all that is heavy enough`() async throws {
        func mariam(_ given: String, _ document: String = "ML-778812") -> RegistrationV1.Person {
            var person = Households.mariam()
            person.givenName = given
            person.documents = [.init(kind: "nina", number: document)]
            return person
        }
        let households =
            strangers() + [
                Households.household(1, [mariam("Mariam")]),
                Households.household(2, [mariam("Mariam")]),
                // Fits the others, but for the given name.
                Households.household(3, [mariam("Maryama")]),
                // Twins: either may be the one.
                Households.household(4, [Households.oumar(), Households.oumar()]),
                Households.household(5, [Households.oumar()]),
            ]
        let (said, done) = try await replayed(households, exact: ["given_name"])
        #expect(said.rule == "probability 0.999, exact given_name")
        let heavy = said.bands.filter { $0.fromBits >= 10 }.map(\.open).reduce(0, +)
        #expect(heavy == 5 && said.open == 5)
        #expect(said.merged == 1 && done.count == 1)
        #expect(said.identitiesJoined == 2 && said.identitiesMade == 1)
        #expect(said.cutOff == nil && said.mergedReopened == 0)
    }

    @Test func `identities are counted, not their pairs, and each fits each`() async throws {
        let households =
            strangers()
            + (1...3).map { Households.household($0, [Households.mariam()]) }
            + (4...5).map { Households.household($0, [Households.salif()]) }
        let (said, done) = try await replayed(households)
        // Of three pairs of three records two join; the third holds what is joined already.
        #expect(said.merged == 4)
        #expect(said.identitiesJoined == 5 && said.identitiesMade == 2)
        #expect(Set(done.map { $0.after?.identityID }).count == 2)
        #expect(done.compactMap { $0.after?.personIDs.count }.max() == 3)
    }

    @Test func `what it joined in its count holds back the rest of a chain`() async throws {
        func mariam(_ numbers: String...) -> [RegistrationV1.Person] {
            var person = Households.mariam()
            person.documents = numbers.map { .init(kind: "nina", number: $0) }
            return [person]
        }
        let households =
            strangers() + [
                Households.household(1, mariam("ML-1")),
                Households.household(2, mariam("ML-1", "ML-2")),
                Households.household(3, mariam("ML-2")),
            ]
        let (said, done) = try await replayed(households, exact: ["document"])
        #expect(said.merged == 1 && said.identitiesJoined == 2 && said.identitiesMade == 1)
        #expect(done.count == 1)
    }

    @Test func `what people decided otherwise is told, and is in no other count`() async throws {
        let households =
            strangers() + (1...2).map { Households.household($0, [Households.mariam()]) }
            + (4...5).map { Households.household($0, [Households.salif()]) }
            + (6...7).map { Households.household($0, [Households.oumar()]) }
        let (said, done) = try await replayed(households) { site in
            let pairs = try await site.pairs()
            #expect(pairs.count == 3)
            _ = try await site.decide(pairs[0], .different)
            _ = try await site.decide(pairs[1], .unsure)
            // Decided and taken back: no rule touches it.
            let decided = try #require(try await site.decide(pairs[2], .same))
            _ = try await site.decide(decided, .open)
        }
        #expect(said.mergedAgainstDecision == 2)
        #expect(said.merged == 0 && said.identitiesJoined == 0 && said.open == 1)
        // One by a person.
        #expect(done.count == 1)
    }

    @Test func `what people decided of one family does not hide the rest of it`() async throws {
        let households =
            strangers()
            + (1...2).map { Households.household($0, [Households.mariam(), Households.oumar()]) }
        let (said, _) = try await replayed(households) { site in
            let pairs = try await site.pairs()
            #expect(pairs.count == 2)
            for pair in pairs { _ = try await site.decide(pair, .different) }
        }
        #expect(said.mergedAgainstDecision == 2 && said.merged == 0)
    }

    @Test func `where its time is over it says how far it came`() async throws {
        try await withSite { site in
            for number in 1...4 as ClosedRange<UInt64> {
                try site.log.record(Households.household(number, [Households.mariam()]))
            }
            try await site.follow()
            let pairs = try await site.pairs()
            let cut = try await ReplayThresholds(store: site.store, time: .zero)
                .run(.init(merge: 0.9))
            #expect(cut.merged == 0)
            #expect(cut.cutOff == .mergeLookedFrom(pairs.map(\.probability).max() ?? 0))
            let whole = try await ReplayThresholds(store: site.store).run(.init(merge: 0.9))
            #expect(whole.merged == UInt64(pairs.count) && whole.cutOff == nil)
            #expect(whole.identitiesJoined == 4 && whole.identitiesMade == 1)
        }
    }

    @Test func `what another probability would open again is counted`() async throws {
        let policy = ReviewPolicy(merging: MergeRule(probability: 0.9, exact: []))
        try await withSite(policy: policy) { site in
            for household in strangers() { try site.log.record(household) }
            try await site.follow()
            for number in 1...2 as ClosedRange<UInt64> {
                try site.log.record(Households.household(number, [Households.mariam()]))
            }
            try await site.follow()
            let merged = try #require(try await site.pairs(.same).first)
            let replay = ReplayThresholds(store: site.store)
            #expect(try await replay.run(.init(merge: 0.9)).mergedReopened == 0)
            let more = (1 + merged.probability) / 2
            let answer = try await replay.run(.init(merge: more))
            #expect(answer.mergedReopened == 1 && answer.merged == 0)
        }
    }
}
