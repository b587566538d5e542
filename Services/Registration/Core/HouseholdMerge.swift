import Basics
import Catalogue
import Messages
import Status
import Validation

/// Puts newly handed-in values onto a household that is there, so that every person keeps their id.
struct HouseholdMerge {
    let current: RegistrationV1.Household
    let ids: RecordIDGenerator
    /// Whether the source that describes the household now has described it before, under one key.
    let isSourcesOwn: Bool
    /// Members of the update who must not come back; nil where nobody was erased from the household.
    var erased: ErasedMembers?

    /// The household with the new values. Members who are not among the new ones are kept, as
    /// departed: nobody is ever dropped from the record.
    ///
    /// - Throws: where a member is named by an id that this household does not have, or may be somebody who was erased.
    func merged(
        _ update: RegistrationV1.Household, stage: RegistrationV1.Stage, at path: FieldPath
    ) throws(Refusal) -> RegistrationV1.Household {
        var result = update
        result.householdID = current.householdID
        result.caseNumber = current.caseNumber
        result.stage = stage
        result.revision = current.revision + 1
        result.members = []
        result.declaredSize = max(update.declaredSize, UInt32(update.members.count))
        let (matches, unmatched) = matches(of: update)
        for (index, member) in update.members.enumerated() {
            var person = member
            person.sourceKey = PersonKey.of(member, at: index)
            person.presence = .present
            if let known = matches[index] {
                person.personID = known.personID
                if !PersonKey.isPlace(known.sourceKey) { person.sourceKey = known.sourceKey }
                if member.presence == .departed { person.presence = .departed }
            } else {
                let path = path.field("household").element("members", index)
                guard person.personID.isEmpty else {
                    throw Refusal(
                        RPCV1.Violation(
                            path.field("person_id").text, .registrationState(.personUnknown)))
                }
                guard erased?.mayHold(member, at: index, in: current) != true else {
                    throw Refusal(
                        RPCV1.Violation(path.text, .registrationState(.personErased)))
                }
                person.personID = ids.next().bytes
            }
            result.members.append(person)
        }
        for var member in unmatched {
            member.presence = .departed
            result.members.append(member)
        }
        result.peoplePresent = HouseholdSize.declared(of: result)
        return result
    }

    /// The ids of an update's members, in its order; empty for whom the household does not have.
    func personIDs(of update: RegistrationV1.Household) -> [[UInt8]] {
        let matches = matches(of: update).found
        return update.members.indices.map { matches[$0]?.personID ?? [] }
    }

    /// Whether some member of the update is surely one of this household's, by id or by name, sex
    /// and birth: keys and places in the list are the same in any two families.
    func sharesPerson(with update: RegistrationV1.Household) -> Bool {
        update.members.contains { person in
            current.members.contains { known in
                person.personID.isEmpty
                    ? Self.isAlike(person, known) : person.personID == known.personID
            }
        }
    }

    private func matches(
        of update: RegistrationV1.Household
    ) -> (found: [Int: RegistrationV1.Person], left: [RegistrationV1.Person]) {
        var left = current.members
        var found: [Int: RegistrationV1.Person] = [:]
        // Whoever is the same but for the place in the list goes first, so that a line put in
        // between moves nobody onto somebody else's record.
        for match in [named, unchanged, keyed, placed] {
            for index in update.members.indices where found[index] == nil {
                guard let place = match(update.members[index], index, left) else { continue }
                found[index] = left.remove(at: place)
            }
        }
        return (found, left)
    }

    /// By id, or by being the head of both lists, whatever these call them, and no other person.
    private func named(
        _ person: RegistrationV1.Person, _ index: Int, in members: [RegistrationV1.Person]
    ) -> Int? {
        if !person.personID.isEmpty {
            return members.firstIndex { $0.personID == person.personID }
        }
        guard current.stage == .preRegistered, person.relationship == Relationship.head else {
            return nil
        }
        return members.firstIndex {
            $0.relationship == Relationship.head && canBe(person, $0)
        }
    }

    /// Whether a person whose key or place in the list is a known one's may have that one's id.
    ///
    /// Its source may correct whatever it said of somebody it registered, and name anew whom it pre-registered, unless
    /// sex or birth are another's. Keys and places of another source say nothing, nor do those of somebody who left,
    /// whose place another may have taken, nor any where somebody was erased, who may stand in another's line by now:
    /// there the two must resemble each other.
    private func canBe(
        _ person: RegistrationV1.Person, _ known: RegistrationV1.Person
    ) -> Bool {
        if isSourcesOwn, known.presence != .departed, erased == nil {
            return current.stage != .preRegistered
                || Resemblance.exists(between: person, and: known)
                || !Resemblance.isContradicted(person, known)
        }
        return Self.isAlike(person, known) || Resemblance.exists(between: person, and: known)
    }

    /// The first that matches; whoever left comes last.
    private static func first(
        of members: [RegistrationV1.Person], where matches: (RegistrationV1.Person) -> Bool
    ) -> Int? {
        members.firstIndex { $0.presence != .departed && matches($0) }
            ?? members.firstIndex(where: matches)
    }

    /// By name, sex and birth, where one of the two has no key of the source's.
    private func unchanged(
        _ person: RegistrationV1.Person, _ index: Int, in members: [RegistrationV1.Person]
    ) -> Int? {
        guard person.personID.isEmpty else { return nil }
        return Self.first(of: members) {
            (person.sourceKey.isEmpty || PersonKey.isPlace($0.sourceKey))
                && Self.isAlike(person, $0)
        }
    }

    /// By the source's key.
    private func keyed(
        _ person: RegistrationV1.Person, _ index: Int, in members: [RegistrationV1.Person]
    ) -> Int? {
        guard person.personID.isEmpty, !person.sourceKey.isEmpty else { return nil }
        return Self.first(of: members) { $0.sourceKey == person.sourceKey && canBe(person, $0) }
    }

    /// By the place in the list, where that is all the household knows of a member.
    private func placed(
        _ person: RegistrationV1.Person, _ index: Int, in members: [RegistrationV1.Person]
    ) -> Int? {
        guard person.personID.isEmpty else { return nil }
        return Self.first(of: members) {
            $0.sourceKey == PersonKey.place(index) && canBe(person, $0)
        }
    }

    private static func isAlike(
        _ person: RegistrationV1.Person, _ other: RegistrationV1.Person
    ) -> Bool {
        person.givenName == other.givenName && person.familyName == other.familyName
            && person.sex == other.sex && person.birthDate == other.birthDate
    }
}

/// What a source calls a member: its own key, or the place in the list.
public enum PersonKey {
    static func of(_ person: RegistrationV1.Person, at index: Int) -> String {
        person.sourceKey.isEmpty ? place(index) : person.sourceKey
    }

    static func place(_ index: Int) -> String { "#\(index + 1)" }

    /// Whether a key only tells the place in the list.
    public static func isPlace(_ key: String) -> Bool {
        key.hasPrefix("#")
    }
}
