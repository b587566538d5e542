import Basics
import Catalogue
import Logging
public import Messages
import Status
public import Storage

extension LogFollower {
    /// Applies an event, and refuses it where it is the event that makes applying fail.
    ///
    /// - Throws: `UnapplicableEvent`, or an error of the moment: applying can go on later. Where so many events failed
    ///   already that something else must be wrong, the error is thrown on, too.
    /// - Parameter isHeld: whether it is one of those already.
    func attempt(
        _ event: StoredEvent, isHeld: Bool = false, in transaction: Transaction
    ) throws {
        do {
            try effects.apply(event, transaction)
        } catch  where Self.isOfTheEvent(error) {
            let known = try state.heldCount(for: Self.failedReason, in: transaction)
            guard isHeld || known < FollowingLimits.failedEventsMax else { throw error }
            let failure = error as? StorageError
            logger.error(
                "an event cannot be applied",
                metadata: [
                    "source": "\(state.source)", "sequence": "\(event.position.sequence)",
                    "kind": "\(event.kind)",
                    "cause": "\(failure.map { "\($0)" } ?? "\(type(of: error))")",
                ])
            throw UnapplicableEvent(reason: Self.failedReason)
        }
    }

    /// Applies what is held of a subject, as far as that is possible.
    func release(
        _ subject: RecordID, in transaction: Transaction
    ) throws -> FollowerState.Release {
        let release = try state.release(subject, in: transaction) {
            try attempt($0, isHeld: true, in: transaction)
        }
        if release.remaining > 0 { try effects.undone(transaction) }
        return release
    }

    /// Tries an event that could not be applied again, or sets it aside; then applies those that waited behind it.
    ///
    /// - Returns: what came of it; nothing, where it was set aside before and is so again, and where one that is tried again
    ///   is not held, or not any more.
    /// - Throws: `NOT_FOUND` where no such event is held, or was read yet; `FAILED_PRECONDITION` where an erasure is to be set
    ///   aside.
    public func settle(
        eventAt sequence: UInt64, _ settlement: HealthV1.Settlement
    ) async throws -> FollowerState.Release {
        let release = try await database.write { transaction in
            let held = try self.state.unapplied(
                at: sequence...sequence, limit: 1, in: transaction)
            guard let event = held.first?.event else {
                if settlement == .setAside,
                    let behind = try self.state.heldBehind(
                        eventSetAsideAt: sequence, in: transaction)
                {
                    return FollowerState.Release(applied: 0, remaining: behind, reason: nil)
                }
                let last = try self.state.cursor(in: transaction)?.position.sequence ?? 0
                if settlement == .retry, sequence > 0, sequence <= last {
                    return FollowerState.Release(applied: 0, remaining: 0, reason: nil)
                }
                throw RPCError(.notFound, .follower(.eventNotHeld))
            }
            if settlement == .setAside {
                guard event.kind != StoredEvent.erasureKind else {
                    throw RPCError(.failedPrecondition, .follower(.erasureNotSetAside))
                }
                try self.state.setAside(event, in: transaction)
            }
            return try self.release(event.subject, in: transaction)
        }
        // It is settled; where the log cannot be emptied now, the next step does.
        if release.applied > 0 { try? await emptyLogOfErased(isNew: true) }
        return release
    }

    /// The reason of an event at which applying failed; the program's log tells why.
    static let failedReason = "failed"

    private static func isOfTheEvent(_ error: any Error) -> Bool {
        switch error {
        case is UnapplicableEvent, is CancellationError: false
        case let error as StorageError: [.constraint, .unreadable, .misuse].contains(error.code)
        default: true
        }
    }
}

extension HealthV1.UnappliedEvent {
    init(_ held: HeldEvent) {
        self.init(
            sequence: held.event.position.sequence, kind: held.event.kind, reason: held.reason,
            sinceMilliseconds: held.heldSince.millisecondsSinceEpoch)
    }
}
