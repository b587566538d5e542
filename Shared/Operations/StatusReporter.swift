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
    private let running = Mutex<Running?>(nil)

    private struct Running {
        let server: RPCServer
        let health: HealthService
        /// Between the start and the stop.
        var takesCalls = false
    }

    /// How often the state is read for checks, which then answer without reading anything.
    private static let interval: Duration = .seconds(5)

    init(context: ServiceContext, parts: ServiceParts) {
        self.context = context
        self.parts = parts
    }

    /// Names the server and its health, which are made after this.
    func attach(_ server: RPCServer, _ health: HealthService) {
        running.withLock { $0 = Running(server: server, health: health) }
    }

    /// The program takes calls from now on.
    func start() {
        running.withLock {
            $0?.takesCalls = true
            $0?.health.set(.serving)
        }
    }

    /// The program takes no more calls.
    func stop() {
        running.withLock {
            $0?.takesCalls = false
            $0?.health.set(.notServing)
        }
    }

    /// Whether the program takes calls and can read what it owns, as of now.
    func isServing() async -> Bool { await status().status == .serving }

    /// Reads the state again and again until the task is cancelled.
    func keepFresh() async {
        while !Task.isCancelled {
            _ = await status()
            try? await Task.sleep(for: Self.interval)
        }
    }

    /// The state for Prometheus.
    func metricsText() async -> String {
        MetricsText(status: await status(), methods: metrics.snapshot).text
    }

    func report(
        _ request: HealthV1.GetStatusRequest, for call: Call
    ) async -> HealthV1.GetStatusResponse {
        async let behind = request.includeBehind ? parts.describeBehind(call) : []
        async let regions = request.includeRegions ? parts.describeRegions(call) : []
        return HealthV1.GetStatusResponse(
            program: await status(), behind: await behind, regions: await regions)
    }

    private func status() async -> HealthV1.ProgramStatus {
        let total = metrics.total
        let (server, takesCalls) = running.withLock { ($0?.server, $0?.takesCalls == true) }
        var status = HealthV1.ProgramStatus(
            program: context.service.programName,
            region: context.configuration.region,
            version: Version.text,
            status: takesCalls ? .serving : .notServing,
            uptimeMilliseconds: UInt64((ContinuousClock.now - startedAt) / .milliseconds(1)),
            requests: total.calls,
            errors: total.errors.values.reduce(0, +),
            latencyP50Microseconds: UInt32(clamping: total.latency.quantile(0.5)),
            latencyP99Microseconds: UInt32(clamping: total.latency.quantile(0.99)),
            requestsInFlight: UInt32(clamping: server?.callsInFlight ?? 0),
            requestsInFlightMax: UInt32(clamping: server?.callsInFlightMax ?? 0),
            certificateExpiresAtMilliseconds: context.identity?.current.certificate.expires
                .millisecondsSinceEpoch ?? 0,
            tokenExpiresAtMilliseconds: context.credential?.token.expiresMilliseconds ?? 0,
            residentMemoryBytes: ProcessResources.residentBytes)
        await parts.describe(&status)
        // What this reading found is what every check answers until the next, and never after the stop.
        running.withLock { running in
            guard let running, running.takesCalls else { return }
            running.health.set(
                status.status, reason: status.status == .serving ? "" : status.statusReason)
        }
        return status
    }
}
