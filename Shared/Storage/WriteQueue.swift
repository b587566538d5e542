import Synchronization

/// The writes that wait, and how they are carried out: in groups that share one commit.
///
/// Bodies that queue up while one commits run next, each but the first in a savepoint, and are committed once.
/// A body's error undoes that body alone; a failed commit fails every body of the group.
/// (Group commit: D. DeWitt et al., "Implementation Techniques for Main Memory Database Systems",
/// SIGMOD 1984.)
final class WriteQueue: Sendable {
    private struct State {
        /// Oldest at `first`; what lies before it was taken.
        var jobs: [(any PendingWrite)?] = []
        var first = 0
        var isScheduled = false
        var isClosed = false

        mutating func take() -> (any PendingWrite)? {
            guard first < jobs.count else {
                jobs.removeAll(keepingCapacity: true)
                first = 0
                return nil
            }
            defer {
                jobs[first] = nil
                first += 1
            }
            return jobs[first]
        }
    }

    private let state = Mutex(State())
    private let disk: DiskGuard
    private let now: @Sendable () -> ContinuousClock.Instant

    init(disk: DiskGuard, now: @escaping @Sendable () -> ContinuousClock.Instant) {
        self.disk = disk
        self.now = now
    }

    /// Adds a write; true when the caller must have `runGroup` called on the writer's queue.
    /// A write that cannot be added is refused here.
    func add(_ job: any PendingWrite) -> Bool {
        let refusal: StorageError?
        let mustSchedule: Bool
        (refusal, mustSchedule) = state.withLock { state in
            if state.isClosed {
                return (StorageError(.closed, "the database is closed"), false)
            }
            guard state.jobs.count - state.first < StorageLimits.pendingWritesMax else {
                return (StorageError(.overloaded, "too many writes are waiting"), false)
            }
            state.jobs.append(job)
            defer { state.isScheduled = true }
            return (nil, !state.isScheduled)
        }
        if let refusal { job.refuse(refusal) }
        return mustSchedule
    }

    /// Refuses every later write; those that wait are still carried out.
    func close() { state.withLock { $0.isClosed = true } }

    /// Whether a group is due on the writer's queue.
    var hasWork: Bool { state.withLock { $0.isScheduled } }

    /// Carries out one group; true when more work waits and this must be called again.
    func runGroup(_ connection: Connection) -> Bool {
        if disk.isFull() {
            refuseAll(StorageError(.diskFull, "too little free space on the disk"))
        } else {
            do throws(StorageError) {
                try connection.begin()
                runBodies(connection)
            } catch {
                connection.rollback()
                refuseGroup(error)
            }
        }
        return state.withLock { state in
            state.isScheduled = state.first < state.jobs.count
            return state.isScheduled
        }
    }

    private func runBodies(_ connection: Connection) {
        let start = now()
        let transaction = Transaction(connection: connection)
        var group: [any PendingWrite] = []
        while group.count < StorageLimits.groupBodiesMax, let job = takeOne() {
            group.append(job)
            connection.bodyNumber += 1
            job.run(transaction, isFirst: group.count == 1)
            if !connection.hasTransaction { break }
            if now() - start >= StorageLimits.groupWork { break }
        }
        var groupError: StorageError?
        do throws(StorageError) {
            try connection.commit()
        } catch {
            groupError = error
        }
        for job in group { job.finish(groupError) }
    }

    private func takeOne() -> (any PendingWrite)? {
        state.withLock { $0.take() }
    }

    private func refuseAll(_ error: StorageError) {
        while let job = takeOne() { job.refuse(error) }
    }

    /// One group's worth: the next may fare better.
    private func refuseGroup(_ error: StorageError) {
        for _ in 0..<StorageLimits.groupBodiesMax {
            guard let job = takeOne() else { return }
            job.refuse(error)
        }
    }
}
