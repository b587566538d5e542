public import Messages
public import Status
public import Validation

extension DirectoryV1.Contact: DirectoryRecord {
    /// Contacts.
    public static var recordKind: RecordKind { .contact }
    /// Its id.
    public var recordID: [UInt8] { contactID }
    /// The person's name.
    public var searchedNames: [String] { [name] }
    /// Organisation and place.
    public var tags: [RecordTag] {
        RecordTag.present(
            [RecordTag(.organisation, id: organisationID)] + (place.map { [$0.tag] } ?? []))
    }
    /// The record as an event tells it.
    public var change: DirectoryV1.Event.Change { .contactRecorded(self) }

    /// Notes everything that is wrong with it.
    public func check(
        with checker: RecordChecker, at path: FieldPath, in findings: inout Findings
    ) throws {
        checker.fields.checkText(name, at: path.field("name"), isRequired: true, in: &findings)
        checker.fields.checkText(role, at: path.field("role"), in: &findings)
        try checker.checkReference(
            organisationID, to: .organisation, at: path.field("organisation_id"), in: &findings)
        checker.fields.checkPhones(phones, at: path, in: &findings)
        checker.checkEmail(email, at: path.field("email"), in: &findings)
        try checker.checkPlace(place, at: path.field("place"), isRequired: false, in: &findings)
    }
}
