import Basics
import DeduplicationCore
import Following
import Linkage
import Messages
import Storage

/// A household of which nobody is known, from an event of registration's log: its people, who are in the index, and who
/// else they may be.
///
/// Nothing of the database is needed for it, so it is made while the rows of the event before are written.
struct Arrival: Sendable {
    let event: RegistrationV1.Event
    let household: RecordID
    let people: [PersonChange]
    let findings: [LinkageFinding]
    /// The number of the model that found them.
    let model: UInt32

    /// Nil, and the index is as it was, where the event is another or somebody is known.
    init?(_ stored: StoredEvent, linkedBy index: inout LinkageIndex) {
        guard !index.isWorn, let event = try? RegistrationLog.event(stored),
            case .householdRecorded(let change) = event.change, let state = change.household,
            let household = RecordID(bytes: state.householdID),
            !index.hasMembers(ofHousehold: household), !state.members.isEmpty
        else { return nil }
        let people = state.members.compactMap {
            try? PersonChange($0, in: state, by: event, known: nil)
        }
        guard people.count == state.members.count,
            !people.contains(where: { index.contains($0.id.bytes) })
        else { return nil }
        self.event = event
        self.household = household
        self.people = people
        for person in people { index.insert(person.record) }
        model = index.model.number
        findings = index.screen(
            people.map(\.id.bytes), least: PairFinding.possibleMin,
            most: DeduplicationLimits.pairsOfScreeningMax)
    }
}

/// A person who came or whose facts changed.
struct PersonChange: Sendable {
    let id: RecordID
    let record: PersonRecord
    let summary: [UInt8]
    let isPresent: Bool

    /// Nil where nothing changed.
    ///
    /// - Parameter known: the summary so far, as encoded.
    /// - Throws: `UnapplicableEvent` where an id is none.
    init?(
        _ member: RegistrationV1.Person, in household: RegistrationV1.Household,
        by event: RegistrationV1.Event, known: [UInt8]?
    ) throws {
        var summary = DeduplicationV1.RecordSummary(member, in: household)
        summary.date(
            by: event, after: try known.map { try DeduplicationV1.RecordSummary(decoding: $0) })
        self.summary = try summary.encoded()
        guard known != self.summary else { return nil }
        guard let id = RecordID(bytes: member.personID), let record = PersonRecord(summary) else {
            throw UnapplicableEvent(reason: "id_malformed")
        }
        self.id = id
        self.record = record
        isPresent = !summary.departed
    }
}
