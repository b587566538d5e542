import Messages

/// How many people of a household are here.
enum HouseholdSize {
    /// As a form has just said it: of a light record the declared size, of a full one those present.
    static func declared(of household: RegistrationV1.Household) -> UInt32 {
        household.stage == .registered
            ? UInt32(household.members.count { $0.presence == .present }) : household.declaredSize
    }

    /// After a departure of some of its named members, or of everybody, named or not.
    static func left(
        of household: RegistrationV1.Household, departed: Int, isWholeHousehold: Bool
    ) -> UInt32 {
        guard !isWholeHousehold else { return 0 }
        guard household.stage == .preRegistered else { return declared(of: household) }
        return household.peoplePresent - min(household.peoplePresent, UInt32(departed))
    }
}
