import Basics
import DeduplicationCore
import Storage

/// Keeps who withdrew consent for fingerprints, and when last: the record's id and a time, nothing else.
///
/// A device may have captures for days that were taken before, so it has to stay known. It outlives the record: a log that
/// is read anew may bring the person back.
struct ConsentWithdrawalRows: Sendable {
    static let migration = Schema.Migration(
        name: "0008 withdrawn consent",
        sqlite: """
            CREATE TABLE consent_withdrawal (
                region TEXT NOT NULL, person_id BLOB NOT NULL, withdrawn_at INTEGER NOT NULL,
                PRIMARY KEY (region, person_id)
            ) STRICT, WITHOUT ROWID;
            """)

    let region: String

    /// When a person last withdrew consent; nil for one who never did.
    func last(of person: RecordID, in store: some Querying) throws -> Timestamp? {
        try store.prepare(
            """
            SELECT withdrawn_at FROM consent_withdrawal
            WHERE region = $region AND person_id = $person
            """
        ).first([("region", .text(region)), ("person", .id(person))]).map { try $0.time(0) }
    }

    /// Notes that a person withdraws consent. No two withdrawals of a person have the same time, for it names them.
    func add(_ person: RecordID, at time: Timestamp, in transaction: Transaction) throws {
        try transaction.prepare(
            """
            INSERT INTO consent_withdrawal (region, person_id, withdrawn_at)
            VALUES ($region, $person, $time)
            ON CONFLICT (region, person_id) DO UPDATE
                SET withdrawn_at = max(excluded.withdrawn_at, withdrawn_at + 1)
            """
        ).run([("region", .text(region)), ("person", .id(person)), ("time", .time(time))])
    }
}
