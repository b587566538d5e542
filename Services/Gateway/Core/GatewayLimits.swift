/// The limits of what the gateway admits.
public enum GatewayLimits {
    /// Calls that one subject may have under way: a team's tablet needs a few, and one runaway
    /// script must not fill the gateway for everybody.
    public static let callsInFlightPerSubjectMax = 24
    /// Calls of one subject that wait for one of those to end.
    public static let callsWaitingPerSubjectMax = 12
    /// Calls of all subjects under way. With those that wait they leave the server room for calls
    /// that it answers itself, such as its health.
    public static let callsInFlightMax = 80
    /// Calls of all subjects that wait.
    public static let callsWaitingMax = 40
    /// The longest that a call waits for its turn, and at most half of its caller's time.
    public static let turnWaitMax: Duration = .seconds(2)
    /// What a call that found no room is asked to wait.
    public static let retryAfter: Duration = .milliseconds(200)
    /// Calls that one subject may make in a burst.
    public static let burstPerSubjectMax = 400.0
    /// Calls a second that one subject may make for long.
    public static let callsPerSecondPerSubject = 100.0
    /// Subjects that are remembered; the idle ones are forgotten when there are more, and where none is idle a new one
    /// must wait.
    public static let subjectsMax = 10_000
    /// What a service gets to answer for its status before its row says that it does not.
    public static let statusTimeout: Duration = .seconds(2)
    /// What another region's gateway gets for its own and that of all behind it.
    public static let regionStatusTimeout: Duration = .seconds(4)
}
