import Basics
import Catalogue
import Messages
import Status

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
        for (index, member) in update.members.enumerated() {
            var person = member
            person.sourceKey = PersonKey.of(member, at: index)
            if let match = match(for: person, in: unmatched) {
                let known = unmatched.remove(at: match)
                person.personID = known.personID
                person.sourceKey = known.sourceKey
                person.presence = member.presence == .departed ? .departed : .present
            } else if person.personID.isEmpty {
                person.personID = ids.next().bytes
                person.presence = .present
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

    private func match(
        for person: RegistrationV1.Person, in members: [RegistrationV1.Person]
    ) -> Int? {
        if !person.personID.isEmpty {
            return members.firstIndex { $0.personID == person.personID }
        }
        // The pre-registered head and the registered one are the same person whatever the two lists
        // call them.
        if current.stage == .preRegistered, person.relationship == Relationship.head,
            let head = members.firstIndex(where: { $0.relationship == Relationship.head })
        {
            return head
        }
        return members.firstIndex { $0.sourceKey == person.sourceKey }
    }
}
