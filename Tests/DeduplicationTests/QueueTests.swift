import Basics
import DeduplicationCore
import Foundation
import Messages
import Status
import Storage
import Testing

@testable import DeduplicationService

@Suite struct QueueTests {
    private func queue(
        _ site: Site, size: UInt32 = 200, of reviewer: String = "awa",
        betweenPages: (Int) async throws -> Void = { _ in }
    ) async throws -> [DeduplicationV1.Pair] {
        let handlers = DeduplicationHandlers(store: site.store)
        var pairs: [DeduplicationV1.Pair] = []
        var token = ""
        var pages = 0
        repeat {
            let page = try await handlers.listPairs(
                .init(pageSize: size, pageToken: token), for: reviewer)
            pairs += page.pairs
            token = page.nextPageToken
            try await betweenPages(pages)
            pages += 1
        } while !token.isEmpty
        return pairs
    }

    /// Families of one to four registered twice, and a woman whom little tells apart from another.
    private func fill(_ site: Site) async throws {
        let people = [Households.mariam(), Households.oumar(), Households.salif()]
        for number in 1...4 as ClosedRange<UInt64> {
            let members = people.prefix(Int(number)).map { person in
                var person = person
                person.documents = []
                person.familyName += "\(number)"
                person.birthDate?.year += UInt32(number) * 3
                return person
            }
            try site.log.record(Households.household(number * 2, Array(members)))
            try site.log.record(Households.household(number * 2 + 1, Array(members)))
        }
        try await site.follow()
    }

    @Test func theWorthOfAPairIsItsUncertaintyAndWhoIsCountedTwice() {
        func worth(_ probability: Double) -> Double {
            DeduplicationV1.Pair(probability: probability).worth
        }
        #expect(worth(0.5) == 1.5)
        #expect(worth(1) == 1)
        #expect(worth(0) == 0)
        #expect(abs(worth(0.9) - (0.468_995_6 + 0.9)) < 1e-6)
        #expect(worth(0.6) > worth(0.999) && worth(0.999) > worth(0.1))
        // What no engine gives must not disturb the order of the rest.
        #expect(worth(-3) == 0 && worth(7) == 1)
    }

    @Test func theQueueHoldsTwoHouseholdsTogetherThoseWorthMostFirst() async throws {
        try await withSite { site in
            try await fill(site)
            let pairs = try await queue(site)
            #expect(pairs.count > 6)
            var worths: [String: Double] = [:]
            var order: [String] = []
            for pair in pairs {
                let households = [pair.earlier, pair.later].map { $0?.caseNumber ?? "" }
                    .sorted().joined(separator: "|")
                worths[households, default: 0] += pair.worth
                if order.last != households { order.append(households) }
            }
            #expect(order.count == worths.count, "the pairs of two households stand together")
            let inOrder = order.map { (worths[$0, default: 0] * 100).rounded() }
            #expect(inOrder == inOrder.sorted(by: >))
            #expect(Set(inOrder).count > 1)
        }
    }

    @Test func pagesOfTheQueueGiveEachPairOnceThoughPairsAreDecidedBetweenThem() async throws {
        try await withSite { site in
            try await fill(site)
            let whole = try await queue(site)
            let paged = try await queue(site, size: 1)
            #expect(paged.map(\.pairID) == whole.map(\.pairID))
            // The pair that a page ended with is decided before the next page is asked for.
            let walked = try await queue(site, size: 1) { page in
                guard page == 1 else { return }
                _ = try await site.decide(whole[1], .different)
            }
            #expect(Set(walked.map(\.pairID)).isSuperset(of: Set(whole.dropFirst(2).map(\.pairID))))
            #expect(try await queue(site).map(\.pairID).contains(whole[1].pairID) == false)
        }
    }

