import Basics
import Catalogue
import DirectoryCore
import Following
import Messages
import RPC
import Status
import Storage

/// Gives followers the events after their position, and lets them wait for more.
struct ReadEvents: Sendable {
    let store: DirectoryStore

    func run(
        _ request: DirectoryV1.ReadEventsRequest, _ call: Call
    ) async throws -> DirectoryV1.ReadEventsResponse {
        guard request.eventsMax <= DirectoryLimits.eventsMax else {
            throw Field.invalid(
                "events_max", .registration(.tooMany), ["max": "\(DirectoryLimits.eventsMax)"])
        }
        let cursor = try request.after?.cursor()
        let count = request.eventsMax == 0 ? DirectoryLimits.eventsMax / 2 : Int(request.eventsMax)
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
    ) async throws -> DirectoryV1.ReadEventsResponse {
        try await store.database.read { reading in
            let stored = try store.log.read(
                in: reading, after: cursor, limit: count, byteLimit: DirectoryLimits.eventBytesMax)
            let head = try store.log.head(in: reading)
            return DirectoryV1.ReadEventsResponse(
                events: try stored.map(message), head: CommonV1.LogPosition(head, eventID: nil))
        }
    }

    private func message(_ stored: StoredEvent) throws -> DirectoryV1.Event {
        var event: DirectoryV1.Event
        if let payload = stored.payload {
            event = try DirectoryV1.Event(decoding: payload)
        } else {
            // The subject was erased: the position stays, what it said is gone.
            event = DirectoryV1.Event(
                recordedAtMilliseconds: stored.recordedAt.millisecondsSinceEpoch,
                subjectID: stored.subject.bytes, change: .personalDataErased(.init()))
        }
        event.position = CommonV1.LogPosition(stored.position, eventID: stored.id)
        return event
    }
}
