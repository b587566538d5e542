import Messages

/// Which members of a command may be people who were erased from the household that it is about.
///
/// Nothing is kept by which they could be recognised but digests of the keys that their source had for them. Who was known
/// by the place in the list alone may be anybody who is new there without a key.
public struct ErasedMembers: Sendable {
    /// Members of the command, by their place, that bear the key of somebody who was erased.
    public var keyed: Set<Int>
    /// Whether somebody was erased who had no key.
    public var areUnkeyed: Bool

    /// Nobody, but for what is given.
    public init(keyed: Set<Int> = [], areUnkeyed: Bool = false) {
        self.keyed = keyed
        self.areUnkeyed = areUnkeyed
    }

    /// Whether a member of the command whom the household does not have may be one of them.
    func mayHold(_ person: RegistrationV1.Person, at index: Int) -> Bool {
        keyed.contains(index) || areUnkeyed && PersonKey.isPlace(PersonKey.of(person, at: index))
    }
}
