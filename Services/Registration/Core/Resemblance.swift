import Matching
import Messages

/// Whether two forms may be about one family, as far as their people show.
enum Resemblance {
    /// Bits above which a person is like another. A given name alone is not enough where the family names differ: a
    /// few given names are those of half of all people.
    private static let bitsMin = 4.0

    /// Whether somebody of one household is like somebody of the other: by names, sex, birth and parents together, or
    /// by one telephone or document of both. Places say nothing: neighbours share them.
    static func exists(
        between household: RegistrationV1.Household, and other: RegistrationV1.Household
    ) -> Bool {
        // Nobody is in its index, so that a name weighs the same whoever else is registered.
        var engine = MatchingEngine()
        let others = other.members.map { record($0, of: other, side: 1) }
        return household.members.contains { person in
            let person = record(person, of: household, side: 0)
            return others.contains { isAlike(engine.comparison(person, $0)) }
        }
    }

    private static func isAlike(_ comparison: Comparison?) -> Bool {
        guard let comparison else { return false }
        return comparison.total > bitsMin
            || comparison.fields.contains {
                ($0.field == .phone || $0.field == .document) && $0.weight > 0
            }
    }

    private static func record(
        _ person: RegistrationV1.Person, of household: RegistrationV1.Household, side: UInt64
    ) -> PersonRecord {
        // Two people of two households are all that the engine asks of ids.
        let id = RecordID(high: side, low: 0)
        return PersonRecord(
            id: id, household: id, givenName: person.givenName, familyName: person.familyName,
            sex: Sex(person.sex), birth: person.birthDate.flatMap(BirthDate.init),
            motherName: person.motherName, fatherName: person.fatherName,
            phones: person.phones + household.phones, documents: person.documents.map(\.number))
    }
}
