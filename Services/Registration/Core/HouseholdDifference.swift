public import Messages

/// Which fields of a household differ, by path: names of fields, never their values.
public enum HouseholdDifference {
    /// Paths of the fields that differ, in the order of the message.
    public static func changedFields(
        from current: RegistrationV1.Household, to proposed: RegistrationV1.Household
    ) -> [String] {
        var changed: [String] = []
        func compare<Value: Equatable>(
            _ name: String, _ field: KeyPath<RegistrationV1.Household, Value>
        ) {
            if current[keyPath: field] != proposed[keyPath: field] { changed.append(name) }
        }
        compare("place", \.place)
        compare("origin", \.origin)
        compare("arrived_on", \.arrivedOn)
        compare("cause", \.cause)
        compare("shelter", \.shelter)
        compare("phones", \.phones)
        compare("declared_size", \.declaredSize)
        let before = Dictionary(
            current.members.map { ($0.personID, $0) }, uniquingKeysWith: { first, _ in first })
        for (index, member) in proposed.members.enumerated() {
            let path = "members[\(index)]"
            if let earlier = before[member.personID] {
                changed += personFields(from: earlier, to: member).map { "\(path).\($0)" }
            } else {
                changed.append(path)
            }
        }
        return changed
    }

    private static func personFields(
        from current: RegistrationV1.Person, to proposed: RegistrationV1.Person
    ) -> [String] {
        var changed: [String] = []
        func compare<Value: Equatable>(
            _ name: String, _ field: KeyPath<RegistrationV1.Person, Value>
        ) {
            if current[keyPath: field] != proposed[keyPath: field] { changed.append(name) }
        }
        compare("given_name", \.givenName)
        compare("family_name", \.familyName)
        compare("sex", \.sex)
        compare("birth_date", \.birthDate)
        compare("relationship", \.relationship)
        compare("father_name", \.fatherName)
        compare("mother_name", \.motherName)
        compare("population_group", \.populationGroup)
        compare("needs", \.needs)
        compare("documents", \.documents)
        compare("phones", \.phones)
        compare("presence", \.presence)
        return changed
    }
}
