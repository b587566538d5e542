/// The limits of one RPC client.
public struct ClientLimits: Sendable {
    /// The largest answer, envelope included.
    public var messageBytesMax = 4 << 20
    /// Calls that wait for an answer at once.
    public var callsInFlightMax = 256
    /// How long a call waits for a connection before it fails with `UNAVAILABLE`.
    public var connectTimeout: Duration = .seconds(3)
    /// How long it then takes, at the most, to find out whether a TLS connection lacks trust.
    public var diagnosisTimeout: Duration = .seconds(3)
    /// The longest pause between two tries to connect: less than anybody's patience for a status.
    public var reconnectMax: Duration = .seconds(1)
    /// How long open calls may take to end when the client closes.
    public var closeTimeout: Duration = .seconds(2)

    /// The standard limits.
    public init() {}
}
