public import Operations
import RPC

/// Wires the gateway together.
public enum GatewayAssembly {
    /// Connects to the services behind it and builds the methods.
    public static func assemble(_ context: ServiceContext) async throws -> ServiceParts {
        let backends = try Backends(context)
        let region = context.configuration.region
        var handlers = HandlerTable()
        let gate = CallGate()
        GatewayHandlers(
            backends: backends, screeningWait: context.configuration.screeningWait, gate: gate
        ).register(in: &handlers)
        return ServiceParts(
            handlers: handlers,
            interceptors: [RateControl(), RegionGuard(home: region)],
            regions: backends.regions,
            describe: { status in gate.describe(in: &status) },
            describeBehind: { _ in await backends.statuses(region: region) },
            describeRegions: { await backends.regionStatuses(for: $0) },
            close: { await backends.close() })
    }
}
