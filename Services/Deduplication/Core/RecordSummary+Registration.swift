public import Messages

extension DeduplicationV1.RecordSummary {
    /// What is compared and shown of one member of a household.
    public init(_ person: RegistrationV1.Person, in household: RegistrationV1.Household) {
        self.init(
            personID: person.personID, householdID: household.householdID,
            caseNumber: household.caseNumber, givenName: person.givenName,
            familyName: person.familyName, sex: person.sex, birthDate: person.birthDate,
            fatherName: person.fatherName, motherName: person.motherName, place: household.place,
            origin: household.origin,
            phones: person.phones + household.phones.filter { !person.phones.contains($0) },
            documents: person.documents.map(\.number), departed: person.presence == .departed,
            relationship: person.relationship)
    }
}
