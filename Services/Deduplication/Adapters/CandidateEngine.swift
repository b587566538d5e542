import Basics
import DeduplicationCore
import Linkage
import Logging
import Messages
import Storage

/// The index of people beside the database that it mirrors.
///
/// Invariant: after a committed transaction it holds exactly the rows of `record`. It is touched only inside the
/// writer's transaction bodies and when they are committed. Where such a body fails after the index changed, or its
/// commit does, the next body finds people whom nobody committed, and reads them again from the table. So are those of an
/// event that alone is undone.
final class CandidateEngine: Sendable {
    private struct State {
        var isLoaded = false
        /// The body of a transaction in which the index was changed last.
        var body: UInt64 = 0
        /// The people whom events changed in it in bodies that are not committed.
        var unsettled: Set<RecordID> = []
        /// Those of them whom the last event changed.
        var lastTouched: Set<RecordID> = []
        /// Whether it still holds words of people who were erased: then it is not written.
        var holdsErased = false
    }

    // SAFETY: touched only inside bodies of `Database.write`, which run one after the other; see the invariant.
    nonisolated(unsafe) private var state = State()
    // SAFETY: likewise, or by the thread that links ahead, which is waited for.
    nonisolated(unsafe) private var index: LinkageIndex
    private let ahead = LinkingAhead()
    private let records: RecordRows
    private let followed: FollowerState
    private let snapshot: IndexSnapshot
    private let models: ModelRows
    private let logger: Logger

    init(
        records: RecordRows, followed: FollowerState, snapshot: IndexSnapshot, models: ModelRows,
        logger: Logger
    ) {
        self.logger = logger
        self.records = records
        self.models = models
        self.followed = followed
        self.snapshot = snapshot
        index = LinkageIndex(variants: models.variants)
    }

    private var emptyIndex: LinkageIndex { LinkageIndex(variants: models.variants) }

    /// Uses the index for an event, as it was before that event.
    ///
    /// - Parameter people: all whom the event adds, changes or removes.
    func use(
        changing people: some Sequence<RecordID>,
        in transaction: Transaction, _ body: (inout LinkageIndex) throws -> Void
    ) throws {
        stopLinkingAhead()
        if !state.isLoaded { try bringUp(in: transaction) }
        if state.body != transaction.bodyNumber {
            try settle(state.unsettled, in: transaction)
        }
        if index.isWorn {
            let before = state
            try makeAnew(in: transaction)
            (state.body, state.unsettled) = (before.body, before.unsettled)
        }
        touch(people, in: transaction)
        try body(&index)
    }

    /// Before it is touched: an error in between must be noticed too.
    private func touch(_ people: some Sequence<RecordID>, in transaction: Transaction) {
        if state.body != transaction.bodyNumber {
            state.body = transaction.bodyNumber
            settleAfterCommit(of: transaction)
        }
        state.lastTouched = Set(people)
        state.unsettled.formUnion(state.lastTouched)
    }

    /// Says which events come next in this transaction.
    func expect(_ events: ArraySlice<StoredEvent>) {
        stopLinkingAhead()
        ahead.expect(events)
    }

    /// The people of the event at `sequence`, where they were linked ahead; they are in the index then.
    func arrival(at sequence: UInt64, in transaction: Transaction) -> Arrival? {
        guard let arrival = ahead.take(sequence) else { return nil }
        touch(arrival.people.map(\.id), in: transaction)
        linkAhead(after: sequence, in: transaction)
        return arrival
    }

    /// Begins to link the expected events behind one that was linked. Nothing else may use the index meanwhile.
    func linkAhead(after sequence: UInt64, in transaction: Transaction) {
        // Not among people of events that failed and come again.
        guard state.isLoaded, state.unsettled.isEmpty || state.body == transaction.bodyNumber
        else { return }
        ahead.begin(after: sequence) { $0.link(by: &self.index) }
    }

    /// Waits for what is linked ahead, and takes those out of the index whose event did not come: it knew none of them.
    private func stopLinkingAhead() {
        for arrival in ahead.stop() {
            for person in arrival.people { index.remove(person.id.bytes) }
        }
    }

    /// What an event changed in the database was undone: the index follows.
    func undone(in transaction: Transaction) throws {
        stopLinkingAhead()
        guard state.body == transaction.bodyNumber else { return }
        try settle(state.lastTouched, in: transaction)
        // What the event asked for after the commit went with it.
        settleAfterCommit(of: transaction)
    }

    private func settleAfterCommit(of transaction: Transaction) {
        let body = transaction.bodyNumber
        transaction.afterCommit {
            // A later body of the same commit may have failed.
            guard self.state.body == body else { return }
            self.state.unsettled = []
        }
    }

