import Basics
import DeduplicationCore
import Messages
import Storage

extension PairRows {
    /// A pair that screening a batch found, and which of its people is the batch's.
    struct Screened {
        let pair: DeduplicationV1.Pair
        let person: RecordID
    }

    /// Which pairs are listed.
    struct Choice {
        var state: DeduplicationV1.PairState
        /// Unspecified for both.
        var level: DeduplicationV1.PairLevel = .unspecified
        var isDecidedByRule = false
        /// Whether its two people are members of one household by now.
        var isOfOneHousehold = false
        /// Whether it makes one person of people who are present in two households.
        var isPresentTwice = false
    }

    /// A pair, and where the list goes on after it.
    struct Listed {
        let pair: DeduplicationV1.Pair
        let cursor: PairCursor
    }

    /// The heaviest pairs, from after a place of the list.
    func heaviest(
        _ choice: Choice, after last: PairCursor?, size: Int, in store: some Querying
    ) throws -> [Listed] {
        var (conditions, arguments) = conditions(of: choice, size: size)
        if let last {
            conditions +=
                " AND weight <= $weight AND (weight < $weight OR pair_id < $after)"
            arguments["weight"] = .real(last.weight)
            arguments["after"] = .blob(last.pairID)
        }
        return try store.query(
            """
            SELECT weight, record FROM pair
            WHERE region = $region AND state = $state\(conditions)
            ORDER BY weight DESC, pair_id DESC LIMIT $size
            """, arguments
        ).map { row in
            let pair = try decode(row)
            return Listed(
                pair: pair,
                cursor: .init(
                    order: .weight, weight: try row.real("weight"), pairID: pair.pairID))
        }
    }

    /// A reviewer's queue, from after a place of it; see `PairOrder`.
    func queue(
        _ choice: Choice, of reviewer: String, after last: PairCursor?, size: Int,
        in store: some Querying
    ) throws -> [Listed] {
        var (conditions, arguments) = conditions(of: choice, size: size)
        arguments["reviewer"] = .text(reviewer)
        if let last {
            // The first comparison is what an index can begin from.
            conditions += """
                 AND h.worth <= $worth AND (h.worth < $worth OR h.one < $one OR h.one = $one
                    AND (h.other < $other OR h.other = $other
                    AND (weight < $weight OR weight = $weight AND p.pair_id < $after)))
                """
            arguments["worth"] = .integer(last.worth)
            arguments["one"] = .blob(last.one)
            arguments["other"] = .blob(last.other)
            arguments["weight"] = .real(last.weight)
            arguments["after"] = .blob(last.pairID)
        }
        return try store.query(
            """
            SELECT h.worth, h.one, h.other, p.weight, p.record
            FROM household_pair AS h CROSS JOIN pair AS p ON p.region = h.region
                AND p.household_one = h.one AND p.household_other = h.other
            WHERE h.region = $region AND p.state = $state\(conditions)
                AND NOT EXISTS (SELECT 1 FROM opinion AS o WHERE o.region = p.region
                    AND o.pair_id = p.pair_id AND o.revision = p.revision
                    AND o.reviewer = $reviewer)
            ORDER BY h.worth DESC, h.one DESC, h.other DESC, p.weight DESC, p.pair_id DESC
            LIMIT $size
            """, arguments
        ).map { row in
            let pair = try decode(row)
            return Listed(
                pair: pair,
                cursor: .init(
                    worth: try row.integer("worth"), one: try row.blob("one"),
                    other: try row.blob("other"), weight: try row.real("weight"),
                    pairID: pair.pairID))
        }
    }

    private static let isOfOneHousehold =
        " AND household_one = household_other AND household_one <> x''"

    private static let isAway = """
        NOT EXISTS (SELECT 1 FROM record AS r WHERE r.region = $region
            AND r.person_id = away.person_id AND r.is_present = 1)
        """

