public import Messages

/// What is to be done for one command.
public enum Decision: Sendable, Hashable {
    /// A new household, with its ids.
    case create(RegistrationV1.Household)
    /// A pre-registered household becomes a registered one; it keeps its id and case number.
    case complete(RegistrationV1.Household)
    /// Nothing: this is what is there. `personIDs` are of the command's members, empty for those
    /// whom the household does not have. `isFormInForce` where a form stands again as it was last
    /// taken: what other versions of it proposed falls away.
    case unchanged(RegistrationV1.Household, personIDs: [[UInt8]], isFormInForce: Bool)
    /// Other content than before: kept until a registrar reviews it.
    case propose(
        RegistrationV1.Household, changedFields: [String], current: RegistrationV1.Household)
    /// People left; the household as it is then.
    case depart(RegistrationV1.Household, personIDs: [[UInt8]])
    /// Kept; waits for what the violations name.
    case hold([RPCV1.Violation])
    /// Nothing: the same command, or one that says more, waits already.
    case stillHeld([RPCV1.Violation])
    /// Nothing: the source has said more since; the household as it is, where there is one.
    case outdated(RegistrationV1.Household?, RPCV1.Violation)
    /// Not kept.
    case reject([RPCV1.Violation])
}

/// Why a command is not taken.
struct Refusal: Error {
    let violation: RPCV1.Violation

    init(_ violation: RPCV1.Violation) { self.violation = violation }
}
