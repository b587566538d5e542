/// How long a command line waits.
public enum TerminalLimits {
    /// For a connection: TLS over a satellite or a 2G line takes many round trips.
    public static let connect: Duration = .seconds(15)
    /// For the state of a batch: screening may be waited for.
    public static let batchLookup: Duration = .seconds(20)
    /// For the states of the services, which explain why a batch waits.
    public static let serviceStates: Duration = .seconds(6)
    /// For counts: counting passes over a whole region, and may wait for the log.
    public static let counts: Duration = .seconds(30)
    /// For the backup of one database.
    public static let backup: Duration = .seconds(600)
}
