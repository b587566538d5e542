import Basics
import Following
import Messages
import RPC
import Storage

/// Gives followers the events after their position, and lets them wait for more.
struct ReadEvents: Sendable {
    let store: RegistrationStore

    func run(
        _ request: RegistrationV1.ReadEventsRequest, _ call: Call
    ) async throws -> RegistrationV1.ReadEventsResponse {
        let reader = LogReader(store.log, in: store.database)
        let (events, head) = try await reader.read(
            after: request.after, count: request.eventsMax,
            wait: .milliseconds(Int64(request.waitMilliseconds)), remaining: call.remaining)
        return .init(events: try events.map(message), head: head)
    }

    private func message(_ stored: StoredEvent) throws -> RegistrationV1.Event {
        var event: RegistrationV1.Event
        if let payload = stored.payload {
            event = try RegistrationV1.Event(decoding: payload)
        } else {
            // The subject was erased: the position stays, what it said is gone.
            event = RegistrationV1.Event(
                recordedAtMilliseconds: stored.recordedAt.millisecondsSinceEpoch,
                subjectID: stored.subject.bytes,
                change: .personalDataErased(.init(householdID: stored.subject.bytes)))
        }
        event.position = CommonV1.LogPosition(stored.position, eventID: stored.id)
        return event
    }
}
