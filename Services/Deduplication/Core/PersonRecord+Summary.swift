public import Matching
public import Messages

extension PersonRecord {
    /// A record as the engine compares it; nil where its ids are none.
    ///
    /// - Parameter arrival: position in registration's log of the event that made or last changed the record.
    public init?(_ summary: DeduplicationV1.RecordSummary, arrival: UInt64) {
        guard let id = Matching.RecordID(bytes: summary.personID),
            let household = Matching.RecordID(bytes: summary.householdID)
        else { return nil }
        self.init(
            id: id, household: household, givenName: summary.givenName,
            familyName: summary.familyName, sex: Matching.Sex(summary.sex),
            birth: summary.birthDate.flatMap(BirthDate.init), motherName: summary.motherName,
            fatherName: summary.fatherName, origin: summary.origin?.compared ?? "",
            residence: summary.place?.compared ?? "", phones: summary.phones,
            documents: summary.documents, arrival: arrival)
    }
}

extension CommonV1.Place {
    /// The code where there is one, else the words.
    var compared: String { code.isEmpty ? name : code }
}
