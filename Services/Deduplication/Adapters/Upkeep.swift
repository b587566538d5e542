import Basics
import DeduplicationCore
import Logging
import Storage
import Synchronization

/// Does what a start, or a log that is read anew, leaves to be done beside the follower: in slices, so that nobody waits
/// long for the writer, and again until it is done.
final class Upkeep: Sendable {
    /// One thing that is owed.
    struct Job: Sendable {
        let name: String
        /// Does a slice of it, from after an id; gives the last id that it looked at, nil at the end.
        ///
        /// It throws `NotYet` while its time has not come.
        let slice: @Sendable (_ after: RecordID, Transaction) throws -> RecordID?
    }

    /// Why a job cannot be done yet: the log is not read to its end.
    struct NotYet: Error {}

    /// How many ids one slice looks at.
    static let sliceMax = 64

    private let database: Database
    private let logger: Logger
    private let jobs: [Job]
    private let due: Mutex<Set<Int>>
    private let bell = Bell()

    /// All jobs are due.
    init(database: Database, logger: Logger, jobs: [Job]) {
        self.database = database
        self.logger = logger
        self.jobs = jobs
        due = Mutex(Set(jobs.indices))
    }

    /// Makes all jobs due: the log is read anew.
    func beginAgain() {
        due.withLock { $0 = Set(jobs.indices) }
        bell.ring()
    }

    /// Whether something is due, and may have waited for events.
    var isDue: Bool { due.withLock { !$0.isEmpty } }

    /// Says that events were applied.
    func eventsWereApplied() { bell.ring() }

    /// Works until its task is cancelled.
    func run() async {
        var failures = 0
        while !Task.isCancelled {
            bell.listen()
            if await step() {
                failures = 0
                // Nothing is due until somebody rings.
                try? await bell.wait(until: .now + .seconds(3_600))
            } else {
                failures += 1
                // Events may come by the hundred in a second.
                try? await Task.sleep(for: .seconds(1))
                try? await bell.wait(until: .now + .seconds(1 << min(failures, 6)))
            }
        }
    }

    /// Does what is due, as far as it can be done now; says whether nothing is left.
    func step() async -> Bool {
        for (index, job) in jobs.enumerated() {
            guard due.withLock({ $0.remove(index) }) != nil else { continue }
            do {
                var last: RecordID? = .nilID
                while let after = last {
                    last = try await database.write { try job.slice(after, $0) }
                }
            } catch {
                _ = due.withLock { $0.insert(index) }
                if error is NotYet || Task.isCancelled { continue }
                let cause = (error as? StorageError).map { "\($0.code)" } ?? "\(type(of: error))"
                logger.warning(
                    "what is owed cannot be done yet",
                    metadata: ["job": "\(job.name)", "cause": "\(cause)"])
            }
        }
        return !isDue
    }
}
