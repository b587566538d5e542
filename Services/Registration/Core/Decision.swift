public import Messages

/// What registration already has under the key, id or case number that a command names.
public enum Known: Sendable {
    /// Nothing yet.
    case nothing
    /// A command that is kept and waits.
    case held(heldID: [UInt8], fingerprint: [UInt8])
    /// A household. `fingerprint` is of what the same source last handed in under the same key;
    /// empty where another source did.
    case household(RegistrationV1.Household, fingerprint: [UInt8])
}

/// What is to be done for one command.
public enum Decision: Sendable, Hashable {
    /// A new household, with its ids.
    case create(RegistrationV1.Household)
    /// A pre-registered household becomes a registered one; it keeps its id and case number.
    case complete(RegistrationV1.Household)
    /// Nothing: this is what is there.
    case unchanged(RegistrationV1.Household)
    /// Other content than before: kept until a registrar reviews it.
    case propose(
        RegistrationV1.Household, changedFields: [String], current: RegistrationV1.Household)
    /// People left; the household as it is then.
    case depart(RegistrationV1.Household, personIDs: [[UInt8]])
    /// Kept; waits for what the violations name. `replacing` is a command held under the same key
    /// until now.
    case hold([RPCV1.Violation], replacing: [UInt8]?)
    /// The same command is held already.
    case stillHeld(heldID: [UInt8], [RPCV1.Violation])
    /// Not kept.
    case reject([RPCV1.Violation])
}
