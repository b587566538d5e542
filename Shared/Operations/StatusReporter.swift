import Basics
import Messages
import RPC
import Synchronization

/// Collects a program's operating state for `GetStatus`.
final class StatusReporter: Sendable {
    /// Counts every call.
    let metrics = CallMetrics()
    private let context: ServiceContext
    private let parts: ServiceParts
    private let startedAt = ContinuousClock.now
    private let running = Mutex<(server: RPCServer, health: HealthService)?>(nil)

    init(context: ServiceContext, parts: ServiceParts) {
        self.context = context
        self.parts = parts
    }

    /// Names the server and its health, which are made after this.
    func attach(_ server: RPCServer, _ health: HealthService) {
        running.withLock { $0 = (server, health) }
    }

    /// Whether the program takes calls.
    var isServing: Bool { running.withLock { $0?.health.status == .serving } }

    /// The state for Prometheus.
    func metricsText() async -> String {
        MetricsText(status: await status(), methods: metrics.snapshot).text
    }

    func report(
        _ request: HealthV1.GetStatusRequest, for call: Call
    ) async -> HealthV1.GetStatusResponse {
        HealthV1.GetStatusResponse(
            program: await status(),
            behind: request.includeBehind ? await parts.describeBehind(call) : [])
    }

    private func status() async -> HealthV1.ProgramStatus {
        let total = metrics.total
        let (server, health) = running.withLock { ($0?.server, $0?.health) }
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
            requestsInFlight: UInt32(clamping: server?.callsInFlight ?? 0),
            requestsInFlightMax: UInt32(clamping: server?.callsInFlightMax ?? 0),
            certificateExpiresAtMilliseconds: context.certificate?.expires.millisecondsSinceEpoch
                ?? 0,
            tokenExpiresAtMilliseconds: context.serviceToken.expiresMilliseconds,
            residentMemoryBytes: ProcessResources.residentBytes)
        await parts.describe(&status)
        return status
    }
}
