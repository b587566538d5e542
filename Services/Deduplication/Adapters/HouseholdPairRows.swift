import Basics
import DeduplicationCore
import Messages
import Storage

/// Keeps what the open pairs between each two households are worth together: the order of the review queue.
///
/// Worths are whole thousandths, so that what is added is taken off again to the last.
struct HouseholdPairRows: Sendable {
    /// Where a pair stands: between which households, in the order of their ids, and what it adds to their worth.
    struct Place: Equatable {
        var one: [UInt8] = []
        var other: [UInt8] = []
        /// Thousandths; 0 where the pair is not open.
        var worth: Int64 = 0
        var isOpen = false
    }

    let region: String

    /// Takes a pair from where it stood, if it was there, to where it stands now. Call before the pair is saved.
    func move(
        _ pair: DeduplicationV1.Pair, _ key: PairKey, in transaction: Transaction
    ) throws -> Place {
        let before = try place(of: pair.pairID, in: transaction)
        var now = before ?? Place()
        let records = RecordRows(region: region)
        // Of a record that is gone the household is not known any more; the pair stays where it was.
        if let one = try records.household(of: key.earlier, in: transaction)?.bytes,
            let other = try records.household(of: key.later, in: transaction)?.bytes
        {
            let isInOrder = one.lexicographicallyPrecedes(other)
            now.one = isInOrder ? one : other
            now.other = isInOrder ? other : one
        }
        now.isOpen = pair.state == .open
        now.worth = now.isOpen ? Int64((pair.worth * 1_000).rounded()) : 0
        guard now != before else { return now }
        if let before, before.isOpen { try add(before, times: -1, in: transaction) }
        if now.isOpen { try add(now, times: 1, in: transaction) }
        return now
    }

    private func place(of pairID: [UInt8], in transaction: Transaction) throws -> Place? {
        try transaction.prepare(
            """
            SELECT household_one, household_other, worth, state FROM pair
            WHERE region = $region AND pair_id = $id
            """
        ).first([("region", .text(region)), ("id", .blob(pairID))]).map { row in
            Place(
                one: try row.blob(0), other: try row.blob(1), worth: try row.integer(2),
                isOpen: try row.integer(3) == Int64(DeduplicationV1.PairState.open.rawValue))
        }
    }

    private func add(_ place: Place, times sign: Int64, in transaction: Transaction) throws {
        let key: [(String, Value)] = [
            ("region", .text(region)), ("one", .blob(place.one)), ("other", .blob(place.other)),
        ]
        try transaction.prepare(
            """
            INSERT INTO household_pair (region, one, other, open_pairs, worth)
            VALUES ($region, $one, $other, $pairs, $worth)
            ON CONFLICT (region, one, other) DO UPDATE SET
                open_pairs = open_pairs + excluded.open_pairs, worth = worth + excluded.worth
            """
        ).run(key + [("pairs", .integer(sign)), ("worth", .integer(sign * place.worth))])
        guard sign < 0 else { return }
        try transaction.prepare(
            """
            DELETE FROM household_pair
            WHERE region = $region AND one = $one AND other = $other AND open_pairs = 0
            """
        ).run(key)
    }
}
