public import Messages
public import RPC
import Storage

/// The directory's log.
public enum DirectoryLog: FollowedLog {
    /// Asks the directory.
    public static func read(
        after: CommonV1.LogPosition?, waitMilliseconds: UInt32, from client: RPCClient,
        options: CallOptions
    ) async throws -> (events: [DirectoryV1.Event], head: CommonV1.LogPosition?) {
        let answer = try await client.call(
            DirectoryV1.DirectoryService.readEvents,
            .init(after: after, waitMilliseconds: waitMilliseconds), options: options)
        return (answer.events, answer.head)
    }
}

extension DirectoryV1.Event: FollowedEvent {
    /// A stable code of what happened.
    public var kind: String {
        switch change {
        case .placeRecorded: "place_recorded"
        case .organisationRecorded: "organisation_recorded"
        case .contactRecorded: "contact_recorded"
        case .siteRecorded: "site_recorded"
        case .interventionRecorded: "intervention_recorded"
        case .personalDataErased: StoredEvent.erasureKind
        case nil: "unknown"
        }
    }
}
