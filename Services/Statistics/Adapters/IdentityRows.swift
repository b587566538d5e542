import StatisticsCore
import Storage

/// Keeps which records people decided to be of one person, and which of them counts.
///
/// An identity is what a chain of decisions "same" connects. It is counted by its earliest record among those that are
/// counted at all, so net counts never exceed raw ones, whatever the place or group.
struct IdentityRows: Sendable {
    let region: String

    /// Takes two records as of one person.
    ///
    /// - Throws: `UnapplicableEvent` where an identity would get more than
    ///   ``StatisticsLimits/identityRecordsMax`` records.
    func join(
        pair: [UInt8], earlier: [UInt8], later: [UInt8], in transaction: Transaction
    ) throws {
        try transaction.prepare(
            """
            INSERT INTO same_pair (region, pair_id, earlier, later)
            VALUES ($region, $pair, $earlier, $later)
            ON CONFLICT (region, pair_id) DO NOTHING
            """
        ).run([
            ("region", .text(region)), ("pair", .blob(pair)), ("earlier", .blob(earlier)),
            ("later", .blob(later)),
        ])
        try refresh(around: earlier, in: transaction)
    }

    /// Takes two records as of different people again, unless other decisions still connect them.
    func part(
        pair: [UInt8], earlier: [UInt8], later: [UInt8], in transaction: Transaction
    ) throws {
        let removed = try transaction.execute(
            "DELETE FROM same_pair WHERE region = $region AND pair_id = $pair",
            ["region": .text(region), "pair": .blob(pair)])
        guard removed > 0 else { return }
        for person in [earlier, later] {
            try count(records(of: person, in: transaction), in: transaction)
        }
    }

    /// Chooses anew which record of a person's identity counts; does nothing for a person without a decision.
    func refresh(around person: [UInt8], in transaction: Transaction) throws {
        let records = try records(of: person, in: transaction)
        if records.count > 1 { try count(records, in: transaction) }
    }

    /// Drops everything that was made from deduplication's log: each record is a person of its own.
    func eraseAll(in transaction: Transaction) throws {
        try transaction.execute(
            "DELETE FROM same_pair WHERE region = $region", ["region": .text(region)])
        try transaction.execute(
            "UPDATE person SET is_net = is_counted WHERE region = $region AND is_net <> is_counted",
            ["region": .text(region)])
    }

    /// Every record that decisions connect with a person's, theirs too, whether it is counted here or not.
    private func records(of person: [UInt8], in transaction: Transaction) throws -> [[UInt8]] {
        let neighbours = try transaction.prepare(
            """
            SELECT later AS other FROM same_pair WHERE region = $region AND earlier = $person
            UNION ALL
            SELECT earlier FROM same_pair WHERE region = $also_region AND later = $also_person
            """)
        var found = [person]
        var seen: Set<[UInt8]> = [person]
        var next = 0
        while next < found.count {
            let record = found[next]
            next += 1
            for row in try neighbours.rows([
                ("region", .text(region)), ("person", .blob(record)),
                ("also_region", .text(region)), ("also_person", .blob(record)),
            ]) {
                let other = try row.blob("other")
                if seen.insert(other).inserted { found.append(other) }
            }
            guard found.count <= StatisticsLimits.identityRecordsMax else {
                throw UnapplicableEvent(reason: "identity_too_large")
            }
        }
        return found
    }

    /// Lets the earliest counted record of an identity count.
    private func count(_ records: [[UInt8]], in transaction: Transaction) throws {
        let select = try transaction.prepare(
            "SELECT first_sequence FROM person WHERE region = $region AND person_id = $id AND is_counted = 1"
        )
        var earliest: (sequence: Int64, id: [UInt8])?
        for id in records {
            guard let row = try select.first([("region", .text(region)), ("id", .blob(id))]) else {
                continue
            }
            let sequence = try row.integer(0)
            if let earliest, !isEarlier((sequence, id), than: earliest) { continue }
            earliest = (sequence, id)
        }
        let update = try transaction.prepare(
            "UPDATE person SET is_net = $is_net WHERE region = $region AND person_id = $id")
        for id in records {
            try update.run([
                ("is_net", .bool(id == earliest?.id)), ("region", .text(region)), ("id", .blob(id)),
            ])
        }
    }

    /// By the event that first recorded them; ids decide between members of one household.
    private func isEarlier(
        _ record: (sequence: Int64, id: [UInt8]), than other: (sequence: Int64, id: [UInt8])
    ) -> Bool {
        record.sequence == other.sequence
            ? record.id.lexicographicallyPrecedes(other.id) : record.sequence < other.sequence
    }
}
