import Basics
import Following
import Messages
import Storage
import Testing

/// Erasures of one person that take the place of what was held back of the household.
@Suite struct RegistrationLogTests {
    private func stored(
        _ sequence: UInt64, _ change: RegistrationV1.Event.Change, batch: UInt8 = 0,
        collected: Int64 = 0
    ) throws -> StoredEvent {
        let event = RegistrationV1.Event(
            recordedAtMilliseconds: Int64(sequence) * 1000,
            batchID: [UInt8](repeating: batch, count: 16), change: change,
            collectedAtMilliseconds: collected)
        return StoredEvent(
            position: LogPosition(region: "ML19", epoch: .nilID, sequence: sequence),
            id: .nilID, subject: .nilID, kind: event.kind,
            recordedAt: Timestamp(millisecondsSinceEpoch: event.recordedAtMilliseconds),
            payload: try event.encoded())
    }

    private func erasure(
        _ sequence: UInt64, of person: UInt8, left: RegistrationV1.Household?
    ) throws -> StoredEvent {
        try stored(
            sequence,
            .personalDataErased(
                .init(
                    householdID: [9], personIDs: [[UInt8](repeating: person, count: 16)],
                    household: left, reason: .danger)))
    }

    // The others counted as registered on the day of the erasure, and their dates never came right.
    @Test(arguments: [500, 0] as [Int64])
    func `the others keep the day and the batch of their registration`(collected: Int64) throws {
        let left = RegistrationV1.Household(householdID: [9], caseNumber: "left")
        let held = [
            try stored(
                2, .householdRecorded(.init(household: .init(householdID: [9]))), batch: 7,
                collected: collected),
            try erasure(3, of: 1, left: .init(householdID: [9], caseNumber: "before")),
            try stored(4, .peopleDeparted(.init(householdID: [9])), batch: 8, collected: 900),
        ]
        let second = try erasure(5, of: 2, left: left)
        let absorbed = try RegistrationLog.absorb(held, into: second)
        #expect(absorbed.cursor == second.cursor && absorbed.kind == second.kind)
        let event = try RegistrationLog.event(absorbed)
        #expect(event.batchID == [UInt8](repeating: 7, count: 16))
        #expect(event.collectedAtMilliseconds == (collected > 0 ? collected : 2000))
        guard case .personalDataErased(let change) = event.change else {
            Issue.record("it is no erasure")
            return
        }
        #expect(change.household == left)
        #expect(Set(change.personIDs.map(\.first)) == [1, 2])
    }

    @Test func `the erasure of the whole household stays as it is`() throws {
        let whole = try stored(5, .personalDataErased(.init(householdID: [9], reason: .danger)))
        let held = [try erasure(3, of: 1, left: .init(householdID: [9]))]
        #expect(try RegistrationLog.absorb(held, into: whole) == whole)
    }
}
