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
    /// Takes a person out of both sides, and the reason given, which may name them. An open one can still be accepted,
    /// unless it was about that person alone: then it is superseded.
    ///
    /// - Parameter revision: the household's, before and after the person was taken out of it.
    public mutating func erase(
        _ personID: [UInt8], from revision: (before: UInt64, after: UInt64)
    ) {
        current?.erase(personID)
        proposed?.erase(personID)
        justification = ""
        changedFields = HouseholdDifference.changedFields(
            from: current ?? .init(), to: proposed ?? .init())
        guard state == .proposed else { return }
        if changedFields.isEmpty { state = .superseded }
        guard current?.revision == revision.before else { return }
        current?.revision = revision.after
        proposed?.revision = revision.after + 1
    }
}
