public import Messages
public import RPC
import Storage

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
