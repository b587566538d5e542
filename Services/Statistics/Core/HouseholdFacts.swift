public import Messages

/// What counting needs of a household, and no more: no names, no documents, no telephones.
public struct HouseholdFacts: Sendable, Hashable {
    /// What counting needs of one member.
    public struct Member: Sendable, Hashable {
        /// The person's id, 16 bytes.
        public let personID: [UInt8]
        /// Population group code; empty where there is none.
        public let populationGroup: String
        /// Number of the sex in the contract.
        public let sex: Int
        /// Date of birth.
        public let birth: BirthNumber
        /// Codes of specific needs, each once, in order, with a space between.
        public let needs: String
        /// Whether this person is counted: present, in a registered household.
        public let isCounted: Bool
    }

    /// 16 bytes.
    public let householdID: [UInt8]
    /// Whether it is registered; else it is pre-registered.
    public let isRegistered: Bool
    /// P-code; empty where the place has none.
    public let placeCode: String
    /// People of a household that is pre-registered only, as registration keeps it; 0 when registered.
    public let peoplePreRegistered: Int
    /// Everybody on record, those who left too.
    public let members: [Member]

    /// The facts of a household; nil where it is not one that registration records (ids of another size or given
    /// twice, no stage).
    public init?(_ household: RegistrationV1.Household) {
        guard household.householdID.count == 16,
            household.stage == .registered || household.stage == .preRegistered,
            household.members.allSatisfy({ $0.personID.count == 16 }),
            Set(household.members.map(\.personID)).count == household.members.count
        else { return nil }
        let isRegistered = household.stage == .registered
        householdID = household.householdID
        self.isRegistered = isRegistered
        placeCode = household.place?.code ?? ""
        peoplePreRegistered = isRegistered ? 0 : Int(household.peoplePresent)
        members = household.members.map { person in
            Member(
                personID: person.personID, populationGroup: person.populationGroup,
                sex: Int(person.sex.rawValue), birth: BirthNumber(person.birthDate),
                needs: Set(person.needs).sorted().joined(separator: " "),
                isCounted: isRegistered && person.presence != .departed)
        }
    }
}
