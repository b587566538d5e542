/// The limits of one RPC server.
public struct ServerLimits: Sendable {
    /// The largest message, envelope included: a batch of 1 MiB and its envelope fit four times.
    public var messageBytesMax = 4 << 20
    /// Calls in their handlers at once; one more is answered with `RESOURCE_EXHAUSTED`.
    public var callsInFlightMax = 128
    /// Calls beyond that which can be told so at once; further ones wait unread in their
    /// connections.
    public var refusalsInFlightMax = 32
    /// Connections of one server.
    public var connectionsMax = 512
    /// The longest time that a caller may ask for.
    public var timeoutMax: Duration = .seconds(600)
    /// What an overloaded server asks its callers to wait.
    public var overloadRetryAfter: Duration = .milliseconds(500)
    /// How long calls may take to end when the server drains.
    public var drainTimeout: Duration = .seconds(10)

    /// How long closing the sockets may take.
    public var closeTimeout: Duration = .seconds(3)

    /// The standard limits.
    public init() {}
}