    /// Reads people whom uncommitted events touched from the table, which has them as they are.
    private func settle(_ people: Set<RecordID>, in transaction: Transaction) throws {
        for person in people.sorted() {
            index.remove(person.bytes)
            guard let summary = try records.summary(person, in: transaction) else { continue }
            try insert(summary)
        }
    }

    /// Reads again whom bodies changed that came to nothing: of those that are committed nobody is unsettled.
    private func settleFailed(in transaction: Transaction) throws {
        guard state.body < transaction.firstBodyNumber else { return }
        try settle(state.unsettled, in: transaction)
        state.unsettled = []
    }

    /// Searches the index; nil where events were applied that this very commit is to keep, so that it may hold what comes
    /// to nothing.
    ///
    /// - Parameter body: may score by another model, and gives the index back as it was.
    func search<T>(
        in transaction: Transaction, _ body: (inout LinkageIndex) throws -> T
    ) throws -> T? {
        stopLinkingAhead()
        try settleFailed(in: transaction)
        guard state.unsettled.isEmpty else { return nil }
        try load(in: transaction)
        return try body(&index)
    }

    /// Scores by another model from when this transaction is durable.
    func take(_ model: LinkageModel, in transaction: Transaction) {
        transaction.afterCommit {
            self.stopLinkingAhead()
            self.index.model = model
        }
    }

    /// Makes it ready at the start, so that the first event does not wait for it, and keeps it if that took long.
    func load(in transaction: Transaction) throws {
        guard !state.isLoaded, try !bringUp(in: transaction) else { return }
        // Without it the next start takes longer, and no more: the index is ready.
        try? save(in: transaction)
    }

    /// Makes it ready from its snapshot and what was recorded since, or from all records; says whether the snapshot
    /// served.
    @discardableResult
    private func bringUp(in transaction: Transaction) throws -> Bool {
        if let cursor = try followed.cursor(in: transaction)?.position {
            do {
                let (kept, place) = try snapshot.load(emptyIndex) {
                    $0.epoch == cursor.epoch && $0.sequence <= cursor.sequence
                }
                index = kept
                index.model = try models.inForce(in: transaction).model
                try insertRecords(after: place.sequence, in: transaction)
                guard !index.isWorn else { throw IndexSnapshot.Refusal.worn }
                // Whoever was removed meanwhile is in the index alone.
                guard try index.count == records.count(in: transaction) else {
                    throw IndexSnapshot.Refusal.otherPeople
                }
                state.isLoaded = true
                return true
            } catch let refusal as IndexSnapshot.Refusal {
                // After an erasure, or a stop without room for it, there is none, which is as it should be.
                if refusal != .missing { tell(refusal) }
            }
        }
        snapshot.remove()
        try makeAnew(in: transaction)
        return false
    }

    private func tell(_ refusal: IndexSnapshot.Refusal) {
        logger.warning(
            "the file of the index cannot be used, and the index is made anew",
            metadata: ["path": "\(snapshot.path)", "reason": "\(refusal.rawValue)"])
    }

    /// Writes a snapshot for the next start.
    func save(in transaction: Transaction) throws {
        stopLinkingAhead()
        try settleFailed(in: transaction)
        guard state.isLoaded, state.unsettled.isEmpty, !state.holdsErased,
            let cursor = try followed.cursor(in: transaction)?.position
        else { return }
        try snapshot.save(index, at: .init(epoch: cursor.epoch, sequence: cursor.sequence))
    }

    /// Forgets everything; the next use, in this transaction or another, reads the table.
    func forget(in transaction: Transaction) {
        stopLinkingAhead()
        state = State()
        index = emptyIndex
        snapshot.remove()
    }

    /// People were erased: their words must not be written down again.
    func forgetErased() {
        state.holdsErased = true
        snapshot.remove()
    }

    private func makeAnew(in transaction: Transaction) throws {
        state = State()
        index = emptyIndex
        index.model = try models.inForce(in: transaction).model
        try insertRecords(after: nil, in: transaction)
        state.isLoaded = true
    }

    private func insertRecords(after sequence: UInt64?, in transaction: Transaction) throws {
        try records.scan(after: sequence, in: transaction) { try insert($0) }
    }

    private func insert(_ summary: DeduplicationV1.RecordSummary) throws {
        guard let person = PersonRecord(summary) else {
            throw StorageError(.corrupt, "a record has no id")
        }
        guard !index.isFull else {
            throw StorageError(.overloaded, "the index holds no more people")
        }
        index.insert(person)
    }
}
