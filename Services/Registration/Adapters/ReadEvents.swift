import Basics
import Catalogue
import Following
import Messages
import RPC
import RegistrationCore
import Status
import Storage

/// Gives followers the events after their position, and lets them wait for more.
struct ReadEvents: Sendable {
    let store: RegistrationStore

    func run(
        _ request: RegistrationV1.ReadEventsRequest, _ call: Call
    ) async throws -> RegistrationV1.ReadEventsResponse {
        guard request.eventsMax <= RegistrationLimits.eventsMax else {
            throw Field.invalid(
                "events_max", .registration(.tooMany), ["max": "\(RegistrationLimits.eventsMax)"])
        }
        let cursor = try request.after?.cursor()
        let count =
            request.eventsMax == 0 ? RegistrationLimits.eventsMax / 2 : Int(request.eventsMax)
        let first = try await read(after: cursor, count: count)
        guard first.events.isEmpty, request.waitMilliseconds > 0 else { return first }
        // The answer must be on its way before the caller stops waiting.
        let wait = min(.milliseconds(Int64(request.waitMilliseconds)), call.remaining * 0.9)
        let hasMore = try await store.log.waitForAppend(
            after: first.head?.sequence ?? 0, deadline: .now + wait)
        return hasMore ? try await read(after: cursor, count: count) : first
    }

    private func read(
        after cursor: LogCursor?, count: Int
    ) async throws -> RegistrationV1.ReadEventsResponse {
        try await store.database.read { reading in
            let stored = try store.log.read(
                in: reading, after: cursor, limit: count,
                byteLimit: RegistrationLimits.eventBytesMax)
            let head = try store.log.head(in: reading)
            return RegistrationV1.ReadEventsResponse(
                events: try stored.map(message), head: CommonV1.LogPosition(head, eventID: nil))
        }
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
