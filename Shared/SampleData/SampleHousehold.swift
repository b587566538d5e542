/// A household as a team writes it down.
public struct SampleHousehold: Sendable, Hashable {
    /// Number of the form.
    public var form: String
    /// Day of collection, `YYYY-MM-DD`.
    public var collectedOn: String
    /// Where the household is: name, and code where the team knew it.
    public var place: SamplePlace
    /// Where it fled from.
    public var origin: SamplePlace
    /// When it arrived, `DD/MM/YYYY`.
    public var arrivedOn: String
    /// Cause, in French.
    public var cause: String
    /// Shelter, in French.
    public var shelter: String
    /// Population group.
    public var populationGroup: String
    /// Whether it is a pre-registration, which lists the head alone.
    public var isPreRegistration: Bool
    /// Size as declared.
    public var declaredSize: Int
    /// The people, the head first.
    public var members: [SamplePerson]
}
