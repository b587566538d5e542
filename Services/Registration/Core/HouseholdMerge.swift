import Basics
import Catalogue
import Messages
import Status
import Validation

/// Puts newly handed-in values onto a household that is there, so that every person keeps their id.
struct HouseholdMerge {
    let current: RegistrationV1.Household
    let ids: RecordIDGenerator

    /// A member was named by an id that this household does not have.
    struct UnknownPerson: Error {
        let index: Int

        func violation(at path: FieldPath) -> RPCV1.Violation {
            RPCV1.Violation(
                path.field("household").element("members", index).field("person_id").text,
                .registrationState(.personUnknown))
        }
    }

    /// The household with the new values. Members who are not among the new ones are kept, as
    /// departed: nobody is ever dropped from the record.
    func merged(
        _ update: RegistrationV1.Household, stage: RegistrationV1.Stage
    ) -> Result<RegistrationV1.Household, UnknownPerson> {
        var result = update
        result.householdID = current.householdID
        result.caseNumber = current.caseNumber
        result.stage = stage
        result.revision = current.revision + 1
        result.members = []
        result.declaredSize = max(update.declaredSize, UInt32(update.members.count))
        var unmatched = current.members
        var matches: [Int: RegistrationV1.Person] = [:]
        // Whoever is the same but for the place in the list goes first, so that a line put in
        // between moves nobody onto somebody else's record.
        for match in [named, unchanged, placed] {
            for index in update.members.indices where matches[index] == nil {
                guard let found = match(update.members[index], index, unmatched) else { continue }
                matches[index] = unmatched.remove(at: found)
            }
        }
        for (index, member) in update.members.enumerated() {
            var person = member
            person.sourceKey = PersonKey.of(member, at: index)
            person.presence = .present
            if let known = matches[index] {
                person.personID = known.personID
                if !member.sourceKey.isEmpty || !PersonKey.isPlace(known.sourceKey) {
                    person.sourceKey = known.sourceKey
                }
                if member.presence == .departed { person.presence = .departed }
            } else if person.personID.isEmpty {
                person.personID = ids.next().bytes
            } else {
                return .failure(UnknownPerson(index: index))
            }
            result.members.append(person)
        }
        for var member in unmatched {
            member.presence = .departed
            result.members.append(member)
        }
        return .success(result)
    }

    /// By id, or by being the head: the pre-registered head and the registered one are the same
    /// person whatever the two lists call them.
    private func named(
        _ person: RegistrationV1.Person, _ index: Int, in members: [RegistrationV1.Person]
    ) -> Int? {
        if !person.personID.isEmpty {
            return members.firstIndex { $0.personID == person.personID }
        }
        guard current.stage == .preRegistered, person.relationship == Relationship.head else {
            return nil
        }
        return members.firstIndex { $0.relationship == Relationship.head }
    }

    /// Without a key of the source's, by name, sex and birth.
    private func unchanged(
        _ person: RegistrationV1.Person, _ index: Int, in members: [RegistrationV1.Person]
    ) -> Int? {
        guard person.personID.isEmpty, person.sourceKey.isEmpty else { return nil }
        return members.firstIndex {
            $0.givenName == person.givenName && $0.familyName == person.familyName
                && $0.sex == person.sex && $0.birthDate == person.birthDate
        }
    }

    /// By the source's key, or by the place in the list where there is none.
    private func placed(
        _ person: RegistrationV1.Person, _ index: Int, in members: [RegistrationV1.Person]
    ) -> Int? {
        guard person.personID.isEmpty else { return nil }
        let key = PersonKey.of(person, at: index)
        return members.firstIndex { $0.sourceKey == key }
    }
}
