import Access
import Basics
import Biometrics
import Catalogue
import DeduplicationCore
import Following
import Logging
import Messages
import Storage
import Synchronization

/// Works off what waits for the matcher, one thing after the other, whenever the matcher is there.
///
/// Nothing waits for it: people are registered and screened meanwhile by what their records say. A task that fails is put
/// off with growing pauses, so that others go on. After `BiometricCheckLimits.triesMax` tries it is set aside, counted
/// as such, and tried again every `BiometricCheckLimits.asidePause` and when the program starts. Where the matcher does
/// not say what it is no task is touched; where it goes away after that, the task that it was given may be why.
final class BiometricWorker: Sendable {
    private struct State {
        /// Why the matcher is not asked; nil where it is.
        var obstacle: BiometricsMessage?
        /// What was logged last of that, or of failures of the database.
        var lastCause = ""
        var isSealingDue = true
    }

    private let database: Database
    private let checks: BiometricChecks
    private let keys: BiometricKeys
    private let matcher: (any BiometricMatcher)?
    private let logger: Logger
    private let state: Mutex<State>

    init(
        database: Database, checks: BiometricChecks, keys: BiometricKeys,
        matcher: (any BiometricMatcher)?, logger: Logger
    ) {
        self.database = database
        self.checks = checks
        self.keys = keys
        self.matcher = matcher
        self.logger = logger
        state = Mutex(State(obstacle: matcher == nil ? .matcherMissing : nil))
    }

    /// Why checks wait though it is their turn; nil where they do not.
    var obstacle: BiometricsMessage? { state.withLock { $0.obstacle } }

    /// Takes other keys: what they can open now is tried again, and sealed with the newest.
    func keysChanged() {
        state.withLock { $0.isSealingDue = true }
        checks.queue.bell.ring()
    }

    /// Works until its task is cancelled.
    func run() async {
        var failures = 0
        while !Task.isCancelled {
            checks.queue.bell.listen()
            var pause = BiometricCheckLimits.idleInterval
            do {
                let isMore = try await step()
                failures = 0
                if isMore { pause = .seconds(1) }
            } catch {
                if Task.isCancelled { return }
                failures += 1
                pause = Self.pause(after: failures, max: BiometricCheckLimits.awayPauseMax)
                note(error)
            }
            let deadline = ContinuousClock.now + pause
            // While the matcher is away new work changes nothing.
            if failures == 0 {
                try? await checks.queue.bell.wait(until: deadline)
            } else {
                try? await Task.sleep(until: deadline, clock: .continuous)
            }
        }
    }

    /// Does everything that is due; says whether something was put off.
    ///
    /// - Throws: `MatcherFailure` where the matcher cannot be asked; failures of the database.
    func step() async throws -> Bool {
        try await renewKeys()
        guard let matcher else { return false }
        let description = try await matcher.describe()
        let time = checks.queue.now()
        try await database.write { transaction in
            try self.checks.tasks.enrolAll(
                into: description.gallery, at: time, in: transaction)
        }
        state.withLock {
            $0.obstacle = nil
            $0.lastCause = ""
        }
        for kind in BiometricTask.Kind.allCases {
            while try await work(on: kind, areAside: false, matcher, description) {}
        }
        // Some of those that were set aside, after all others: what they take must not hold anything up.
        for kind in BiometricTask.Kind.allCases {
            _ = try await work(on: kind, areAside: true, matcher, description)
        }
        return try await database.read { try self.checks.tasks.counts(in: $0).waiting > 0 }
    }

    /// Tries some of what is due of one kind; false where nothing was.
    private func work(
        on kind: BiometricTask.Kind, areAside: Bool, _ matcher: any BiometricMatcher,
        _ description: MatcherDescription
    ) async throws -> Bool {
        let now = checks.queue.now()
        let tasks = try await database.read { reading in
            // While the log is read anew, who would be found may not be on record yet.
            if kind == .search, !(try self.checks.merging.followed.isWhole(in: reading)) {
                return [BiometricTask]()
            }
            return try self.checks.tasks.due(
                kind, areAside: areAside, at: now, limit: kind.tasksMax, in: reading)
        }
        switch kind {
        case .remove: try await remove(tasks, matcher)
        case .enrol: try await enrol(tasks, matcher, description)
        case .search:
            for task in tasks {
                try await attempt([task]) { try await search(task, matcher, description) }
            }
        case .compare:
            for task in tasks {
                try await attempt([task]) { try await compare(task, matcher, description) }
            }
        }
        return !tasks.isEmpty
    }

