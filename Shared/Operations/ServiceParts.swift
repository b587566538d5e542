public import Messages
public import RPC

/// What one service is made of, once it is wired together.
public struct ServiceParts: Sendable {
    /// Its methods.
    public var handlers: HandlerTable
    /// What happens around every call beside what happens in every service; after authentication.
    public var interceptors: [any ServerInterceptor]
    /// Codes of the other regions that its methods reach: a caller may name one of them.
    public var regions: Set<String>
    /// Fills in what only this service knows of its state: log position, followers, what waits,
    /// database size.
    public var describe: @Sendable (inout HealthV1.ProgramStatus) async -> Void
    /// The states of the programs behind this one; for a gateway.
    public var describeBehind: @Sendable (Call) async -> [HealthV1.ProgramStatus]
    /// The states of the gateways of other regions and of the programs behind them; for a gateway.
    public var describeRegions: @Sendable (Call) async -> [HealthV1.ProgramStatus]
    /// Work that goes on beside the calls until its task is cancelled.
    public var background: [@Sendable () async -> Void]
    /// Writes a checked copy of the database to a path and gives its size in bytes; nil where the
    /// program has none.
    public var backUp: (@Sendable (String) async throws -> UInt64)?
    /// Reads again what an operator may have changed, on SIGHUP; throwing keeps the old.
    public var reload: @Sendable () throws -> Void
    /// Ends calls that only wait for something to happen, before the server drains.
    public var stopWaiting: @Sendable () -> Void
    /// Closes what the service owns, after the last call has ended.
    public var close: @Sendable () async -> Void

    /// Makes the parts of a service.
    public init(
        handlers: HandlerTable,
        interceptors: [any ServerInterceptor] = [],
        regions: Set<String> = [],
        describe: @escaping @Sendable (inout HealthV1.ProgramStatus) async -> Void = { _ in },
        describeBehind: @escaping @Sendable (Call) async -> [HealthV1.ProgramStatus] = { _ in [] },
        describeRegions: @escaping @Sendable (Call) async -> [HealthV1.ProgramStatus] = { _ in [] },
        background: [@Sendable () async -> Void] = [],
        backUp: (@Sendable (String) async throws -> UInt64)? = nil,
        reload: @escaping @Sendable () throws -> Void = {},
        stopWaiting: @escaping @Sendable () -> Void = {},
        close: @escaping @Sendable () async -> Void = {}
    ) {
        self.handlers = handlers
        self.interceptors = interceptors
        self.regions = regions
        self.describe = describe
        self.describeBehind = describeBehind
        self.describeRegions = describeRegions
        self.background = background
        self.backUp = backUp
        self.reload = reload
        self.stopWaiting = stopWaiting
        self.close = close
    }
}
