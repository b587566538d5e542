import Basics
import DeduplicationCore
import Storage

/// Keeps which identities were made before the log told of identities: by a record of each, until they are told of.
struct UntoldIdentityRows: Sendable {
    let region: String

    /// Some of the records, from after one.
    func people(
        after last: RecordID, limit: Int, in store: some Querying
    ) throws -> [RecordID] {
        try store.query(
            """
            SELECT person_id FROM untold_identity WHERE region = $region AND person_id > $after
            ORDER BY person_id LIMIT $limit
            """,
            ["region": .text(region), "after": .id(last), "limit": .integer(Int64(limit))]
        ).map { try $0.id(0) }
    }

    /// Takes the records of an identity off; says whether one of them was there.
    func remove(_ identity: Identity, in transaction: Transaction) throws -> Bool {
        let delete = try transaction.prepare(
            "DELETE FROM untold_identity WHERE region = $region AND person_id = $id")
        return try identity.people.reduce(false) { isUntold, person in
            try delete.run([("region", .text(region)), ("id", .id(person))]) > 0 || isUntold
        }
    }
}