    /// Does something for some tasks; what goes wrong with it puts them off.
    ///
    /// - Throws: `MatcherFailure` where the next task should not be tried before the matcher says that it is there.
    private func attempt(_ tasks: [BiometricTask], _ body: () async throws -> Void) async throws {
        do {
            try await body()
        } catch let failure as MatcherFailure {
            guard failure != .galleryChanged else { throw failure }
            try await putOff(tasks, failure.message)
            // It may be the matcher and not the task: that is asked before the next one is tried.
            guard failure == .failed else { throw failure }
        } catch let error as AccessError {
            if tasks.contains(where: { $0.tries < BiometricCheckLimits.triesMax }) {
                logger.error(
                    "a fingerprint cannot be opened", metadata: ["reason": "\(error.code)"])
            }
            try await putOff(tasks, .keyMissing, isFinal: true)
        } catch  where Self.isDamage(error) {
            try await putOff(tasks, .dataDamaged, isFinal: true)
        }
    }

    /// Whether it says that something stored cannot be read, and not that the database cannot.
    private static func isDamage(_ error: any Error) -> Bool {
        error is WireError || (error as? StorageError)?.code == .unreadable
    }

    /// Removes what was not tried before in one call, and the rest one by one: one of them may be what failed.
    private func remove(_ tasks: [BiometricTask], _ matcher: any BiometricMatcher) async throws {
        let untried = tasks.filter { $0.tries == 0 }
        let parts = (untried.isEmpty ? [] : [untried]) + tasks.filter { $0.tries > 0 }.map { [$0] }
        for part in parts {
            try await attempt(part) {
                try await matcher.remove(part.map(\.subject))
                try await database.write { transaction in
                    for task in part { _ = try self.checks.tasks.finish(task, in: transaction) }
                }
            }
        }
    }

    /// Enrols people and notes it of all of them at once: a new gallery takes a whole region.
    private func enrol(
        _ tasks: [BiometricTask], _ matcher: any BiometricMatcher,
        _ description: MatcherDescription
    ) async throws {
        var done: [BiometricTask] = []
        var failure: (any Error)?
        for task in tasks where failure == nil {
            do {
                try await attempt([task]) {
                    let (reference, fingers) = try await fingers(of: task.subject)
                    if let reference, !fingers.isEmpty {
                        try await matcher.enrol(
                            reference, fingers, in: description.gallery)
                    }
                    done.append(task)
                }
            } catch {
                failure = error
            }
        }
        try await database.write { [done] transaction in
            for task in done where try self.checks.tasks.finish(task, in: transaction) {
                try self.checks.fingerprints.enrolled(
                    task.subject, in: description.gallery, in: transaction)
            }
        }
        if let failure { throw failure }
    }

    private func search(
        _ task: BiometricTask, _ matcher: any BiometricMatcher, _ description: MatcherDescription
    ) async throws {
        let (reference, fingers) = try await fingers(of: task.subject)
        var candidates: [MatcherCandidate] = []
        if let reference, !fingers.isEmpty {
            candidates = try await matcher.search(reference, fingers, in: description.gallery)
        }
        let isDone = try await database.write { [candidates] transaction in
            guard try self.checks.tasks.holds(task, in: transaction) else { return true }
            let areOnRecord = try self.checks.found(
                candidates, for: task.subject, falseNonMatchRate: description.falseNonMatchRate,
                in: transaction)
            return try areOnRecord && self.checks.tasks.finish(task, in: transaction)
        }
        if !isDone { try await putOff([task], .recordMissing) }
    }

