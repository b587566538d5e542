public import Basics
import Catalogue
public import Logging
public import Messages
import Status
public import Storage
import Synchronization

/// Follows another program's event log and applies each event exactly once in effect.
///
/// Reads the events after its cursor by a long poll, applies them and moves the cursor in one
/// transaction, and begins again; where the log holds more of them, the next are read meanwhile. An
/// event that cannot be applied, or at which applying fails, is quarantined with its
/// subject; other subjects go on, and what is held back is tried again when the program starts, and
/// when an administrator asks. Where the log is not the one that was followed
/// before, what was made from it is thrown away and made anew; until that is whole,
/// `FollowerState.requireWhole` refuses to answer from it. While the new one is shorter, the status
/// says so until the program ends: a database may lie in the wrong folder.
public final class LogFollower: Sendable {
    /// Some events, oldest first, and the head of the log when they were read.
    public struct Page: Sendable {
        /// The events; empty when there were none in time.
        public let events: [StoredEvent]
        /// Sequence of the log's last event.
        public let headSequence: UInt64

        /// Makes a page.
        public init(events: [StoredEvent], headSequence: UInt64) {
            self.events = events
            self.headSequence = headSequence
        }

        /// The cursor of a follower that has applied them; nil where there are none.
        fileprivate var last: LogCursor? { events.last?.cursor }
    }

    /// What is done with the events of the followed log.
    public struct Effects: Sendable {
        /// Applies one event. `UnapplicableEvent` quarantines it, and so does any other error that is not of the moment,
        /// as a full disk is; such a one stops the page, which is then read again.
        public var apply: @Sendable (StoredEvent, Transaction) throws -> Void
        /// Puts right what is kept beside the database, after what a quarantined event changed in it was undone.
        public var undone: @Sendable (Transaction) throws -> Void
        /// Makes an erasure one that does for what was held back of its subject as well, which is deleted.
        public var absorb: @Sendable (_ held: [StoredEvent], StoredEvent) throws -> StoredEvent
        /// Told in a transaction of the events that it applies next, in order: each of them, unless one before it is
        /// refused. Nil where nobody wants to know.
        public var expect: (@Sendable (ArraySlice<StoredEvent>) -> Void)?
        /// Throws away everything made from the log, so that it can be followed from the beginning.
        public var reset: @Sendable (Transaction) throws -> Void

        /// Makes effects.
        public init(
            apply: @escaping @Sendable (StoredEvent, Transaction) throws -> Void,
            undone: @escaping @Sendable (Transaction) throws -> Void = { _ in },
            absorb: @escaping @Sendable (_ held: [StoredEvent], StoredEvent) throws -> StoredEvent =
                { $1 },
            expect: (@Sendable (ArraySlice<StoredEvent>) -> Void)? = nil,
            reset: @escaping @Sendable (Transaction) throws -> Void
        ) {
            self.apply = apply
            self.undone = undone
            self.absorb = absorb
            self.expect = expect
            self.reset = reset
        }
    }

    /// Asks for the events after a cursor; waits for some on the other side, for so long at most.
    public typealias ReadPage = @Sendable (LogCursor?, _ wait: Duration) async throws -> Page

    private struct Progress {
        var position: CommonV1.LogPosition?
        /// Nil until the followed program has answered.
        var headSequence: UInt64?
        /// Of the log that was followed before this one; 0 where it was no other.
        var formerSequence: UInt64 = 0
        var lastContact = ContinuousClock.now
        var lastFailure = ""
        /// Whether what earlier programs held back was tried again.
        var hasRetriedHeld = false
        /// Whether the write-ahead log may hold what was erased; also at the start, for the program may have been killed.
        var mayLogHoldErased = true

        /// Whether the log has not come as far yet as the one that was followed before it.
        var isLogShorter: Bool { headSequence.map { $0 < formerSequence } ?? false }

        /// The last failure, else that the log is shorter.
        var concern: String {
            guard lastFailure.isEmpty, isLogShorter else { return lastFailure }
            return MessageKey.follower(.logShorter).rawValue
        }
    }

    /// Name of the followed program.
    public var source: String { state.source }
    let state: FollowerState
    let database: Database
    private let readPage: ReadPage
    let effects: Effects
    let logger: Logger
    private let signal = SequenceSignal()
    private let progress = Mutex(Progress())
    private let now: @Sendable () -> Timestamp

    /// - Parameters:
    ///   - source: the followed program, for instance "registration".
    ///   - region: whose log it is.
    ///   - readPage: asks the followed program.
    public init(
        source: String, region: String, database: Database, logger: Logger,
        readPage: @escaping ReadPage, effects: Effects,
        now: @escaping @Sendable () -> Timestamp = { .now() }
    ) {
        state = FollowerState(source: source, region: region)
        self.database = database
        self.logger = logger
        self.readPage = readPage
        self.effects = effects
        self.now = now
    }

