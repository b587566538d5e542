import Access
import Basics
import Logging
import Messages
import RPC
import Status
import Transport

/// Runs one service from its configuration to its orderly end.
struct ServiceRunner: Sendable {
    let service: ServiceName
    let configuration: RegionConfiguration
    let logger: Logger

    init(service: ServiceName, configuration: RegionConfiguration) {
        self.service = service
        self.configuration = configuration
        logger = Logger(label: service.programName) { label in
            LineLogHandler(
                label: label, format: configuration.logFormat, level: configuration.logLevel)
        }
    }

    func run(
        _ assemble: (ServiceContext) async throws -> ServiceParts,
        until requests: AsyncStream<ProcessSignals.Request>
    ) async throws {
        let startedAt = ContinuousClock.now
        let context = try makeContext()
        let parts = try await assemble(context)
        let metrics = CallMetrics()
        let serverBox = ServerReference()
        let reporter = StatusReporter(
            context: context, parts: parts, metrics: metrics, server: serverBox,
            startedAt: startedAt)
        let health = HealthService { await reporter.report($0, for: $1) }
        reporter.attach(health)
        var handlers = parts.handlers
        handlers.registerReflection()
        health.register(in: &handlers)
        let authentication = Authentication(
            verifier: context.verifier, home: configuration.region)
        let server = try RPCServer(
            handlers: handlers,
            interceptors: [CallLog(logger: logger), metrics, authentication] + parts.interceptors)
        serverBox.set(server)
        try listen(server)
        health.set(.serving)
        let background = start(parts.background + watchdogs(of: server))
        logger.info(
            "serving",
            metadata: ["region": "\(configuration.region)", "version": "\(Version.text)"])
        for await request in requests {
            if request == .stop { break }
            reload(context.verifier, parts)
        }
        logger.info("stopping")
        health.set(.notServing)
        let isDrained = await server.drain()
        background.cancel()
        await background.value
        await parts.close()
        logger.info("stopped", metadata: ["drained": "\(isDrained)"])
    }

    private func makeContext() throws -> ServiceContext {
        let keys = try configuration.verificationKeyFiles.flatMap {
            try VerificationKey.load(path: $0)
        }
        let verifier = TokenVerifier(
            keys: keys, revocations: try loadRevocations(),
            clock: { Timestamp.now().millisecondsSinceEpoch })
        return ServiceContext(
            service: service, configuration: configuration, logger: logger, verifier: verifier,
            serviceToken: try ServiceToken.load(
                path: configuration.serviceTokenFile, verifier: verifier),
            ids: RecordIDGenerator())
    }

    private func loadRevocations() throws(AccessError) -> Revocations {
        guard !configuration.revocationsFile.isEmpty else { return .none }
        return try Revocations.load(path: configuration.revocationsFile)
    }

    /// Takes new revocations and keys; the old ones stay where the new ones cannot be read.
    private func reload(_ verifier: TokenVerifier, _ parts: ServiceParts) {
        do {
            let keys = try configuration.verificationKeyFiles.flatMap {
                try VerificationKey.load(path: $0)
            }
            let revocations = try loadRevocations()
            try parts.reload()
            verifier.reload(keys: keys)
            verifier.reload(revocations: revocations)
            logger.info("keys and revocations were read again")
        } catch {
            logger.error("keys and revocations stay as they were", metadata: ["error": "\(error)"])
        }
    }

    private func listen(_ server: RPCServer) throws {
        let identity = try configuration.tls?.identity()
        for endpoint in endpoints {
            try server.listen(on: endpoint, tls: endpoint.scheme == .tls ? identity : nil)
            logger.info("listening", metadata: ["endpoint": "\(endpoint)"])
        }
    }

    private var endpoints: [Endpoint] {
        [configuration.socket(of: service)].compactMap { $0 }
            + (configuration.listen[service] ?? [])
    }

    private func watchdogs(of server: RPCServer) -> [@Sendable () async -> Void] {
        endpoints.map { endpoint in
            let watchdog = server.watchdog(
                for: endpoint,
                tls: endpoint.scheme == .tls ? try? configuration.tls?.identity() : nil)
            return { [logger] in
                await watchdog.run(report: { outcome in
                    switch outcome {
                    case .accepting: break
                    case .stuck:
                        logger.error(
                            "connections are no longer closed; restart the program soon",
                            metadata: ["endpoint": "\(endpoint)"])
                    case .restarted:
                        logger.warning(
                            "a listener had stopped and was opened again",
                            metadata: ["endpoint": "\(endpoint)"])
                    case .restartFailed(let error):
                        logger.error(
                            "a listener has stopped",
                            metadata: ["endpoint": "\(endpoint)", "error": "\(error)"])
                    }
                })
            }
        }
    }

    private func start(_ work: [@Sendable () async -> Void]) -> Task<Void, Never> {
        Task {
            await withTaskGroup { group in
                for body in work { group.addTask { await body() } }
            }
        }
    }
}
