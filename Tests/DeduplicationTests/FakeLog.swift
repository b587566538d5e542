import Basics
import Catalogue
import Following
import Messages
import Status
import Storage
import Synchronization

/// Registration's log as tests write it.
final class FakeLog: Sendable {
    private struct State {
        var epoch: RecordID
        var events: [StoredEvent] = []
        var lastNumber: UInt64 = 0
    }

    let region = "ML19"
    private let state: Mutex<State>

    private let pageSize: Int

    init(epoch: UInt64 = 1, pageSize: Int = 500) {
        state = Mutex(State(epoch: Self.id(epoch)))
        self.pageSize = pageSize
    }

    /// An id from a small number.
    static func id(_ number: UInt64) -> RecordID {
        RecordID(milliseconds: 1_700_000_000_000 + number, randomA: 0, randomB: number)
    }

    /// Appends an event and gives its position.
    @discardableResult
    func append(
        _ change: RegistrationV1.Event.Change?, subject: [UInt8], batch: [UInt8] = [],
        collectedAt: Int64 = 0
    ) throws -> CommonV1.LogPosition {
        try state.withLock { state in
            state.lastNumber += 1
            // Ids of two logs differ where their events do.
            let eventID = RecordID(
                milliseconds: 1, randomA: 0, randomB: state.lastNumber << 8 | state.epoch.low8)
            let position = LogPosition(
                region: region, epoch: state.epoch, sequence: UInt64(state.events.count + 1))
            let message = CommonV1.LogPosition(position, eventID: eventID)
            let event = RegistrationV1.Event(
                position: message, batchID: batch, subjectID: subject, change: change,
                collectedAtMilliseconds: collectedAt)
            state.events.append(
                StoredEvent(
                    position: position, id: eventID,
                    subject: RecordID(bytes: subject) ?? Self.id(0), kind: event.kind,
                    recordedAt: Timestamp(millisecondsSinceEpoch: 0), payload: try event.encoded()))
            return message
        }
    }

    @discardableResult
    func record(
        _ household: RegistrationV1.Household, batch: [UInt8] = [], collectedAt: Int64 = 0
    ) throws -> CommonV1.LogPosition {
        try append(
            .householdRecorded(.init(household: household)), subject: household.householdID,
            batch: batch, collectedAt: collectedAt)
    }

    /// Goes back to the first events, as a restored backup does, under a new epoch.
    func restore(keeping count: Int, epoch: UInt64) {
        state.withLock { state in
            state.events = Array(state.events.prefix(count))
            state.epoch = Self.id(epoch)
        }
    }

    func page(after cursor: LogCursor?) throws -> LogFollower.Page {
        try state.withLock { state in
            let sequence = Int(cursor?.position.sequence ?? 0)
            if let cursor {
                guard sequence <= state.events.count, sequence > 0,
                    state.events[sequence - 1].id == cursor.eventID
                else { throw RPCError(.dataLoss, .rpc(.dataLoss)) }
            }
            return LogFollower.Page(
                events: Array(state.events.dropFirst(sequence).prefix(pageSize)),
                headSequence: UInt64(state.events.count))
        }
    }
}

extension RecordID {
    fileprivate var low8: UInt64 { UInt64(bytes[15]) }
}
