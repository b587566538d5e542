import Basics
import Catalogue
import Following
import Messages
import Status
import Storage
import Synchronization

/// Another program's log, in memory: gives pages after a cursor and refuses a cursor that is not of it.
final class FakeLog: Sendable {
    private struct State {
        var epoch: RecordID
        var events: [StoredEvent] = []
        var isDamaged = false
    }

    private let ids = RecordIDGenerator()
    private let state: Mutex<State>
    private let pageSize: Int

    init(pageSize: Int = 100) {
        state = Mutex(State(epoch: ids.next()))
        self.pageSize = pageSize
    }

    /// Adds an event and gives its cursor.
    @discardableResult
    func append(
        subject: [UInt8], at time: Timestamp, kind: String, payload: [UInt8]
    ) -> LogCursor {
        state.withLock { state in
            let event = StoredEvent(
                position: LogPosition(
                    region: "ML19", epoch: state.epoch, sequence: UInt64(state.events.count) + 1),
                id: ids.next(), subject: RecordID(bytes: subject) ?? ids.next(), kind: kind,
                recordedAt: time, payload: payload)
            state.events.append(event)
            return event.cursor
        }
    }

    /// What a restored backup does: only the first events, as they were, and another epoch for those to come.
    func restore(keeping count: Int) {
        state.withLock { state in
            state.epoch = ids.next()
            state.events = Array(state.events.prefix(count))
        }
    }

    /// Another log with the same events.
    func replace() {
        state.withLock { state in
            let epoch = ids.next()
            state.epoch = epoch
            state.events = state.events.map { event in
                StoredEvent(
                    position: LogPosition(
                        region: event.position.region, epoch: epoch,
                        sequence: event.position.sequence),
                    id: event.id, subject: event.subject, kind: event.kind,
                    recordedAt: event.recordedAt, payload: event.payload)
            }
        }
    }

    /// What a broken disk does: reading fails, and nothing is known of what was there.
    func damage() { state.withLock { $0.isDamaged = true } }

    func page(after cursor: LogCursor?) throws -> LogFollower.Page {
        try state.withLock { state in
            if state.isDamaged { throw RPCError(.dataLoss, .storage(.corrupt)) }
            if let cursor, !state.events.contains(where: { $0.cursor == cursor }) {
                throw RPCError(.dataLoss, .rpc(.dataLoss))
            }
            let rest = state.events.dropFirst(Int(cursor?.position.sequence ?? 0))
            return LogFollower.Page(
                events: Array(rest.prefix(pageSize)), headSequence: UInt64(state.events.count))
        }
    }
}
