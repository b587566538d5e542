public import Messages

extension RegistrationV1.Household {
    /// Takes a person out, as if they had never been in. What was said of the household, and of others, stays.
    public mutating func erase(_ personID: [UInt8]) {
        guard let index = members.firstIndex(where: { $0.personID == personID }) else { return }
        let person = members.remove(at: index)
        peoplePresent = HouseholdSize.left(
            of: self, departed: person.presence == .departed ? 0 : 1, isWholeHousehold: false)
    }
}

extension RegistrationV1.Event {
    /// Takes a person out of what it says of a household.
    public mutating func erase(_ personID: [UInt8]) {
        switch change {
        case .householdRecorded(var recorded):
            recorded.household?.erase(personID)
            change = .householdRecorded(recorded)
        case .peopleDeparted(var departed):
            departed.household?.erase(personID)
            if departed.personIDs == [personID] {
                // Where they went, and when, is about them alone.
                departed.destination = nil
                departed.departedOn = nil
            }
            change = .peopleDeparted(departed)
        case .personalDataErased(var erased):
            erased.household?.erase(personID)
            change = .personalDataErased(erased)
        case .correctionProposed, .commandHeld, nil: break
        }
    }
}

extension RegistrationV1.Correction {
    /// Takes a person out, and the reason given, which may name them.
    ///
    /// An open one about people who all stay in the household can still be accepted, unless it was about that person
    /// alone. Any other loses what it said: nobody needs the values of a closed one, and whom an open one adds may be
    /// the same person under another id.
    ///
    /// - Parameters:
    ///   - revision: the household's before it.
    ///   - left: the household without the person.
    public mutating func erase(
        _ personID: [UInt8], from revision: UInt64, left: RegistrationV1.Household
    ) {
        current?.erase(personID)
        proposed?.erase(personID)
        let changed = HouseholdDifference.changedFields(
            from: current ?? .init(), to: proposed ?? .init())
        guard state == .proposed, !changed.isEmpty, strangers(to: left) == 0 else {
            return eraseValues()
        }
        justification = ""
        changedFields = changed
        guard current?.revision == revision else { return }
        current?.revision = left.revision
        proposed?.revision = left.revision + 1
    }

    /// Takes away what it said, but for which fields it changed; an open one is superseded.
    public mutating func eraseValues() {
        (current, proposed, justification) = (nil, nil, "")
        if state == .proposed { state = .superseded }
    }

    /// How many of the people whom it proposes the household does not have.
    public func strangers(to household: RegistrationV1.Household) -> Int {
        let known = Set(household.members.map(\.personID))
        return proposed?.members.count { !known.contains($0.personID) } ?? 0
    }
}