    /// Of whom only one is present the decisions lead on, through people who are not, to whoever is.
    private static let isPresentTwice = """
         AND (household_one <> household_other AND 2 = (SELECT count(*) FROM record AS r
            WHERE r.region = $region AND r.person_id IN (earlier_id, later_id)
                AND r.is_present = 1)
         OR EXISTS (SELECT 1 FROM (
                SELECT r.household_id,
                    CASE WHEN r.person_id = earlier_id THEN later_id ELSE earlier_id END AS next_id
                FROM record AS r WHERE r.region = $region
                    AND r.person_id IN (earlier_id, later_id) AND r.is_present = 1) AS x
            WHERE (SELECT count(*) FROM pair AS q WHERE q.region = $region
                    AND q.earlier_id = x.next_id AND q.state = 2)
                + (SELECT count(*) FROM pair AS q WHERE q.region = $region
                    AND q.later_id = x.next_id AND q.state = 2) > 1
                AND EXISTS (
                WITH RECURSIVE away(person_id) AS (
                    SELECT x.next_id
                    UNION
                    SELECT q.later_id FROM away CROSS JOIN pair AS q
                    WHERE q.region = $region AND q.earlier_id = away.person_id AND q.state = 2
                        AND \(isAway)
                    UNION
                    SELECT q.earlier_id FROM away CROSS JOIN pair AS q
                    WHERE q.region = $region AND q.later_id = away.person_id AND q.state = 2
                        AND \(isAway))
                SELECT 1 FROM away CROSS JOIN record AS y ON y.region = $region
                    AND y.person_id = away.person_id
                WHERE y.is_present = 1 AND y.household_id <> x.household_id)))
        """

    /// Pairs that were decided to be the same and make one person of people who are present in two households.
    func presentTwiceCount(in store: some Querying) throws -> UInt64 {
        let row = try store.first(
            "SELECT count(*) FROM pair WHERE region = $region AND state = 2"
                + Self.isPresentTwice, ["region": .text(region)])
        return UInt64(clamping: try row?.integer(0) ?? 0)
    }

    /// Pairs that were decided to be the same and whose two people are members of one household by now.
    func contradictedCount(in store: some Querying) throws -> UInt64 {
        let row = try store.first(
            "SELECT count(*) FROM pair WHERE region = $region AND state = 2"
                + Self.isOfOneHousehold, ["region": .text(region)])
        return UInt64(clamping: try row?.integer(0) ?? 0)
    }

    /// The pairs that nobody can tell, from after a place of the list: those whose odds are nearest to even (uncertainty
    /// sampling: Lewis and Gale, 1994, "A Sequential Algorithm for Training Text Classifiers").
    ///
    /// Each side of even odds is a range of one index; both are merged.
    func mostDoubtful(
        _ choice: Choice, of reviewer: String, after last: PairCursor?, size: Int,
        in store: some Querying
    ) throws -> [Listed] {
        func side(_ range: String, _ order: String) throws -> [Listed] {
            var (conditions, arguments) = conditions(of: choice, size: size)
            arguments["reviewer"] = .text(reviewer)
            arguments["doubt"] = .real(abs(last?.weight ?? 0))
            arguments["after"] = .blob(last?.pairID ?? [])
            conditions += " AND \(range)"
            return try store.query(
                """
                SELECT p.weight, p.record FROM pair AS p
                WHERE p.region = $region AND p.state = $state\(conditions)
                    AND (abs(p.weight) > $doubt OR p.pair_id > $after)
                    AND NOT EXISTS (SELECT 1 FROM opinion AS o WHERE o.region = p.region
                        AND o.pair_id = p.pair_id AND o.revision = p.revision
                        AND o.reviewer = $reviewer)
                ORDER BY p.weight \(order), p.pair_id LIMIT $size
                """, arguments
            ).map { row in
                let pair = try decode(row)
                return Listed(
                    pair: pair,
                    cursor: .init(
                        order: .doubt, weight: try row.real("weight"),
                        pairID: pair.pairID))
            }
        }
        let both =
            try side("p.weight >= $doubt", "ASC")
            + side("p.weight < 0 AND p.weight <= -$doubt", "DESC")
        return Array(
            both.sorted { one, other in
                let doubts = (abs(one.cursor.weight), abs(other.cursor.weight))
                return doubts.0 != doubts.1
                    ? doubts.0 < doubts.1
                    : one.cursor.pairID.lexicographicallyPrecedes(other.cursor.pairID)
            }.prefix(size))
    }

    private func conditions(of choice: Choice, size: Int) -> (String, [String: Value]) {
        var conditions = ""
        var arguments: [String: Value] = [
            "region": .text(region), "state": .integer(Int64(choice.state.rawValue)),
            "size": .integer(Int64(size)),
        ]
        if choice.level != .unspecified {
            conditions += " AND level = $level"
            arguments["level"] = .integer(Int64(choice.level.rawValue))
        }
        // Written out, so that the indexes of these pairs alone can be used.
        if choice.isDecidedByRule { conditions += " AND by_rule = 1" }
        if choice.isOfOneHousehold { conditions += Self.isOfOneHousehold }
        if choice.isPresentTwice { conditions += Self.isPresentTwice }
        return (conditions, arguments)
    }

