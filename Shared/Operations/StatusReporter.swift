import Basics
import Messages
import RPC
import Synchronization

/// Holds the server once there is one; the health service is made before it.
final class ServerReference: Sendable {
    private let server = Mutex<RPCServer?>(nil)

    func set(_ value: RPCServer) { server.withLock { $0 = value } }

    var value: RPCServer? { server.withLock { $0 } }
}

/// Collects a program's operating state for `GetStatus`.
final class StatusReporter: Sendable {
    private let context: ServiceContext
    private let parts: ServiceParts
    private let metrics: CallMetrics
    private let server: ServerReference
    private let startedAt: ContinuousClock.Instant
    private let health = Mutex<HealthService?>(nil)

    init(
        context: ServiceContext, parts: ServiceParts, metrics: CallMetrics, server: ServerReference,
        startedAt: ContinuousClock.Instant
    ) {
        self.context = context
        self.parts = parts
        self.metrics = metrics
        self.server = server
        self.startedAt = startedAt
    }

    func attach(_ service: HealthService) { health.withLock { $0 = service } }

    func report(
        _ request: HealthV1.GetStatusRequest, for call: Call
    ) async -> HealthV1.GetStatusResponse {
        let total = metrics.total
        let health = health.withLock { $0 }
        var status = HealthV1.ProgramStatus(
            program: context.service.programName,
            region: context.configuration.region,
            version: Version.text,
            status: health?.status ?? .notServing,
            statusReason: health?.statusReason ?? "",
            uptimeMilliseconds: UInt64((ContinuousClock.now - startedAt) / .milliseconds(1)),
            requests: total.calls,
            errors: total.errors.values.reduce(0, +),
            latencyP50Microseconds: UInt32(clamping: total.latency.quantile(0.5)),
            latencyP99Microseconds: UInt32(clamping: total.latency.quantile(0.99)),
            requestsInFlight: UInt32(clamping: server.value?.callsInFlight ?? 0),
            requestsInFlightMax: UInt32(clamping: server.value?.callsInFlightMax ?? 0),
            certificateExpiresAtMilliseconds: context.certificate?.expires.millisecondsSinceEpoch
                ?? 0,
            tokenExpiresAtMilliseconds: context.serviceToken.expiresMilliseconds,
            residentMemoryBytes: ProcessResources.residentBytes)
        await parts.describe(&status)
        return HealthV1.GetStatusResponse(
            program: status, behind: request.includeBehind ? await parts.describeBehind(call) : [])
    }
}
