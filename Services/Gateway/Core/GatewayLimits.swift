/// The limits of what the gateway admits.
public enum GatewayLimits {
    /// Calls that one subject may have under way: a team's tablet needs a few, and one runaway
    /// script must not fill the gateway for everybody.
    public static let callsInFlightPerSubjectMax = 24
    /// Calls that one subject may make in a burst.
    public static let burstPerSubjectMax = 400.0
    /// Calls a second that one subject may make for long.
    public static let callsPerSecondPerSubject = 100.0
    /// Subjects that are remembered; the idle ones are forgotten when there are more, and where none is idle a new one
    /// must wait.
    public static let subjectsMax = 10_000
    /// What a service gets to answer for its status before its row says that it does not.
    public static let statusTimeout: Duration = .seconds(2)
}
