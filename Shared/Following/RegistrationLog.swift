public import Messages
public import RPC
public import Storage

/// Registration's log.
public enum RegistrationLog: FollowedLog {
    /// Asks registration.
    public static func read(
        after: CommonV1.LogPosition?, waitMilliseconds: UInt32, from client: RPCClient,
        options: CallOptions
    ) async throws -> (events: [RegistrationV1.Event], head: CommonV1.LogPosition?) {
        let answer = try await client.call(
            RegistrationV1.RegistrationService.readEvents,
            .init(after: after, waitMilliseconds: waitMilliseconds), options: options)
        return (answer.events, answer.head)
    }

    /// An erasure that does for what was held back of its household as well; see `LogFollower.Effects.absorb`.
    ///
    /// That of one person tells the household's state, so the rest of what was held is in it, but for whom else was erased
    /// and for when and in which batch the household was registered.
    public static func absorb(
        _ held: [StoredEvent], into erasure: StoredEvent
    ) throws -> StoredEvent {
        guard var event = try? event(erasure), case .personalDataErased(var change) = event.change,
            change.household != nil
        else { return erasure }
        let before = held.compactMap { try? self.event($0) }
        for case .personalDataErased(let earlier) in before.map(\.change) {
            change.personIDs += earlier.personIDs.filter { !change.personIDs.contains($0) }
        }
        if let first = before.first {
            event.batchID = first.batchID
            event.collectedAtMilliseconds =
                first.collectedAtMilliseconds > 0
                ? first.collectedAtMilliseconds : first.recordedAtMilliseconds
        }
        event.change = .personalDataErased(change)
        return StoredEvent(
            position: erasure.position, id: erasure.id, subject: erasure.subject,
            kind: erasure.kind, recordedAt: erasure.recordedAt, payload: try event.encoded())
    }
}

extension RegistrationV1.Event: FollowedEvent {
    /// A stable code of what happened.
    public var kind: String {
        switch change {
        case .householdRecorded: "household_recorded"
        case .peopleDeparted: "people_departed"
        case .personalDataErased: StoredEvent.erasureKind
        case .correctionProposed: "correction_proposed"
        case .commandHeld: "command_held"
        case nil: "unknown"
        }
    }
}
