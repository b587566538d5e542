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

    /// The heaviest pairs in a state, from after one.
    ///
    /// - Parameter last: id of the last pair of the page before; empty for the first page. Nil is given where no pair
    ///   has it.
    func page(
        _ state: DeduplicationV1.PairState, level: DeduplicationV1.PairLevel, after last: [UInt8],
        size: Int, in store: some Querying
    ) throws -> [DeduplicationV1.Pair]? {
        var conditions = ""
        var arguments: [String: Value] = [
            "region": .text(region), "state": .integer(Int64(state.rawValue)),
            "size": .integer(Int64(size)),
        ]
        if level != .unspecified {
            conditions += " AND level = $level"
            arguments["level"] = .integer(Int64(level.rawValue))
        }
        if !last.isEmpty {
            guard let pair = try pair(last, in: store) else { return nil }
            conditions += " AND (weight < $weight OR (weight = $weight AND pair_id < $after))"
            arguments["weight"] = .real(pair.weightBits)
            arguments["after"] = .blob(last)
        }
        return try store.query(
            """
            SELECT record FROM pair WHERE region = $region AND state = $state\(conditions)
            ORDER BY weight DESC, pair_id DESC LIMIT $size
            """, arguments
        ).map(decode)
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