    private func compare(
        _ task: BiometricTask, _ matcher: any BiometricMatcher, _ description: MatcherDescription
    ) async throws {
        let key = try await database.read {
            try self.checks.pairs.pair(task.subject.bytes, in: $0)?.key
        }
        guard let key else { return try await finish(task) { _, _ in } }
        let one = try await fingers(of: key.earlier).records
        let other = try await fingers(of: key.later).records
        var verdict = MatcherVerdict.inconclusive
        if !one.isEmpty, !other.isEmpty { verdict = try await matcher.compare(one, other) }
        try await finish(task) { [verdict] checks, transaction in
            try checks.compared(
                verdict, pairID: task.subject, falseNonMatchRate: description.falseNonMatchRate,
                in: transaction)
        }
    }

    private func fingers(
        of person: RecordID
    ) async throws -> (reference: RecordID?, records: [FingerRecord]) {
        guard let keys = keys.current else {
            throw AccessError(.wrongRecipient, "no storage key is configured")
        }
        return try await database.read {
            (
                try self.checks.fingerprints.reference(of: person, in: $0),
                try self.checks.fingerprints.records(of: person, with: keys, in: $0)
            )
        }
    }

    /// Applies an answer, unless something else was asked for meanwhile.
    private func finish(
        _ task: BiometricTask,
        _ apply: @escaping @Sendable (BiometricChecks, Transaction) throws -> Void
    ) async throws {
        try await database.write { transaction in
            guard try self.checks.tasks.finish(task, in: transaction) else { return }
            try apply(self.checks, transaction)
        }
    }

    private func putOff(
        _ tasks: [BiometricTask], _ reason: BiometricsMessage, isFinal: Bool = false
    ) async throws {
        let max = BiometricCheckLimits.triesMax
        let now = checks.queue.now()
        let failures = tasks.map { task in
            let tries = isFinal ? Swift.max(max, task.tries + 1) : task.tries + 1
            let pause =
                tries < max
                ? Self.pause(after: tries, max: BiometricCheckLimits.retryPauseMax)
                : BiometricCheckLimits.asidePause
            return (task: task, tries: tries, due: now.advanced(by: pause))
        }
        try await database.write { transaction in
            for failure in failures {
                try self.checks.tasks.fail(
                    failure.task, reason, tries: failure.tries, due: failure.due, in: transaction)
            }
        }
        for failure in failures where failure.tries >= max && failure.task.tries < max {
            logger.error(
                "a check of fingerprints is set aside",
                metadata: ["kind": "\(failure.task.kind)", "reason": "\(reason.rawValue)"])
        }
    }

    /// Growing, with jitter, so that programs that lost the same matcher do not come back at once.
    private static func pause(after failures: Int, max: Duration) -> Duration {
        let ceiling = min(max, .milliseconds(500) * (1 << min(failures, 7)))
        return ceiling * Double.random(in: 0.5...1)
    }

    private func note(_ error: any Error) {
        let failure = error as? MatcherFailure
        let storage = (error as? StorageError).map { "\($0.code)" }
        let cause = failure.map { "matcher \($0)" } ?? storage ?? "\(type(of: error))"
        let isNew = state.withLock { state in
            defer { state.lastCause = cause }
            if let failure { state.obstacle = failure.message }
            return state.lastCause != cause
        }
        guard isNew else { return }
        logger.warning("checks of fingerprints wait", metadata: ["cause": "\(cause)"])
    }
}

extension BiometricWorker {
    /// Takes up keys that changed; where it fails, that stays to be done.
    private func renewKeys() async throws {
        let isDue = state.withLock { state in
            defer { state.isSealingDue = false }
            return state.isSealingDue
        }
        guard isDue else { return }
        var isDone = false
        defer { if !isDone { state.withLock { $0.isSealingDue = true } } }
        try await reseal()
        isDone = true
    }

    private func reseal() async throws {
        try await database.write { try self.checks.tasks.retryAll(in: $0) }
        guard let keys = keys.current else { return }
        var last: RecordID? = .nilID
        while let after = last {
            last = try await database.write {
                try self.checks.fingerprints.reseal(with: keys, after: after, in: $0)
            }
        }
    }
}
