import Basics
import DeduplicationCore
import Storage

/// Remembers the epochs of the followed log, so that an old receipt's position is known for what it is.
struct EpochRows: Sendable {
    let region: String

    func epochs(in store: some Querying) throws -> FollowedEpochs {
        FollowedEpochs(
            try store.query(
                """
                SELECT first_sequence, epoch FROM followed_epoch WHERE region = $region
                ORDER BY first_sequence
                """, ["region": .text(region)]
            ).map { (UInt64(clamping: try $0.integer("first_sequence")), try $0.id("epoch")) })
    }

    /// Notes the epoch of an event where it is a new one.
    func note(_ position: LogPosition, in transaction: Transaction) throws {
        let last = try transaction.prepare(
            """
            SELECT epoch FROM followed_epoch WHERE region = $region
            ORDER BY first_sequence DESC LIMIT 1
            """
        ).first([("region", .text(region))]).map { try $0.id("epoch") }
        guard last != position.epoch else { return }
        try transaction.execute(
            """
            INSERT INTO followed_epoch (region, first_sequence, epoch)
            VALUES ($region, $first, $epoch)
            """,
            [
                "region": .text(region), "first": .integer(Int64(clamping: position.sequence)),
                "epoch": .id(position.epoch),
            ])
    }

    func removeAll(in transaction: Transaction) throws {
        try transaction.execute(
            "DELETE FROM followed_epoch WHERE region = $region", ["region": .text(region)])
    }
}
