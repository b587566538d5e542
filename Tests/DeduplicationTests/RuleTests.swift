import Basics
import DeduplicationCore
import Messages
import Storage
import Testing

@testable import DeduplicationService

@Suite struct RuleTests {
    private static let rule = MergeRule(probability: 0.999, exact: ["document", "birth_date"])

    /// A site whose log was read to its end once, so that rules are at work.
    private func withRule(
        _ policy: ReviewPolicy = .init(merging: rule), _ body: (Site) async throws -> Void
    ) async throws {
        try await withSite(policy: policy) { site in
            for household in Households.strangers(from: 50, count: 3) {
                try site.log.record(household)
            }
            try await site.follow()
            try await body(site)
        }
    }

    private func record(
        _ number: UInt64, _ members: [RegistrationV1.Person], in site: Site
    ) async throws {
        try site.log.record(Households.household(number, members))
        try await site.follow()
    }

    private func events(_ site: Site) async throws -> [DeduplicationV1.PairDecided] {
        try await site.events().compactMap { event in
            if case .pairDecided(let decided) = event.change { decided } else { nil }
        }
    }

    @Test func nothingIsMergedWithoutARule() async throws {
        try await withRule(.standard) { site in
            try await record(1, [Households.mariam()], in: site)
            try await record(2, [Households.mariam()], in: site)
            #expect(try await site.pairs().count == 1)
            #expect(try await site.pairs(.same).isEmpty)
        }
    }

    @Test func whatTheRuleAllowsIsMergedInItsNameAndSeenInLists() async throws {
        try await withRule { site in
            try await record(1, [Households.mariam(), Households.oumar()], in: site)
            try await record(2, [Households.mariam()], in: site)
            try await record(3, [Households.salif()], in: site)
            let merged = try #require(try await site.pairs(.same).first)
            #expect(merged.rule == "probability 0.999, exact birth_date document")
            #expect(merged.decidedBy.isEmpty)
            #expect(try await events(site).map(\.rule) == [merged.rule])
            let handlers = DeduplicationHandlers(store: site.store)
            let listed = try await handlers.listPairs(.init(state: .same, decidedByRule: true))
            #expect(listed.pairs.map(\.pairID) == [merged.pairID])
            // A person overrules it, and it does not come back to it.
            let overruled = try #require(try await site.decide(merged, .different))
            #expect(overruled.rule.isEmpty && overruled.decidedBy == "awa")
            let open = try #require(try await site.decide(overruled, .open))
            try await record(2, [Households.mariam(), Households.salif()], in: site)
            #expect(try await site.pairs().map(\.pairID).contains(open.pairID))
            #expect(
                try await handlers.listPairs(.init(state: .same, decidedByRule: true)).pairs
                    .allSatisfy { $0.pairID != open.pairID })
        }
    }

    @Test func evidenceThatIsNotEnoughWaitsForAPerson() async throws {
        try await withRule { site in
            try await record(1, [Households.mariam()], in: site)
            var undocumented = Households.mariam()
            undocumented.documents = []
            try await record(2, [undocumented], in: site)
            #expect(try await site.pairs(.same).isEmpty)
            #expect(try await site.pairs().count == 1)
        }
    }

    @Test func whatItMergedOpensAgainWhereACorrectionTakesTheEvidenceAway() async throws {
        try await withRule { site in
            try await record(1, [Households.mariam()], in: site)
            try await record(2, [Households.mariam()], in: site)
            #expect(try await site.pairs(.same).count == 1)
            var corrected = Households.mariam()
            corrected.documents = []
            try await record(2, [corrected], in: site)
            #expect(try await site.pairs(.same).isEmpty)
            #expect(try await site.pairs().count == 1)
            #expect(try await events(site).map(\.decision) == [.same, .open])
        }
    }

    @Test func whatItMergedOpensAgainWhereACorrectionMakesSomebodyElseOfIt() async throws {
        try await withRule { site in
            try await record(1, [Households.mariam()], in: site)
            try await record(2, [Households.mariam()], in: site)
            #expect(try await site.pairs(.same).count == 1)
            try await record(2, [Households.salif()], in: site)
            #expect(try await site.pairs(.same).isEmpty)
            #expect(try await events(site).map(\.decision) == [.same, .open])
        }
    }

    @Test func noRuleMergesByFingerprintsAlone() throws {
        let fingerprint = try #require(
            FingerprintEvidence(.match(falseMatchRate: 1e-6), falseNonMatchRate: 0.01))
        let key = PairKey(FakeLog.id(1), FakeLog.id(2))
        let pair = try #require(DeduplicationV1.Pair(key, fingerprint, among: 1))
        #expect(pair.probability > 0.99)
        #expect(!MergeRule(probability: 0.99, exact: []).allows(pair))
    }

    @Test func familiesThatContradictWaitForAPerson() async throws {
        // Twins of one name: each of the two resembles both.
        try await withRule { site in
            try await record(1, [Households.mariam(), Households.mariam()], in: site)
            try await record(2, [Households.mariam()], in: site)
            #expect(try await site.pairs(.same).isEmpty)
            #expect(try await site.pairs().count == 2)
        }
        // A person has said of two other members that they are not the same.
        try await withRule(.init(merging: MergeRule(probability: 0.999, exact: ["document"]))) {
            site in
            var other = Households.oumar()
            other.documents = []
            other.birthDate = nil
            try await record(1, [other], in: site)
            try await record(2, [other], in: site)
            let pair = try #require(try await site.pairs().first)
            _ = try await site.decide(pair, .different)
            try await record(1, [other, Households.mariam()], in: site)
            try await record(2, [other, Households.mariam()], in: site)
            #expect(try await site.pairs(.same).isEmpty)
            #expect(try await site.pairs().count == 1)
        }
    }

    @Test func itDoesNotChain() async throws {
        try await withRule(.init(merging: MergeRule(probability: 0.999, exact: ["given_name"]))) {
            site in
            // The second fits the first and the third; the third has another given name than the first, and is held
            // together with the second by a person.
            try await record(1, [Households.mariam()], in: site)
            var renamed = Households.mariam()
            renamed.givenName = "Maryama"
            try await record(3, [renamed], in: site)
            for pair in try await site.pairs() { _ = try await site.decide(pair, .unsure) }
            try await record(2, [Households.mariam()], in: site)
            let merged = try await site.pairs(.same)
            #expect(merged.map { $0.later?.caseNumber } == ["BDG-2"])
            // A fourth like the third fits the third alone, so not the identity of the first.
            let third = try #require(
                try await site.pairs().first { $0.later?.caseNumber == "BDG-3" })
            _ = try await site.decide(third, .same)
            try await record(4, [renamed], in: site)
            #expect(try await site.pairs(.same).count == 2)
        }
    }

    @Test func pairsThatNeedASecondOpinionAreNotMerged() async throws {
        try await withRule(.init(checkedShare: 1, merging: Self.rule)) { site in
            try await record(1, [Households.mariam()], in: site)
            try await record(2, [Households.mariam()], in: site)
            #expect(try await site.pairs(.same).isEmpty)
            #expect(try await site.pairs().first?.opinionsNeeded == 2)
        }
    }

    @Test func anotherRuleHasAnotherText() {
        let one = MergeRule(probability: 0.999, exact: ["document", "birth_date"])
        #expect(one.text == MergeRule(probability: 0.999, exact: ["birth_date", "document"]).text)
        #expect(one.text != MergeRule(probability: 0.9999, exact: one.exact).text)
        #expect(one.text != MergeRule(probability: 0.999, exact: []).text)
    }
}
