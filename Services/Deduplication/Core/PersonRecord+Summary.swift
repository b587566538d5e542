import Basics
public import Linkage
public import Messages

extension PersonRecord {
    /// A record as the index compares it; nil where its ids are none.
    public init?(_ summary: DeduplicationV1.RecordSummary) {
        guard let id = RecordID(bytes: summary.personID),
            let household = RecordID(bytes: summary.householdID)
        else { return nil }
        self.init(id: id, household: household)
        givenName = summary.givenName
        familyName = summary.familyName
        motherName = summary.motherName
        fatherName = summary.fatherName
        sex = summary.sex
        birthDate = summary.birthDate
        origin = summary.origin?.compared ?? ""
        residence = summary.place?.compared ?? ""
        phones = summary.phones
        documents = summary.documents
    }
}

extension CommonV1.Place {
    /// The code where there is one, else the words.
    var compared: String { code.isEmpty ? name : code }
}
