extension CandidateIndex {
    /// The person in standard form, holding references into the tables until it is released.
    mutating func acquire(_ person: PersonRecord) -> IndexedPerson {
        let (given, family) = Self.nameForms(of: person)
        let patronyms = (family.tokens + given.tokens).filter(\.isPatronym)
        let stated = NameForm(person.fatherName)
        let familyKeys = Set(family.tokens.map { PhoneticKey.key(of: $0.spelling) })
        // The father bears the person's family name; only his own names say something new.
        let own = stated.tokens.filter { !familyKeys.contains(PhoneticKey.key(of: $0.spelling)) }
        let father =
            stated.tokens.isEmpty ? Array(patronyms.prefix(1)) : own.isEmpty ? stated.tokens : own
        return IndexedPerson(
            id: person.id, household: person.household, arrival: person.arrival,
            sourceHousehold: acquireIdentifier(
                IdentifierForm.sourceHousehold(person.sourceHousehold), .sourceHousehold),
            given: acquireNames(given.tokens), family: acquireNames(family.tokens),
            mother: acquireNames(NameForm(person.motherName).tokens),
            father: acquireNames(father),
            phones: acquireIdentifiers(
                person.phones, .phone, limit: MatchingLimits.phonesMax, IdentifierForm.phone),
            documents: acquireIdentifiers(
                person.documents, .document, limit: MatchingLimits.documentsMax,
                IdentifierForm.document),
            origin: acquirePlace(person.origin), residence: acquirePlace(person.residence),
            sex: person.sex, isFatherDerived: stated.tokens.isEmpty,
            birth: PackedBirth(person.birth))
    }

    /// Gives back what ``acquire(_:)`` took.
    mutating func release(_ person: IndexedPerson) {
        for list in [person.given, person.family, person.mother, person.father] {
            list.forEach { releaseName($0) }
        }
        for place in [person.origin, person.residence] where place != SmallIDs.none {
            releaseName(place)
        }
        for list in [person.phones, person.documents] { list.forEach { releaseIdentifier($0) } }
        if person.sourceHousehold != SmallIDs.none { releaseIdentifier(person.sourceHousehold) }
    }

    /// Counts a person's names and identifiers in the frequencies, or out of them.
    mutating func count(_ person: IndexedPerson, by change: Int) {
        person.given.forEach { countName($0, .given, change) }
        person.family.forEach { countName($0, .family, change) }
        person.mother.forEach { countName($0, .parent, change) }
        person.father.forEach { countName($0, .parent, change) }
        if person.origin != SmallIDs.none { countName(person.origin, .place, change) }
        if person.residence != SmallIDs.none { countName(person.residence, .place, change) }
        person.phones.forEach { countIdentifier($0, change) }
        person.documents.forEach { countIdentifier($0, change) }
    }

    /// Given and family name; a full name written in one of the two fields is split.
    private static func nameForms(of person: PersonRecord) -> (NameForm, NameForm) {
        var given = NameForm(person.givenName)
        var family = NameForm(person.familyName)
        if family.tokens.isEmpty, let split = given.splitLast() {
            family = split
        } else if given.tokens.isEmpty, let split = family.splitLast() {
            given = family
            family = split
        }
        return (given, family)
    }

    private mutating func acquireNames(_ tokens: [NameToken]) -> SmallIDs {
        SmallIDs(tokens.map { acquireName($0.spelling) })
    }

    private mutating func acquirePlace(_ text: String) -> UInt32 {
        IdentifierForm.place(text).map { acquireName($0) } ?? SmallIDs.none
    }

    private mutating func acquireIdentifier(
        _ form: [UInt8]?, _ kind: IdentifierTable.Kind
    ) -> UInt32 {
        form.map { acquireIdentifierEntry($0, kind) } ?? SmallIDs.none
    }

    private mutating func acquireIdentifiers(
        _ texts: [String], _ kind: IdentifierTable.Kind, limit: Int,
        _ standardise: (String) -> [UInt8]?
    ) -> SmallIDs {
        var forms: [[UInt8]] = []
        // A number given twice is one number, and must not fill both places.
        for text in texts.prefix(limit * 4) {
            guard forms.count < limit else { break }
            if let form = standardise(text), !forms.contains(form) { forms.append(form) }
        }
        return SmallIDs(forms.map { acquireIdentifierEntry($0, kind) })
    }
}