    /// Follows until its task is cancelled. Failures are waited out with growing, jittered pauses
    /// of at most `FollowingLimits.pauseMax`.
    public func run() async {
        var failures = 0
        var page: Page?
        while !Task.isCancelled {
            do {
                page = try await step(page)
                failures = 0
            } catch is CancellationError {
                return
            } catch {
                page = nil
                failures += 1
                note(failure: error)
                let ceiling = min(
                    FollowingLimits.pauseMax, .milliseconds(100) * (1 << min(failures, 6)))
                try? await Task.sleep(for: ceiling * Double.random(in: 0.5...1))
            }
        }
    }

    /// Applies one page; before the first, tries again what is held back.
    ///
    /// - Parameter page: what the step before gave; otherwise the page is read.
    /// - Returns: the page behind it, which was read meanwhile; nil where the log held no more.
    @discardableResult
    public func step(_ page: Page? = nil) async throws -> Page? {
        if !progress.withLock({ $0.hasRetriedHeld }) { try await retryHeld() }
        let (cursor, isWhole) = try await database.read {
            (try self.state.cursor(in: $0), try self.state.isWhole(in: $0))
        }
        publish(cursor)
        try await emptyLogOfErased()
        do {
            // Who asks for what is not whole yet must not wait for the next event; nor the first answer, at the start and after
            // a failure: it tells how far the log goes.
            let isKnown = progress.withLock { $0.headSequence != nil && $0.lastFailure.isEmpty }
            let wait = isWhole && isKnown ? FollowingLimits.wait : .zero
            let page = if let page { page } else { try await read(after: cursor, wait: wait) }
            guard let last = page.last, last.position.sequence < page.headSequence else {
                if !page.events.isEmpty || !isWhole { try await apply(page) }
                progress.withLock { $0.lastFailure = "" }
                return nil
            }
            async let next = read(after: last, wait: .zero)
            try await apply(page)
            progress.withLock { $0.lastFailure = "" }
            return try await next
        } catch let error as RPCError where Self.isAnotherLog(error) {
            try await startOver()
            return nil
        }
    }

    /// Waits until the event at `sequence` is applied; false when the deadline passes first.
    public func wait(
        until sequence: UInt64, deadline: ContinuousClock.Instant
    ) async throws -> Bool {
        guard sequence > 0 else { return true }
        return try await signal.wait(after: sequence - 1, deadline: deadline)
    }

    /// Lets those who wait for a position go; they get `UNAVAILABLE`.
    public func stopWaiting() { signal.close() }

    /// The last applied position; nil before the first event.
    public var position: CommonV1.LogPosition? { progress.withLock { $0.position } }

    /// Sequence of the log's last event at the last contact; nil before the first.
    public var headSequence: UInt64? { progress.withLock { $0.headSequence } }

    /// Whether the log is another one than was followed before, and has not come as far; false once this program has
    /// started again.
    public var isLogShorter: Bool { progress.withLock { $0.isLogShorter } }

    /// What an administrator sees of this follower.
    public func status() async -> HealthV1.FollowerStatus {
        let stored = try? await database.read {
            (
                held: try self.state.counts(in: $0), isWhole: try self.state.isWhole(in: $0),
                unapplied: try self.state.unapplied(
                    limit: FollowingLimits.unappliedShownMax, in: $0)
            )
        }
        return progress.withLock { progress in
            let sequence = progress.position?.sequence ?? 0
            // Before the first answer nothing has failed and nothing is known.
            let isRebuilding =
                stored?.isWhole == false && (progress.headSequence ?? 0) > 0
                && progress.lastFailure.isEmpty
            return HealthV1.FollowerStatus(
                source: state.source, position: progress.position,
                lag: progress.headSequence.map { .lagEvents($0 > sequence ? $0 - sequence : 0) },
                sinceContactMilliseconds: UInt64(
                    max(0, (ContinuousClock.now - progress.lastContact) / .milliseconds(1))),
                quarantinedEvents: UInt64(stored?.held.quarantined ?? 0),
                heldEvents: UInt64(stored?.held.waiting ?? 0),
                lastFailureReason: isRebuilding
                    ? MessageKey.follower(.rebuilding).rawValue : progress.concern,
                setAsideEvents: UInt64(stored?.held.setAside ?? 0),
                unapplied: stored?.unapplied.map { HealthV1.UnappliedEvent($0) } ?? [])
        }
    }

    private func read(after cursor: LogCursor?, wait: Duration) async throws -> Page {
        let page = try await readPage(cursor, wait)
        progress.withLock {
            $0.headSequence = page.headSequence
            $0.lastContact = .now
        }
        return page
    }

    private func apply(_ page: Page) async throws {
        do {
            try await apply(page, undoing: .transaction)
        } catch is PartlyApplied {
            try await apply(page, undoing: .event)
        }
        if page.events.contains(where: { $0.kind == StoredEvent.erasureKind }) {
            try await emptyLogOfErased(isNew: true)
        }
    }

