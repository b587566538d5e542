public import Messages
import Validation

extension RegistrationV1.Command {
    /// How many people it speaks of.
    public var peopleCount: Int { household?.members.count ?? 0 }

    /// Id and case number by which it names a household; both may be empty.
    public var householdName: (id: [UInt8], caseNumber: String) {
        if case .depart(let action) = action { return (action.householdID, action.caseNumber) }
        return (household?.householdID ?? [], household?.caseNumber ?? "")
    }

    /// Whether it is a form of a household, which may be new; else it is about one that is there.
    public var isForm: Bool {
        switch action {
        case .register, .preRegister: true
        case .correct, .depart, nil: false
        }
    }

    /// Whether nothing of an earlier command under the same key is left to do once this one is
    /// taken: it says the same later, or more.
    public func replaces(_ earlier: RegistrationV1.Command) -> Bool {
        switch (action, earlier.action) {
        case (.register, .register), (.register, .preRegister), (.preRegister, .preRegister),
            (.correct, .correct):
            true
        case (.depart(let departure), .depart(let other)):
            Set(departure.personKeys) == Set(other.personKeys)
        default: false
        }
    }
}