    /// The pairs between two households, in any state, heaviest first.
    func pairs(
        between one: [UInt8], _ other: [UInt8], in store: some Querying
    ) throws -> [DeduplicationV1.Pair] {
        let isInOrder = one.lexicographicallyPrecedes(other)
        return try store.query(
            """
            SELECT record FROM pair
            WHERE region = $region AND household_one = $one AND household_other = $other
            ORDER BY weight DESC, pair_id DESC LIMIT $limit
            """,
            [
                "region": .text(region), "one": .blob(isInOrder ? one : other),
                "other": .blob(isInOrder ? other : one),
                "limit": .integer(Int64(DeduplicationLimits.pairsOfHouseholdsMax)),
            ]
        ).map(decode)
    }

    /// Pairs that a rule made the same, in the order of their ids, from after one.
    func decidedByRule(
        after last: RecordID, limit: Int, in store: some Querying
    ) throws -> [DeduplicationV1.Pair] {
        try store.query(
            """
            SELECT record FROM pair
            WHERE region = $region AND state = 2 AND by_rule = 1 AND pair_id > $after
            ORDER BY pair_id LIMIT $limit
            """,
            ["region": .text(region), "after": .id(last), "limit": .integer(Int64(limit))]
        ).map(decode)
    }

    /// State and weight of every pair that was not withdrawn, out of an index alone.
    func scanWeights(
        in store: some Querying, _ body: (DeduplicationV1.PairState, Double) -> Void
    ) throws {
        try store.prepare(
            "SELECT state, weight FROM pair WHERE region = $region AND state BETWEEN 1 AND 4"
        ).scan([("region", .text(region))]) { row in
            body(.init(rawValue: Int32(clamping: try row.integer(0))), try row.real(1))
            return true
        }
    }

    /// The weight of every pair that a rule made the same.
    func scanRuleWeights(in store: some Querying, _ body: (Double) -> Void) throws {
        try store.prepare(
            "SELECT weight FROM pair WHERE region = $region AND state = 2 AND by_rule = 1"
        ).scan([("region", .text(region))]) { row in
            body(try row.real(0))
            return true
        }
    }

    /// The pairs that screening a batch found, heaviest first.
    func screened(_ batchID: [UInt8], in store: some Querying) throws -> [Screened] {
        try store.query(
            """
            SELECT screened_id, record FROM pair
            WHERE region = $region AND batch_id = $batch AND state <> $withdrawn
                AND state <> $different
            ORDER BY weight DESC, pair_id LIMIT $limit
            """,
            [
                "region": .text(region), "batch": .blob(batchID),
                "withdrawn": .integer(Int64(DeduplicationV1.PairState.withdrawn.rawValue)),
                "different": .integer(Int64(DeduplicationV1.PairState.different.rawValue)),
                "limit": .integer(Int64(DeduplicationLimits.screenedPairsMax)),
            ]
        ).map { Screened(pair: try decode($0), person: try $0.id("screened_id")) }
    }

    /// Pairs that wait for review, and decisions of which a record is gone.
    func counts(in store: some Querying) throws -> (open: UInt64, orphaned: UInt64) {
        let row = try store.first(
            """
            SELECT coalesce(sum(CASE WHEN state = $open THEN 1 ELSE 0 END), 0) AS open,
                coalesce(sum(CASE WHEN state IN ($same, $different, $unsure) AND (
                    NOT EXISTS (SELECT 1 FROM record AS r WHERE r.region = pair.region
                        AND r.person_id = pair.earlier_id)
                    OR NOT EXISTS (SELECT 1 FROM record AS r WHERE r.region = pair.region
                        AND r.person_id = pair.later_id)) THEN 1 ELSE 0 END), 0) AS orphaned
            FROM pair WHERE region = $region
            """,
            [
                "region": .text(region),
                "open": .integer(Int64(DeduplicationV1.PairState.open.rawValue)),
                "same": .integer(Int64(DeduplicationV1.PairState.same.rawValue)),
                "different": .integer(Int64(DeduplicationV1.PairState.different.rawValue)),
                "unsure": .integer(Int64(DeduplicationV1.PairState.unsure.rawValue)),
            ])
        return (
            UInt64(clamping: try row?.integer("open") ?? 0),
            UInt64(clamping: try row?.integer("orphaned") ?? 0)
        )
    }
}
