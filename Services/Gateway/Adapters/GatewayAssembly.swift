public import Operations
import RPC

/// Wires the gateway together.
public enum GatewayAssembly {
    /// Connects to the services behind it and builds the methods.
    public static func assemble(_ context: ServiceContext) async throws -> ServiceParts {
        let backends = try Backends(context)
        let region = context.configuration.region
        var handlers = HandlerTable()
        GatewayHandlers(backends: backends, screeningWait: context.configuration.screeningWait)
            .register(in: &handlers)
        return ServiceParts(
            handlers: handlers,
            interceptors: [RateControl(), RegionGuard(home: region)],
            regions: backends.regions,
            describeBehind: { _ in await backends.statuses(region: region) },
            close: { await backends.close() })
    }
}
