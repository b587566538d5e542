import DeduplicationCore
import Linkage
import Storage

/// The index of people beside the database that it mirrors.
///
/// Invariant: after a committed transaction it holds exactly the rows of `record`. It is touched only inside the
/// writer's transaction bodies and when they are committed. Where such a transaction fails after the index changed, its
/// events come again: an event that was touched and not committed tells that, and the index is made anew from the table.
final class CandidateEngine: Sendable {
    private struct State {
        var index = LinkageIndex()
        var isLoaded = false
        /// Sequence of the last event that the index was used for in a transaction that is not committed.
        var touchedThrough: UInt64 = 0

        mutating func load(_ records: RecordRows, in transaction: Transaction) throws {
            isLoaded = false
            index = LinkageIndex()
            try records.scan(in: transaction) { summary, _ in
                guard let person = PersonRecord(summary) else {
                    throw StorageError(.corrupt, "a record has no id")
                }
                index.insert(person)
            }
            isLoaded = true
            touchedThrough = 0
        }
    }

    // SAFETY: touched only inside bodies of `Database.write`, which run one after the other; see the invariant.
    nonisolated(unsafe) private var state = State()
    private let records: RecordRows

    init(records: RecordRows) { self.records = records }

    /// Uses the index for the event at `sequence`, as it was before that event.
    func use(
        for sequence: UInt64, in transaction: Transaction,
        _ body: (inout LinkageIndex) throws -> Void
    ) throws {
        if !state.isLoaded || sequence <= state.touchedThrough {
            try state.load(records, in: transaction)
        }
        if state.touchedThrough == 0 {
            transaction.afterCommit { self.state.touchedThrough = 0 }
        }
        // Before it is touched: an error in between must be noticed too.
        state.touchedThrough = sequence
        try body(&state.index)
    }

    /// Reads the table once at the start, so that the first event does not wait for it.
    func load(in transaction: Transaction) throws {
        guard !state.isLoaded else { return }
        try state.load(records, in: transaction)
    }

    /// Forgets everything; the next use, in this transaction or another, reads the table.
    func forget(in transaction: Transaction) {
        state = State()
    }
}
