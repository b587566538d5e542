import Messages

/// Which members of a command may be people who were erased from the household that it is about.
///
/// Nothing is kept by which they could be recognised but digests of the keys that their source had for them, and a form
/// may come without keys, or with others. So it may be anybody who is new in the household, but for who bears a key that
/// nobody there ever had.
public struct ErasedMembers: Sendable {
    /// Members of the command, by their place, that bear the key of somebody who was erased.
    public var keyed: Set<Int>

    /// Of a household from which somebody was erased.
    public init(keyed: Set<Int>) { self.keyed = keyed }

    /// Whether a member of the command, who is nobody that the household has, may be one of them.
    func mayHold(
        _ person: RegistrationV1.Person, at index: Int, in household: RegistrationV1.Household
    ) -> Bool {
        let key = PersonKey.of(person, at: index)
        return keyed.contains(index) || PersonKey.isPlace(key)
            || household.members.contains { $0.sourceKey == key }
    }
}
