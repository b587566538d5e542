import Messages
import StatisticsCore
import Storage

/// Keeps which records deduplication says to be of one person, and which of them counts.
///
/// An identity is counted by its earliest record among those that are counted at all, so net counts never exceed raw
/// ones, whatever the place or group. A record without an identity here is one alone.
struct IdentityRows: Sendable {
    let region: String

    /// Whether some identities hold the same records as others, each record once, in a number that can be true.
    static func isSame(
        _ some: [DeduplicationV1.Identity], as others: [DeduplicationV1.Identity]
    ) -> Bool {
        let people = some.flatMap(\.personIDs).sorted { $0.lexicographicallyPrecedes($1) }
        return people
            == others.flatMap(\.personIDs).sorted { $0.lexicographicallyPrecedes($1) }
            && Set(people).count == people.count && (some + others).allSatisfy(isWhole)
            && (2...StatisticsLimits.identityRecordsMax).contains(people.count)
    }

    private static func isWhole(_ identity: DeduplicationV1.Identity) -> Bool {
        identity.personIDs.allSatisfy { $0.count == 16 }
            && identity.personIDs.contains(identity.identityID)
    }

    /// Takes identities as they are now, and lets the earliest counted record of each count.
    func take(_ identities: [DeduplicationV1.Identity], in transaction: Transaction) throws {
        let delete = try transaction.prepare(
            "DELETE FROM identity_record WHERE region = $region AND person_id = $person")
        let insert = try transaction.prepare(
            """
            INSERT INTO identity_record (region, person_id, identity_id)
            VALUES ($region, $person, $identity)
            """)
        for identity in identities {
            for person in identity.personIDs {
                try delete.run([("region", .text(region)), ("person", .blob(person))])
                guard identity.personIDs.count > 1 else { continue }
                try insert.run([
                    ("region", .text(region)), ("person", .blob(person)),
                    ("identity", .blob(identity.identityID)),
                ])
            }
            try count(identity.personIDs, in: transaction)
        }
    }

    /// Chooses anew which record of a person's identity counts; does nothing for an identity of one record.
    func refresh(around person: [UInt8], in transaction: Transaction) throws {
        let records = try records(of: person, in: transaction)
        if records.count > 1 { try count(records, in: transaction) }
    }

    /// Drops everything that was made from deduplication's log: each record is a person of its own.
    func eraseAll(in transaction: Transaction) throws {
        try transaction.execute(
            "DELETE FROM identity_record WHERE region = $region", ["region": .text(region)])
        try transaction.execute(
            "UPDATE person SET is_net = is_counted WHERE region = $region AND is_net <> is_counted",
            ["region": .text(region)])
    }

    /// Every record of a person's identity, theirs too, whether it is counted here or not.
    private func records(of person: [UInt8], in transaction: Transaction) throws -> [[UInt8]] {
        try transaction.prepare(
            """
            SELECT other.person_id FROM identity_record AS own JOIN identity_record AS other
                ON other.region = own.region AND other.identity_id = own.identity_id
            WHERE own.region = $region AND own.person_id = $person
            """
        ).rows([("region", .text(region)), ("person", .blob(person))]).map { try $0.blob(0) }
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