    @Test func whatThePairsOfTwoHouseholdsAreWorthIsExactAfterAnyRunOfChanges() async throws {
        try await withSite { site in
            try await fill(site)
            let pairs = try await queue(site)
            for step in 0..<60 {
                let pair = pairs[step * 7 % pairs.count]
                let current = try #require(
                    try await DeduplicationHandlers(store: site.store).getPair(
                        .init(pairID: pair.pairID)
                    ).pair)
                let decision: DeduplicationV1.PairState =
                    current.isDecided ? .open : .different
                _ = try await site.decide(current, decision)
            }
            try site.log.record(Households.household(4, [Households.mariam()]))
            try await site.follow()
            try await checkWorths(site)
            // Everything is withdrawn, and some of it found again.
            site.log.restore(keeping: 5, epoch: 9)
            try site.log.record(Households.household(20, [Households.salif()]))
            try await site.follow()
            try await site.follow()
            try await checkWorths(site)
        }
    }

    private func checkWorths(_ site: Site) async throws {
        let (kept, counted) = try await site.store.database.read { reading in
            let kept = try reading.query(
                "SELECT one, other, open_pairs, worth FROM household_pair ORDER BY one, other")
            let counted = try reading.query(
                """
                SELECT household_one, household_other, count(*), sum(worth) FROM pair
                WHERE state = 1 GROUP BY 1, 2 ORDER BY 1, 2
                """)
            return (kept.map(\.values), counted.map(\.values))
        }
        #expect(kept == counted)
        #expect(!kept.isEmpty)
    }

    @Test func theLeastCertainPairsTeachMostAndComeFirst() async throws {
        try await withSite { site in
            for (number, name) in ["Mariam", "Mariama", "Maryam", "Oumou", "Mariam"].enumerated() {
                var person = Households.mariam()
                person.givenName = name
                if number > 1 { person.documents = [] }
                if number > 2 { person.birthDate?.month = 7 }
                try site.log.record(Households.household(UInt64(number), [person]))
            }
            try await site.follow()
            let handlers = DeduplicationHandlers(store: site.store)
            let all = try await handlers.listPairs(.init(order: .doubt), for: "awa").pairs
            #expect(all.count >= 6)
            #expect(all.contains { $0.weightBits < 0 } && all.contains { $0.weightBits > 0 })
            let doubts = all.map { abs($0.weightBits) }
            #expect(doubts == doubts.sorted())
            // Page by page it is the same list.
            var token = ""
            var paged: [DeduplicationV1.Pair] = []
            repeat {
                let page = try await handlers.listPairs(
                    .init(pageSize: 2, pageToken: token, order: .doubt), for: "awa")
                paged += page.pairs
                token = page.nextPageToken
            } while !token.isEmpty
            #expect(paged.map(\.pairID) == all.map(\.pairID))
            // A place in one list is none in another.
            for order in [DeduplicationV1.PairOrder.doubt, .weight, .benefit] {
                let token = try await handlers.listPairs(
                    .init(pageSize: 2, order: order), for: "awa"
                ).nextPageToken
                for other in [DeduplicationV1.PairOrder.doubt, .weight, .benefit] {
                    var code: RPCV1.StatusCode?
                    do {
                        _ = try await handlers.listPairs(
                            .init(pageSize: 2, pageToken: token, order: other), for: "awa")
                    } catch let error as RPCError {
                        code = error.code
                    }
                    #expect(code == (order == other ? nil : .invalidArgument))
                }
            }
            let heaviest = try await handlers.listPairs(.init(order: .weight), for: "awa").pairs
            #expect(heaviest.map(\.pairID) != all.map(\.pairID))
        }
    }

    @Test func aPageTokenOfAnotherOrderOrOfNoneIsRefused() async throws {
        try await withSite { site in
            try await fill(site)
            let handlers = DeduplicationHandlers(store: site.store)
            let byWeight = try await handlers.listPairs(.init(pageSize: 1, order: .weight))
            for token in [
                byWeight.nextPageToken, "x", String(repeating: "ab", count: 16),
                String(repeating: "f", count: 48), String(repeating: "zz", count: 64),
            ] {
                let error = await #expect(throws: RPCError.self) {
                    try await handlers.listPairs(.init(pageSize: 1, pageToken: token))
                }
                #expect(error?.details.violations.map(\.field) == ["page_token"])
            }
        }
    }

    /// That a page reads no more than itself is in the plans below; here, that many pages and a replay end.
    @Test func aHundredThousandOpenPairsAreReadPageByPage() async throws {
        try await withSite { site in
            try site.log.record(Households.household(1, [Households.mariam()]))
            try await site.follow()
            let pair = DeduplicationV1.Pair(
                state: .open, evidence: [.init(field: "given_name", level: "exact", weightBits: 9)],
                earlier: .init(personID: FakeLog.id(1).bytes),
                later: .init(personID: FakeLog.id(2).bytes), probability: 1)
            try await site.store.database.write { transaction in
                try transaction.execute(
                    """
                    INSERT INTO pair (region, pair_id, earlier_id, later_id, state, level, weight,
                        batch_id, screened_id, record, household_one, household_other, worth,
                        revision, by_rule)
                    WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 99999)
                    SELECT 'ML19', randomblob(16), randomblob(16), randomblob(16), 1, 1 + i % 2,
                        (i * 7919 % 100000) / 1000.0, x'', x'',
                        $record, CAST(printf('%016d', i / 3) AS BLOB), CAST('other' AS BLOB),
                        i % 1600, 1, 0 FROM n
                    """,
                    ["record": .blob(try pair.encoded())])
                try transaction.execute(
                    """
                    INSERT INTO household_pair (region, one, other, open_pairs, worth)
                    SELECT region, household_one, household_other, count(*), sum(worth) FROM pair
                    GROUP BY 1, 2, 3
                    """)
            }
            let rows = site.store.pairs
            let choice = PairRows.Choice(state: .open)
            try await site.store.database.read { reading in
                var last: PairCursor?
                for _ in 0..<20 {
                    let queue = try rows.queue(
                        choice, of: "awa", after: last, size: 201, in: reading)
                    #expect(queue.count == 201)
                    last = queue.last?.cursor
                    // The bytes of the stored pair name none; the place in the list is what counts here.
                    last = last.map {
                        .init(
                            worth: $0.worth, one: $0.one, other: $0.other, weight: $0.weight,
                            pairID: [UInt8](repeating: 0, count: 16))
                    }
                }
            }
            let replay = ReplayThresholds(store: site.store, time: .milliseconds(100))
            let replayed = try await replay.run(.init(merge: 0.9))
            #expect(replayed.open == 100_000)
            // Nobody of them is on record.
            #expect(replayed.merged == 0)
        }
    }

    private static let plans = [
        """
        SELECT p.record FROM household_pair AS h CROSS JOIN pair AS p ON p.region = h.region
            AND p.household_one = h.one AND p.household_other = h.other
        WHERE h.region = 'ML19' AND p.state = 1 AND h.worth <= 3 AND (h.worth < 3
            OR h.one < x'00') AND NOT EXISTS (SELECT 1 FROM opinion AS o
            WHERE o.region = p.region AND o.pair_id = p.pair_id
            AND o.revision = p.revision AND o.reviewer = 'awa')
        ORDER BY h.worth DESC, h.one DESC, h.other DESC, p.weight DESC, p.pair_id DESC
        LIMIT 201
        """: ["household_pair_worth", "pair_households", "o USING PRIMARY KEY"],
        """
        SELECT record FROM pair WHERE region = 'ML19' AND state = 1 AND weight <= 3
            AND (weight < 3 OR pair_id < x'00') ORDER BY weight DESC, pair_id DESC LIMIT 9
        """: ["pair_state"],
        """
        SELECT record FROM pair WHERE region = 'ML19' AND state = 2 AND by_rule = 1
        ORDER BY weight DESC, pair_id DESC LIMIT 9
        """: ["pair_by_rule"],
        """
        SELECT record FROM pair WHERE region = 'ML19' AND state = 2 AND by_rule = 1
            AND pair_id > x'00' ORDER BY pair_id LIMIT 9
        """: ["pair_by_rule_id"],
        """
        SELECT record FROM pair WHERE region = 'ML19' AND state = 2
            AND household_one = household_other AND household_one <> x''
        ORDER BY weight DESC, pair_id DESC LIMIT 9
        """: ["pair_of_one_household"],
        """
        SELECT p.record FROM record AS r CROSS JOIN pair AS p ON p.region = r.region
            AND (p.earlier_id = r.person_id OR p.later_id = r.person_id)
        WHERE r.region = 'ML19' AND r.household_id = x'00'
            AND p.household_one <> x'00' AND p.household_other <> x'00'
        """: ["record_household", "pair_earlier", "pair_later"],
        """
        SELECT record FROM pair WHERE region = 'ML19' AND household_one = x'00'
            AND household_other = x'01'
        """: ["pair_households"],
        "SELECT state, weight FROM pair WHERE region = 'ML19' AND state BETWEEN 1 AND 4": [
            "COVERING INDEX pair_state"
        ],
        "SELECT weight FROM pair WHERE region = 'ML19' AND state = 2 AND by_rule = 1": [
            "pair_by_rule"
        ],
        """
        SELECT pair_id FROM opinion WHERE region = 'ML19' AND number = 2 AND given_at >= 5
        ORDER BY given_at DESC LIMIT 9
        """: ["opinion_time"],
        """
        SELECT earlier_id, later_id FROM pair WHERE region = 'ML19' AND state = 2
            AND (earlier_id = x'00' OR later_id = x'00')
        """: ["pair_earlier", "pair_later"],
    ]

    @Test func listsOfPairsAreReadByTheirIndexes() async throws {
        try await withSite { site in
            for (query, indexes) in Self.plans {
                let plan = try await site.store.database.read {
                    try $0.query("EXPLAIN QUERY PLAN " + query).map { try $0.text("detail") }
                }.joined(separator: "; ")
                for index in indexes { #expect(plan.contains(index), "\(plan)") }
                // Only the pairs between two households may be put in order.
                let sorts = plan.replacing("TEMP B-TREE FOR RIGHT PART", with: "")
                #expect(!sorts.contains("TEMP B-TREE"), "\(plan)")
            }
        }
    }
}
