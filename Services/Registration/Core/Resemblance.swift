import Basics
import Linkage
import Messages

/// Whether two forms may be about one family, as far as their people show.
enum Resemblance {
    /// Bits above which a person is like another. A given name alone is not enough where the family names differ: a
    /// few given names are those of half of all people.
    private static let bitsMin = 4.0

    /// Whether somebody of one household is like somebody of the other: by names, sex, birth and parents together, or
    /// by one telephone or document of both. Places say nothing: neighbours share them. Nor does anything where the
    /// given names are others, for sisters share the rest.
    static func exists(
        between household: RegistrationV1.Household, and other: RegistrationV1.Household
    ) -> Bool {
        // Nobody else is in the index, so that a name weighs the same whoever else is registered.
        var index = LinkageIndex(forFew: true)
        let people = insert(household, 0, into: &index)
        let others = insert(other, people.count, into: &index)
        return people.contains { person in
            others.contains { isAlike(index.compare(person, $0)) }
        }
    }

    /// Whether two people may be one, by names, sex, birth and parents together. A telephone of both says nothing here:
    /// relatives share it.
    static func exists(
        between person: RegistrationV1.Person, and other: RegistrationV1.Person
    ) -> Bool {
        let parts = parts(of: person, other)
        return parts.reduce(0) { $0 + $1.bits } > bitsMin
            && !parts.contains { $0.kind == .given && $0.level == .differs }
    }

    /// Whether two people are surely not one: by sex, by birth, or because no name that both have is the other's.
    static func isContradicted(
        _ person: RegistrationV1.Person, _ other: RegistrationV1.Person
    ) -> Bool {
        let parts = parts(of: person, other)
        let different = Set(parts.filter { $0.level == .differs }.map(\.kind))
        let same = Set(parts.filter { $0.level != .differs }.map(\.kind))
        let names: Set<ComparisonKind> = [.given, .family]
        return !different.isDisjoint(with: [.sex, .birthDay, .birthYear])
            || !different.isDisjoint(with: names) && same.isDisjoint(with: names)
    }

    /// What the parts of a comparison of two people say, without their telephones and documents.
    private static func parts(
        of person: RegistrationV1.Person, _ other: RegistrationV1.Person
    ) -> [(kind: ComparisonKind, level: AgreementLevel?, bits: Double)] {
        var index = LinkageIndex(forFew: true)
        let ids = [person, other].enumerated().flatMap { place, person in
            var alone = person
            (alone.phones, alone.documents) = ([], [])
            return insert(RegistrationV1.Household(members: [alone]), place, into: &index)
        }
        return (index.compare(ids[0], ids[1])?.evidence ?? []).compactMap { evidence in
            guard case .part(let kind, _) = evidence.subject else { return nil }
            return (kind, evidence.level, evidence.bits)
        }
    }

    private static func insert(
        _ household: RegistrationV1.Household, _ first: Int, into index: inout LinkageIndex
    ) -> [[UInt8]] {
        household.members.enumerated().map { place, person in
            // Each alone: what is compared is people, not their families.
            let id = RecordID(milliseconds: UInt64(first + place + 1), randomA: 0, randomB: 0)
            var record = PersonRecord(id: id, household: id)
            record.givenName = person.givenName
            record.familyName = person.familyName
            record.sex = person.sex
            record.birthDate = person.birthDate
            record.motherName = person.motherName
            record.fatherName = person.fatherName
            record.phones = person.phones + household.phones
            record.documents = person.documents.map(\.number)
            index.insert(record)
            return id.bytes
        }
    }

    private static func isAlike(_ finding: LinkageFinding?) -> Bool {
        guard let finding else { return false }
        var total = 0.0
        var isOther = false
        for evidence in finding.evidence {
            guard case .part(let kind, _) = evidence.subject else { continue }
            if kind == .phone || kind == .document, evidence.bits > 0 { return true }
            if kind == .given, evidence.level == .differs { isOther = true }
            total += evidence.bits
        }
        return total > bitsMin && !isOther
    }
}
