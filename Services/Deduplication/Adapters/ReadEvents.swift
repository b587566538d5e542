import Following
import Messages
import RPC
import Status
import Storage

/// Gives followers the events after their position, and lets them wait for more.
struct ReadEvents: Sendable {
    let store: DeduplicationStore

    func run(
        _ request: DeduplicationV1.ReadEventsRequest, remaining: Duration
    ) async throws -> DeduplicationV1.ReadEventsResponse {
        let reader = LogReader(store.log, in: store.database)
        let (events, head) = try await reader.read(
            after: request.after, count: request.eventsMax,
            wait: .milliseconds(Int64(request.waitMilliseconds)), remaining: remaining)
        return .init(events: try events.map(message), head: head)
    }

    private func message(_ stored: StoredEvent) throws -> DeduplicationV1.Event {
        // Pairs are not erased from the log: their events hold ids only.
        guard let payload = stored.payload else { throw RPCError.internal }
        var event = try DeduplicationV1.Event(decoding: payload)
        event.position = CommonV1.LogPosition(stored.position, eventID: stored.id)
        return event
    }
}
