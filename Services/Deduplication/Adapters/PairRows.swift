import Basics
import DeduplicationCore
import Messages
import Storage

/// Reads and writes pairs.
struct PairRows: Sendable {
    let region: String
    private let households: HouseholdPairRows

    init(region: String) {
        self.region = region
        households = HouseholdPairRows(region: region)
    }

    func pair(_ id: [UInt8], in store: some Querying) throws -> DeduplicationV1.Pair? {
        try store.prepare("SELECT record FROM pair WHERE region = $region AND pair_id = $id")
            .first([("region", .text(region)), ("id", .blob(id))]).map(decode)
    }

    /// The pairs that a person is part of; all of them where everything about the person has to go.
    func pairs(
        of person: RecordID, limit: Int = DeduplicationLimits.pairsOfRecordMax,
        in store: some Querying
    ) throws -> [DeduplicationV1.Pair] {
        try store.prepare(
            """
            SELECT record FROM pair
            WHERE region = $region AND (earlier_id = $person OR later_id = $person)
            ORDER BY pair_id LIMIT $limit
            """
        ).rows([
            ("region", .text(region)), ("person", .id(person)),
            ("limit", .integer(Int64(limit))),
        ]).map(decode)
    }

    /// Whether a person is, or was, part of a pair.
    func hasPair(of person: RecordID, in store: some Querying) throws -> Bool {
        try store.prepare(
            """
            SELECT 1 FROM pair
            WHERE region = $region AND (earlier_id = $person OR later_id = $person) LIMIT 1
            """
        ).first([("region", .text(region)), ("person", .id(person))]) != nil
    }

    /// The people that decisions of one kind link to a person.
    func people(
        _ state: DeduplicationV1.PairState, to person: RecordID, in store: some Querying
    ) throws -> [RecordID] {
        try store.prepare(
            """
            SELECT earlier_id, later_id FROM pair
            WHERE region = $region AND state = $state
                AND (earlier_id = $person OR later_id = $person)
            """
        ).rows([
            ("region", .text(region)), ("state", .integer(Int64(state.rawValue))),
            ("person", .id(person)),
        ]).map { row in
            let earlier = try row.id("earlier_id")
            return earlier == person ? try row.id("later_id") : earlier
        }
    }

    /// The pairs that members of a household are part of, whether their records are there or not.
    func pairs(
        ofHousehold household: RecordID, in store: some Querying
    ) throws -> [DeduplicationV1.Pair] {
        try store.prepare(
            """
            SELECT record FROM pair
            WHERE region = $region AND (household_one = $id OR household_other = $id)
            ORDER BY pair_id
            """
        ).rows([("region", .text(region)), ("id", .id(household))]).map(decode)
    }

    /// Puts the pairs of a household's members where their people are now: pairs that stood before the records were read, or
    /// whose people moved.
    func relocate(membersOf household: RecordID, in transaction: Transaction) throws {
        let misplaced = try transaction.prepare(
            """
            SELECT p.record FROM record AS r CROSS JOIN pair AS p ON p.region = r.region
                AND (p.earlier_id = r.person_id OR p.later_id = r.person_id)
            WHERE r.region = $region AND r.household_id = $household
                AND (p.household_one <> $household AND p.household_other <> $household
                    OR p.household_one <> p.household_other AND EXISTS (
                        SELECT 1 FROM record AS o WHERE o.region = r.region
                            AND o.person_id = CASE WHEN p.earlier_id = r.person_id
                                THEN p.later_id ELSE p.earlier_id END
                            AND o.household_id = $household))
            """
        ).rows([("region", .text(region)), ("household", .id(household))]).map(decode)
        for pair in misplaced { try update(pair, in: transaction) }
    }

    /// Saves a pair that the engine found, for the first time or again.
    ///
    /// - Parameter batchID: of the batch that brought the person; empty where none did, and a pair that is there stays one
    ///   that its batch found.
    func save(
        _ pair: DeduplicationV1.Pair, _ key: PairKey, foundFor person: RecordID, batchID: [UInt8],
        in transaction: Transaction
    ) throws {
        let place = try households.move(pair, key, in: transaction)
        try transaction.prepare(
            """
            INSERT INTO pair (region, pair_id, earlier_id, later_id, state, level, weight, batch_id,
                screened_id, record, household_one, household_other, worth, revision, by_rule)
            VALUES ($region, $id, $earlier, $later, $state, $level, $weight, $batch, $screened,
                $record, $one, $other, $worth, $revision, $by_rule)
            ON CONFLICT (region, pair_id) DO UPDATE SET state = excluded.state,
                level = excluded.level, weight = excluded.weight,
                screened_id = CASE WHEN excluded.batch_id = x'' THEN pair.screened_id
                    ELSE excluded.screened_id END,
                batch_id = CASE WHEN excluded.batch_id = x'' THEN pair.batch_id
                    ELSE excluded.batch_id END,
                record = excluded.record,
                household_one = excluded.household_one, household_other = excluded.household_other,
                worth = excluded.worth, revision = excluded.revision, by_rule = excluded.by_rule
            """
        ).run(
            try columns(of: pair, at: place) + [
                ("earlier", .id(key.earlier)), ("later", .id(key.later)),
                ("batch", .blob(batchID)), ("screened", .id(person)),
            ])
    }

    /// Saves another state or other evidence of a pair that is there.
    func update(_ pair: DeduplicationV1.Pair, in transaction: Transaction) throws {
        let place = try households.move(pair, try pair.key, in: transaction)
        try transaction.prepare(
            """
            UPDATE pair SET state = $state, level = $level, weight = $weight, record = $record,
                household_one = $one, household_other = $other, worth = $worth,
                revision = $revision, by_rule = $by_rule
            WHERE region = $region AND pair_id = $id
            """
        ).run(try columns(of: pair, at: place))
    }

    private func columns(
        of pair: DeduplicationV1.Pair, at place: HouseholdPairRows.Place
    ) throws -> [(String, Value)] {
        [
            ("region", .text(region)), ("id", .blob(pair.pairID)),
            ("state", .integer(Int64(pair.state.rawValue))),
            ("level", .integer(Int64(pair.level.rawValue))), ("weight", .real(pair.weightBits)),
            ("record", .blob(try pair.encoded())), ("one", .blob(place.one)),
            ("other", .blob(place.other)), ("worth", .integer(place.worth)),
            ("revision", .integer(Int64(clamping: pair.revision))),
            ("by_rule", .bool(pair.isDecided && !pair.rule.isEmpty)),
        ]
    }

    /// Open pairs in the order of their ids, from after one.
    func open(
        after last: [UInt8], size: Int, in store: some Querying
    ) throws -> [DeduplicationV1.Pair] {
        try store.query(
            """
            SELECT record FROM pair
            WHERE region = $region AND state = $state AND pair_id > $after
            ORDER BY pair_id LIMIT $size
            """,
            [
                "region": .text(region), "after": .blob(last), "size": .integer(Int64(size)),
                "state": .integer(Int64(DeduplicationV1.PairState.open.rawValue)),
            ]
        ).map(decode)
    }

    func decode(_ row: Row) throws -> DeduplicationV1.Pair {
        try DeduplicationV1.Pair(decoding: row.blob("record"))
    }
}
