import Basics
import DeduplicationCore
import Messages
import Storage

/// What a decision needs: the pairs and their people, what was decided and said of them, and the log that tells of it.
struct Ledger: Sendable {
    let records: RecordRows
    let pairs: PairRows
    let decisions: DecisionRows
    let opinions: OpinionRows
    let events: PairEvents
    let policy: ReviewPolicy

    /// The identity that a person's record belongs to.
    func identity(of person: RecordID, in store: some Querying) throws -> Identity {
        try Identity(of: person) { try pairs.people(.same, to: $0, in: store) }
    }
}
