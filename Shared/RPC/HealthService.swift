import Catalogue
public import Messages
import Status
import Synchronization

/// Answers `jatigi.health.v1`: whether the program serves, and its operating state.
public final class HealthService: Sendable {
    private struct State {
        var status = HealthV1.ServingStatus.notServing
        var reason = ""
        var services: [String] = []
    }

    private let state = Mutex(State())
    private let report:
        @Sendable (HealthV1.GetStatusRequest, Call) async -> HealthV1.GetStatusResponse

    /// - Parameter report: collects the operating state, for `GetStatus`.
    public init(
        report:
            @escaping @Sendable (HealthV1.GetStatusRequest, Call) async ->
            HealthV1.GetStatusResponse
    ) {
        self.report = report
    }

    /// Sets what every check answers from now on.
    ///
    /// - Parameter reason: catalogue key that says why the program does not serve; empty when it
    ///   does.
    public func set(_ status: HealthV1.ServingStatus, reason: String = "") {
        state.withLock {
            $0.status = status
            $0.reason = reason
        }
    }

    /// What checks answer now.
    public var status: HealthV1.ServingStatus { state.withLock { $0.status } }

    /// The catalogue key that goes with it.
    public var statusReason: String { state.withLock { $0.reason } }

    /// Adds the health methods to a table whose services are otherwise complete.
    public func register(in table: inout HandlerTable) {
        typealias Service = HealthV1.HealthService
        let services = table.services + [Service.name]
        state.withLock { $0.services = services }
        table.handle(Service.check) { request, _ in
            try self.check(request)
        }
        table.handle(Service.list) { _, _ in
            let status = self.status
            return HealthV1.ListResponse(
                services: services.map { HealthV1.ServiceHealth(service: $0, status: status) })
        }
        table.handle(Service.getStatus) { request, call in
            await self.report(request, call)
        }
        table.complete(Service.name, Service.methods)
    }

    private func check(_ request: HealthV1.CheckRequest) throws(RPCError) -> HealthV1.CheckResponse
    {
        try state.withLock { state throws(RPCError) in
            guard request.service.isEmpty || state.services.contains(request.service) else {
                throw RPCError(
                    .notFound, .rpc(.unknownService), arguments: ["service": request.service])
            }
            return HealthV1.CheckResponse(status: state.status)
        }
    }
}
