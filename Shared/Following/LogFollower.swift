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
/// transaction, and begins again. An event that cannot be applied is quarantined with its subject;
/// other subjects go on. Where the log is not the one that was followed before, what was made from
/// it is thrown away and made anew.
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
    }

    /// What is done with the events of the followed log.
    public struct Effects: Sendable {
        /// Applies one event. `UnapplicableEvent` quarantines it; any other error stops the page,
        /// which is then read again.
        public var apply: @Sendable (StoredEvent, Transaction) throws -> Void
        /// Runs in the same transaction after the events of a page, before the cursor moves.
        public var finishPage: @Sendable (Transaction) throws -> Void
        /// Throws away everything made from the log, so that it can be followed from the beginning.
        public var reset: @Sendable (Transaction) throws -> Void

        /// Makes effects.
        public init(
            apply: @escaping @Sendable (StoredEvent, Transaction) throws -> Void,
            finishPage: @escaping @Sendable (Transaction) throws -> Void = { _ in },
            reset: @escaping @Sendable (Transaction) throws -> Void
        ) {
            self.apply = apply
            self.finishPage = finishPage
            self.reset = reset
        }
    }

    private struct Progress {
        var position: CommonV1.LogPosition?
        var headSequence: UInt64 = 0
        var lastContact = ContinuousClock.now
        var lastFailure = ""
    }

    private let state: FollowerState
    private let database: Database
    private let readPage: @Sendable (LogCursor?) async throws -> Page
    private let effects: Effects
    private let logger: Logger
    private let signal = SequenceSignal()
    private let progress = Mutex(Progress())
    private let now: @Sendable () -> Timestamp

    /// - Parameters:
    ///   - source: the followed program, for instance "registration".
    ///   - region: whose log it is.
    ///   - readPage: asks for the events after a cursor; waits for some on the other side, bounded
    ///     there.
    public init(
        source: String, region: String, database: Database, logger: Logger,
        readPage: @escaping @Sendable (LogCursor?) async throws -> Page, effects: Effects,
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
    /// of at most 5 s.
    public func run() async {
        var failures = 0
        while !Task.isCancelled {
            do {
                try await step()
                failures = 0
            } catch is CancellationError {
                return
            } catch {
                failures += 1
                note(failure: error)
                let ceiling = min(5.0, 0.1 * Double(1 << min(failures, 6)))
                try? await Task.sleep(for: .seconds(.random(in: ceiling / 2...ceiling)))
            }
        }
    }

    /// Reads and applies one page.
    public func step() async throws {
        let cursor = try await database.read { try self.state.cursor(in: $0) }
        publish(cursor)
        do {
            let page = try await readPage(cursor)
            try await apply(page)
        } catch let error as RPCError where Self.isAnotherLog(error) {
            try await startOver()
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

    /// What an administrator sees of this follower.
    public func status() async -> HealthV1.FollowerStatus {
        let held = (try? await database.read { try self.state.counts(in: $0) }) ?? (0, 0)
        return progress.withLock { progress in
            let sequence = progress.position?.sequence ?? 0
            return HealthV1.FollowerStatus(
                source: state.source, position: progress.position,
                lagEvents: progress.headSequence > sequence ? progress.headSequence - sequence : 0,
                sinceContactMilliseconds: UInt64(
                    max(0, (ContinuousClock.now - progress.lastContact) / .milliseconds(1))),
                quarantinedEvents: UInt64(held.0), heldEvents: UInt64(held.1),
                lastFailureReason: progress.lastFailure)
        }
    }

    private func apply(_ page: Page) async throws {
        progress.withLock {
            $0.headSequence = page.headSequence
            $0.lastContact = .now
            $0.lastFailure = ""
        }
        guard let last = page.events.last else { return }
        let cursor = LogCursor(position: last.position, eventID: last.id)
        let time = now()
        try await database.write { transaction in
            for event in page.events {
                let isApplied = try self.state.apply(event, in: transaction, now: time) {
                    try self.effects.apply($0, transaction)
                }
                if !isApplied {
                    self.logger.error(
                        "an event is held back",
                        metadata: [
                            "source": "\(self.state.source)",
                            "sequence": "\(event.position.sequence)",
                        ])
                }
            }
            try self.effects.finishPage(transaction)
            try self.state.advance(in: transaction, to: cursor)
        }
        publish(cursor)
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
        progress.withLock { $0.position = nil }
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
        let reason: MessageKey =
            switch failure.code {
            case .unauthenticated, .permissionDenied: .follower(.tokenRefused)
            case .unavailable, .deadlineExceeded: .follower(.outOfReach)
            default: MessageKey(rawValue: failure.details.reason) ?? .rpc(.internalError)
            }
        let isNew = progress.withLock { progress in
            defer { progress.lastFailure = reason.rawValue }
            return progress.lastFailure != reason.rawValue
        }
        if isNew {
            logger.warning(
                "following is interrupted",
                metadata: ["source": "\(state.source)", "reason": "\(reason.rawValue)"])
        }
    }
}