    /// Empties the write-ahead log of what was erased; where a read goes on in it, the next step does.
    ///
    /// - Parameter isNew: whether something was erased just now.
    func emptyLogOfErased(isNew: Bool = false) async throws {
        if isNew { progress.withLock { $0.mayLogHoldErased = true } }
        guard progress.withLock({ $0.mayLogHoldErased }) else { return }
        do {
            try await database.checkpoint()
            progress.withLock { $0.mayLogHoldErased = false }
        } catch let error as StorageError where error.code == .busy {
            logger.notice(
                "what was erased stays in the write-ahead log until a read has ended",
                metadata: ["source": "\(state.source)"])
        }
    }

    private func apply(_ page: Page, undoing: Undoing) async throws {
        let cursor = page.last
        let time = now()
        try await database.write { transaction in
            try self.state.noteHead(page.headSequence, in: transaction)
            var held =
                self.effects.expect == nil ? [] : Set(try self.state.heldSubjects(in: transaction))
            self.expect(page.events[...], unless: held)
            for (place, event) in page.events.enumerated() {
                var wasTried = false
                let isApplied = try self.state.apply(
                    event, in: transaction, now: time, undoing: undoing,
                    absorbing: self.effects.absorb
                ) {
                    wasTried = true
                    try self.attempt($0, in: transaction)
                }
                if !isApplied {
                    if wasTried { try self.effects.undone(transaction) }
                    self.logger.error(
                        "an event is held back",
                        metadata: [
                            "source": "\(self.state.source)",
                            "sequence": "\(event.position.sequence)", "kind": "\(event.kind)",
                        ])
                    held.insert(event.subject)
                    self.expect(page.events[(place + 1)...], unless: held)
                }
            }
            if let cursor { try self.state.advance(in: transaction, to: cursor) }
        }
        publish(cursor)
    }

    /// Tells of the events up to the next that is held back.
    private func expect(_ events: ArraySlice<StoredEvent>, unless held: Set<RecordID>) {
        effects.expect?(events.prefix { !held.contains($0.subject) })
    }

    /// Applies what is held back where this program can: it may be a newer one than held it.
    private func retryHeld() async throws {
        let subjects = try await database.read { try self.state.heldSubjects(in: $0) }
        for subject in subjects {
            let release = try await database.write { try self.release(subject, in: $0) }
            logger.notice(
                "held events were tried again",
                metadata: [
                    "source": "\(state.source)", "applied": "\(release.applied)",
                    "remaining": "\(release.remaining)", "reason": "\(release.reason ?? "")",
                ])
        }
        progress.withLock { $0.hasRetriedHeld = true }
    }

    /// A damaged database is `DATA_LOSS` too: then what was made from the log is the better copy.
    private static func isAnotherLog(_ error: RPCError) -> Bool {
        error.code == .dataLoss && error.details.reason != MessageKey.storage(.corrupt).rawValue
    }

    private func startOver() async throws {
        logger.error(
            "the followed log is not the one followed before: starting over",
            metadata: ["source": "\(state.source)"])
        progress.withLock { $0.lastFailure = MessageKey.follower(.dataLoss).rawValue }
        try await database.write { transaction in
            try self.effects.reset(transaction)
            try self.state.reset(in: transaction)
        }
        progress.withLock {
            $0.mayLogHoldErased = true
            $0.formerSequence = max($0.formerSequence, $0.position?.sequence ?? 0)
            $0.position = nil
            $0.headSequence = nil
        }
        // Nothing of the log counts as applied any more.
        signal.reset()
    }

    private func publish(_ cursor: LogCursor?) {
        guard let cursor else { return }
        progress.withLock {
            $0.position = CommonV1.LogPosition(cursor, region: state.region)
        }
        signal.advance(to: cursor.position.sequence)
    }

    private func note(failure error: any Error) {
        let failure = RPCError(wrapping: error)
        let reason = Self.reason(of: error, failure)
        let isNew = progress.withLock { progress in
            defer { progress.lastFailure = reason.rawValue }
            return progress.lastFailure != reason.rawValue
        }
        if isNew {
            logger.warning(
                "following is interrupted",
                metadata: [
                    "source": "\(state.source)", "reason": "\(reason.rawValue)",
                    "cause": "\(failure.cause.isEmpty ? "\(failure.code)" : failure.cause)",
                ])
        }
    }

    /// What the other program answered, or else why its events could not be applied here.
    private static func reason(of error: any Error, _ failure: RPCError) -> MessageKey {
        switch failure.code {
        case .unauthenticated, .permissionDenied: return .follower(.tokenRefused)
        case .unavailable where error is RPCError, .deadlineExceeded: return .follower(.outOfReach)
        default: break
        }
        let known = MessageKey(rawValue: failure.details.reason) ?? .rpc(.internalError)
        // The texts of these two would point at this program, and at a reference that nobody has.
        switch known {
        case .storage(.corrupt) where error is RPCError: return .follower(.sourceFailed)
        case .rpc(.internalError):
            return .follower(error is RPCError ? .sourceFailed : .applyFailed)
        default: return known
        }
    }
}
