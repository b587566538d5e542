public import Messages

/// What registration already has that a command may be about.
public struct Known: Sendable {
    /// A household, and the digest of the form by which its source last described it.
    public struct Keyed: Sendable {
        /// The household.
        public let household: RegistrationV1.Household
        /// Digest of the form as it was handed in.
        public let fingerprint: [UInt8]
        /// Whether the source said so, or more, later than it said the command.
        public let isLater: Bool

        /// Makes one.
        public init(
            _ household: RegistrationV1.Household, fingerprint: [UInt8], isLater: Bool = false
        ) {
            self.household = household
            self.fingerprint = fingerprint
            self.isLater = isLater
        }
    }

    /// The household that the source means by the command's key.
    public var keyed: Keyed?
    /// The household that has the id or the case number that the command names.
    public var named: RegistrationV1.Household?
    /// Whether the household that the command's key means, or that it names, was erased.
    public var isErased: Bool
    /// Whether what the command says was erased, though its household stays.
    public var isCommandErased: Bool
    /// Members of the command who may be people who were erased from the household.
    /// Nil where nobody was.
    public var erasedMembers: ErasedMembers?
    /// The commands that wait under the source's key.
    public var waiting: [RegistrationV1.Command]
    /// Those of them that the source said later than the command.
    public var waitingLater: [RegistrationV1.Command]
    /// Whether people may leave the household on the word of whoever hands the command in.
    public var isDepartureTrusted: Bool
    /// Whether a registrar says that the command bears the right case number, or none.
    public var isNumberConfirmed: Bool

    /// Nothing, but for what is given.
    public init(
        keyed: Keyed? = nil, named: RegistrationV1.Household? = nil,
        waiting: [RegistrationV1.Command] = [], waitingLater: [RegistrationV1.Command] = [],
        isDepartureTrusted: Bool = true,
        isNumberConfirmed: Bool = false,
        isErased: Bool = false, isCommandErased: Bool = false,
        erasedMembers: ErasedMembers? = nil
    ) {
        self.keyed = keyed
        self.named = named
        self.waiting = waiting
        self.waitingLater = waitingLater
        self.isDepartureTrusted = isDepartureTrusted
        self.isNumberConfirmed = isNumberConfirmed
        self.isErased = isErased
        self.isCommandErased = isCommandErased
        self.erasedMembers = erasedMembers
    }
}
