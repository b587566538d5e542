import Basics
import DeduplicationCore
import Following
import Linkage
import Messages
import Storage

/// A household with all its people as they come, from an event of registration's log, and who else they may be.
///
/// Where nobody of it is known yet nothing of the database is needed for it, so that it is linked while the rows of the
/// event before are written.
struct Arrival: Sendable {
    let event: RegistrationV1.Event
    let household: RecordID
    let people: [PersonChange]
    private(set) var findings: [LinkageFinding] = []
    /// The number of the model that found them.
    private(set) var model: UInt32 = 0

    /// Nil where the event is another.
    init?(_ stored: StoredEvent) {
        guard let event = try? RegistrationLog.event(stored),
            case .householdRecorded(let change) = event.change, let state = change.household,
            let household = RecordID(bytes: state.householdID), !state.members.isEmpty
        else { return nil }
        self.event = event
        self.household = household
        people = state.members.compactMap {
            try? PersonChange($0, in: state, by: event, known: nil)
        }
        guard people.count == state.members.count else { return nil }
    }

    /// Adds its people to an index and finds who else they may be; false, and the index is as it was, where somebody of the
    /// household, or one of the people, is there.
    mutating func link(by index: inout LinkageIndex) -> Bool {
        guard !index.isWorn, !index.hasMembers(ofHousehold: household),
            !people.contains(where: { index.contains($0.id.bytes) })
        else { return false }
        for person in people { index.insert(person.record) }
        model = index.model.number
        findings = index.screen(
            people.map(\.id.bytes), least: PairFinding.possibleMin,
            most: DeduplicationLimits.pairsOfScreeningMax)
        return true
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
