import Basics
import DeduplicationCore
import Messages
import Status
import Storage
import Testing

@testable import DeduplicationService

@Suite struct OpinionTests {
    private static let doubtful = ReviewPolicy(doubtful: 0...1)

    private func withPair(
        policy: ReviewPolicy = doubtful,
        _ body: (Site, DeduplicationV1.Pair) async throws -> Void
    ) async throws {
        try await withSite(policy: policy) { site in
            for number in 1...2 as ClosedRange<UInt64> {
                try site.log.record(Households.household(number, [Households.mariam()]))
            }
            try await site.follow()
            try await body(site, try #require(try await site.pairs().first))
        }
    }

    private func seen(
        _ pair: DeduplicationV1.Pair, by reviewer: String, _ site: Site
    ) async throws -> DeduplicationV1.Pair {
        try #require(
            try await DeduplicationHandlers(store: site.store).getPair(
                .init(pairID: pair.pairID), for: reviewer
            ).pair)
    }

    @Test func theSecondReviewerDoesNotLearnWhatTheFirstSaid() async throws {
        try await withPair { site, pair in
            #expect(pair.opinionsNeeded == 2)
            let first = try #require(
                try await site.decide(pair, .same, comment: "her scar", by: "awa"))
            #expect(first.state == .open)
            #expect(first.opinionsGiven == 1)
            #expect(first.ownOpinion?.decision == .same)
            for handed in [
                try await seen(pair, by: "issa", site),
                try await DeduplicationHandlers(store: site.store)
                    .listPairs(.init(), for: "issa").pairs[0],
            ] {
                #expect(handed.state == .open)
                #expect(handed.opinionsGiven == 1)
                #expect(handed.revision == pair.revision)
                #expect(handed.comment.isEmpty && handed.decidedBy.isEmpty)
                #expect(handed.ownOpinion == nil && handed.opinions.isEmpty)
            }
            // It has left the queue of the one who has spoken, and nobody else's.
            let queue = try await DeduplicationHandlers(store: site.store)
                .listPairs(.init(), for: "awa").pairs
            #expect(queue.isEmpty)
            #expect(try await site.events().count == 1, "nothing is decided yet")
        }
    }

    @Test func twoWhoAgreeDecideAndAreBothNamed() async throws {
        try await withPair { site, pair in
            _ = try await site.decide(pair, .same, by: "awa")
            let decided = try #require(try await site.decide(pair, .same, by: "issa"))
            #expect(decided.state == .same)
            #expect(decided.opinions.map(\.reviewer) == ["awa", "issa"])
            #expect(decided.revision == pair.revision + 1)
            // The first one's call again, whose answer was lost.
            #expect(try await site.decide(pair, .same, by: "awa")?.state == .same)
        }
    }

    @Test func whereTwoDifferAThirdDecidesAndWhereAllDoItIsUnsure() async throws {
        for (third, outcome) in [
            (DeduplicationV1.PairState.same, DeduplicationV1.PairState.same),
            (.different, .different), (.unsure, .unsure),
        ] {
            try await withPair { site, pair in
                _ = try await site.decide(pair, .same, by: "awa")
                let second = try #require(try await site.decide(pair, .different, by: "issa"))
                #expect(second.state == .open)
                #expect(second.opinionsNeeded == 3)
                let decided = try #require(try await site.decide(pair, third, by: "oumou"))
                #expect(decided.state == outcome)
                #expect(decided.opinions.count == 3)
            }
        }
    }

    @Test func aReviewerWhoTriesToGiveBothIsRefused() async throws {
        try await withPair { site, pair in
            _ = try await site.decide(pair, .same, by: "awa")
            #expect(try await site.decide(pair, .same, by: "awa")?.opinionsGiven == 1)
            let error = await #expect(throws: RPCError.self) {
                try await site.decide(pair, .different, by: "awa")
            }
            #expect(error?.code == .failedPrecondition)
            #expect(error?.details.reason == "deduplication.opinion_given")
        }
    }

    @Test func twoReviewersAtOnceAreBothHeard() async throws {
        try await withPair { site, pair in
            async let one = site.decide(pair, .same, by: "awa")
            async let other = site.decide(pair, .same, by: "issa")
            let states = try await [one?.state, other?.state]
            #expect(Set(states) == [.open, .same])
        }
        // Where one is enough the slower of the two is told.
        try await withPair(policy: .standard) { site, pair in
            async let one = Result(catching: { try await site.decide(pair, .same, by: "awa") })
            async let other = Result(catching: {
                try await site.decide(pair, .different, by: "issa")
            })
            let outcomes = await [one, other].map { result in
                switch result {
                case .success: RPCV1.StatusCode.ok
                case .failure(let error): (error as? RPCError)?.code ?? .unknown
                }
            }
            #expect(Set(outcomes) == [.ok, .aborted])
        }
    }

    @Test func anOpinionOnOlderEvidenceDoesNotCount() async throws {
        try await withPair { site, pair in
            _ = try await site.decide(pair, .same, by: "awa")
            try site.log.record(
                Households.household(2, [Households.mariam(familyName: "Kulibali")]))
            try await site.follow()
            let corrected = try await seen(pair, by: "awa", site)
            #expect(corrected.opinionsGiven == 0)
            let second = try #require(try await site.decide(corrected, .same, by: "issa"))
            #expect(second.state == .open)
            let error = await #expect(throws: RPCError.self) {
                try await site.decide(pair, .different, by: "oumou")
            }
            #expect(error?.code == .aborted)
        }
    }

    @Test func whatTwoDecidedTwoMustDecideAgain() async throws {
        try await withPair { site, pair in
            _ = try await site.decide(pair, .same, by: "awa")
            let decided = try #require(try await site.decide(pair, .same, by: "issa"))
            let again = try #require(try await site.decide(decided, .different, by: "awa"))
            #expect(again.state == .same, "one of them alone changes nothing")
            #expect(try await site.decide(decided, .different, by: "issa")?.state == .different)
        }
    }

    @Test func anErasureTakesTheWordsOfOpinions() async throws {
        try await withPair { site, pair in
            _ = try await site.decide(pair, .same, comment: "her scar", by: "awa")
            let household = Households.household(1, [Households.mariam()])
            try site.log.append(
                .personalDataErased(.init(householdID: household.householdID)),
                subject: household.householdID)
            try await site.follow()
            let comments = try await site.store.database.read {
                try $0.query("SELECT comment FROM opinion").map { try $0.text("comment") }
            }
            #expect(comments == [""])
        }
    }

    @Test func theShareThatIsCheckedIsDrawnByThePairsID() {
        let policy = ReviewPolicy(checkedShare: 0.25)
        let drawn = (0..<4_000).filter { number in
            let key = PairKey(FakeLog.id(UInt64(number)), FakeLog.id(UInt64(number + 9_000)))
            return policy.opinionsNeeded(of: .init(pairID: key.pairID)) == 2
        }
        #expect((900...1_100).contains(drawn.count))
        #expect(ReviewPolicy.standard.opinionsNeeded(of: .init(pairID: [0, 0, 0, 0, 0, 0])) == 1)
        #expect(
            ReviewPolicy(checkedShare: 1).opinionsNeeded(
                of: .init(pairID: [UInt8](repeating: 255, count: 16))) == 2)
    }

    // Cohen (1960), table 1 of many textbooks: 20 and 15 of 50 agree, kappa 0.4.
    @Test func kappaAndAlphaAreThoseOfTheTextbooks() throws {
        func count(
            _ one: DeduplicationV1.PairState, _ other: DeduplicationV1.PairState, _ count: Int
        ) -> ReviewAgreement.Count {
            .init(("awa", one), ("issa", other), count: count)
        }
        let cohen = ReviewAgreement([
            count(.same, .same, 20), count(.same, .different, 5), count(.different, .same, 10),
            count(.different, .different, 15),
        ])
        #expect(abs(try #require(cohen.kappa) - 0.4) < 1e-12)
        #expect(cohen.agreed == 35 && cohen.total == 50)
        // Krippendorff (2011), "Computing Krippendorff's Alpha-Reliability", example B: 10 units, alpha 0.095.
        let krippendorff = ReviewAgreement([
            count(.same, .same, 5), count(.different, .different, 1), count(.same, .different, 3),
            count(.different, .same, 1),
        ])
        #expect(abs(try #require(krippendorff.alpha) - 0.095) < 0.001)
        #expect(ReviewAgreement([count(.same, .same, 9)]).kappa == nil)
        #expect(ReviewAgreement([count(.same, .same, 9)]).alpha == nil)
        #expect(ReviewAgreement([]).kappa == nil && ReviewAgreement([]).alpha == nil)
    }

    @Test func agreementCountsTheFirstTwoOpinionsOnEachPair() async throws {
        try await withSite(policy: Self.doubtful) { site in
            for number in 1...4 as ClosedRange<UInt64> {
                try site.log.record(Households.household(number, [Households.mariam()]))
            }
            try await site.follow()
            let pairs = try await site.pairs()
            for (index, pair) in pairs.enumerated() {
                _ = try await site.decide(pair, .unsure, by: "issa")
                _ = try await site.decide(pair, index < 4 ? .unsure : .different, by: "awa")
                if index >= 4 { _ = try await site.decide(pair, .different, by: "oumou") }
            }
            let agreement = GetReviewAgreement(store: site.store)
            let answer = try await agreement.run(.init())
            #expect(answer.pairs == 6)
            #expect(answer.agreed == 4)
            #expect(answer.reviewers.map { "\($0.one) \($0.other)" } == ["awa issa"])
            #expect(answer.reviewers.first?.kappaKnown == .kappa(0))
            #expect(!answer.hasMore)
            // The clock of the test says 2027.
            let later = try await agreement.run(.init(sinceMilliseconds: 1_900_000_000_000))
            #expect(later.pairs == 0 && later.alphaKnown == nil && later.reviewers.isEmpty)
        }
    }
}

extension Result where Failure == any Error {
    fileprivate init(catching body: () async throws -> Success) async {
        do { self = .success(try await body()) } catch { self = .failure(error) }
    }
}
