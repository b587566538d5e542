public import Messages

extension RegistrationV1.Command {
    /// The household that it carries, where it carries one.
    public var household: RegistrationV1.Household? {
        switch action {
        case .register(let action): action.household
        case .preRegister(let action): action.household
        case .correct(let action): action.household
        case .depart, nil: nil
        }
    }
}
