import Access
import Basics
import Foundation
import Glibc
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
    private let notifier: ServiceNotifier

    init(service: ServiceName, configuration: RegionConfiguration) {
        self.service = service
        self.configuration = configuration
        notifier = ServiceNotifier(environment: ProcessInfo.processInfo.environment)
        logger = Logger(label: service.programName) { label in
            LineLogHandler(
                label: label, format: configuration.logFormat, level: configuration.logLevel)
        }
    }

    func run(
        _ assemble: (ServiceContext) async throws -> ServiceParts,
        until requests: AsyncStream<ProcessSignals.Request>
    ) async throws {
        let context = try ServiceContext(service, configuration, logger: logger)
        let parts = try await assemble(context)
        let reporter = StatusReporter(context: context, parts: parts)
        let health = HealthService { await reporter.report($0, for: $1) }
        var handlers = parts.handlers
        handlers.registerReflection()
        if let backUp = parts.backUp {
            let maintenance = MaintenanceService(
                service: service, folder: configuration.backupDirectory, backUp: backUp)
            maintenance.removeUnfinished()
            maintenance.register(in: &handlers)
        }
        health.register(in: &handlers)
        let authentication = Authentication(
            verifier: context.verifier, home: configuration.region, others: parts.regions)
        let server = try RPCServer(
            handlers: handlers,
            interceptors: [CallLog(logger: logger), reporter.metrics, authentication]
                + parts.interceptors,
            allowedPeerUserIDs: try SystemUsers.ids(of: configuration.socketUsers))
        reporter.attach(server, health)
        try listen(server, context)
        let liveness = Liveness(endpoints: endpoints)
        let monitoring = try startMonitoring(reporter, liveness)
        reporter.start()
        // Before the first sign of life, which a supervisor expects only after it.
        notifier.ready()
        let background = start(
            parts.background + watchdogs(of: server, context, liveness) + [
                heartbeat(liveness), { await reporter.keepFresh() },
                { await warnOfExpiry(context) },
            ])
        logger.info(
            "serving",
            metadata: ["region": "\(configuration.region)", "version": "\(Version.text)"])
        for await request in requests {
            if request == .stop { break }
            await reload(context, parts, server)
        }
        logger.info("stopping")
        endWithoutFail()
        notifier.stopping()
        reporter.stop()
        parts.stopWaiting()
        let isDrained = await server.drain()
        background.cancel()
        await background.value
        await parts.close()
        await server.close()
        withExtendedLifetime(monitoring) {}
        logger.info("stopped", metadata: ["drained": "\(isDrained)"])
    }

    /// Whatever hangs while stopping, the program ends: what was acknowledged is durable already.
    private func endWithoutFail() {
        DispatchQueue.global().asyncAfter(deadline: .now() + .seconds(Self.stopSecondsMax)) {
            [logger] in
            logger.error("stopping took too long: ending at once")
            _exit(ServiceExit.stopTimedOut)
        }
    }

    /// Draining, closing sockets and closing the database have limits of their own; this is the
    /// limit of all together, below systemd's standard of 90 s.
    private static let stopSecondsMax = 30

    /// Answers Prometheus and probes on this machine, where a port is configured.
    private func startMonitoring(
        _ reporter: StatusReporter, _ liveness: Liveness
    ) throws -> HTTPResponder? {
        guard let port = configuration.monitoringPorts[service] else { return nil }
        func probe(
            _ isWell: @escaping @Sendable () async -> Bool
        ) -> HTTPResponder.Responder {
            {
                let isWell = await isWell()
                return .init(status: isWell ? 200 : 503, body: isWell ? "ok\n" : "not ok\n")
            }
        }
        let responder = try HTTPResponder(
            port: port,
            paths: [
                "/livez": probe { liveness.isAlive },
                "/readyz": probe { await reporter.isServing() && liveness.isAlive },
                "/metrics": {
                    .init(
                        status: 200, contentType: "text/plain; version=0.0.4; charset=utf-8",
                        body: await reporter.metricsText())
                },
            ])
        logger.info("monitoring", metadata: ["port": "\(port)"])
        return responder
    }

    /// Tells systemd that the program lives for as long as its listeners do.
    private func heartbeat(_ liveness: Liveness) -> @Sendable () async -> Void {
        { [notifier] in
            guard let interval = notifier.watchdogInterval else { return }
            while !Task.isCancelled {
                if liveness.isAlive { notifier.alive() }
                try? await Task.sleep(for: interval)
            }
        }
    }

    /// Reads what starting would read, and opens nothing.
    func check() async throws {
        let context = try ServiceContext(service, configuration, logger: logger)
        try await context.identity?.verify()
        if service.hasDatabase {
            try DatabaseAccess.check(configuration.databasePath(of: service))
        }
        _ = try SystemUsers.ids(of: configuration.socketUsers)
    }

    /// Takes new revocations and keys, the program's own token and its certificate; the old ones stay where the new ones
    /// cannot be used.
    private func reload(
        _ context: ServiceContext, _ parts: ServiceParts, _ server: RPCServer
    ) async {
        do {
            let keys = try configuration.loadVerificationKeys()
            let revocations = try configuration.loadRevocations()
            try parts.reload()
            context.verifier.reload(keys: keys)
            context.verifier.reload(revocations: revocations)
            logger.info("keys and revocations were read again")
        } catch {
            logger.error("keys and revocations stay as they were", metadata: ["error": "\(error)"])
        }
        // Apart from the others: a token that is wrong must not keep a stolen one in use.
        do {
            if let credential = context.credential {
                try credential.reload(verifier: context.verifier)
                logger.info("the program's own token was read again")
            }
        } catch {
            logger.error(
                "the program's own token stays as it was", metadata: ["error": "\(error)"])
        }
        do {
            if let certificate = try await context.identity?.reload(for: server) {
                logger.info(
                    "new connections use the renewed certificate",
                    metadata: ["expires": "\(certificate.expires)"])
            }
        } catch {
            logger.error(
                "certificate and key stay as they were", metadata: ["error": "\(error)"])
        }
    }

    private func listen(_ server: RPCServer, _ context: ServiceContext) throws {
        let identity = context.identity?.current.identity
        for endpoint in endpoints {
            do {
                try server.listen(on: endpoint, tls: endpoint.scheme == .tls ? identity : nil)
            } catch {
                logger.error("cannot listen", metadata: ["endpoint": "\(endpoint)"])
                throw error
            }
            // As bound: a port that was left to the system is known only now.
            logger.info("listening", metadata: ["endpoint": "\(server.endpoints.last ?? endpoint)"])
        }
    }

    /// Says each day what is to be renewed soon.
    private func warnOfExpiry(_ context: ServiceContext) async {
        while !Task.isCancelled {
            if let expires = context.identity?.current.certificate.expires,
                Renewal.isDue(expiry: expires.millisecondsSinceEpoch, at: .now())
            {
                logger.warning(
                    "the certificate has expired or will soon; renew it and reload",
                    metadata: ["expires": "\(expires)"])
            }
            if let expires = context.credential?.token.expiresMilliseconds,
                Renewal.isDue(expiry: expires, at: .now())
            {
                logger.warning(
                    "the program's own token has expired or will soon; issue another and reload",
                    metadata: ["expires": "\(Timestamp(millisecondsSinceEpoch: expires))"])
            }
            try? await Task.sleep(for: .seconds(86_400))
        }
    }

    private var endpoints: [Endpoint] {
        [configuration.socket(of: service)].compactMap { $0 }
            + (configuration.listen[service] ?? [])
    }

    private func watchdogs(
        of server: RPCServer, _ context: ServiceContext, _ liveness: Liveness
    ) -> [@Sendable () async -> Void] {
        endpoints.map { endpoint in
            let identity = endpoint.scheme == .tls ? context.identity : nil
            let watchdog = server.watchdog(
                for: endpoint, tls: identity?.current.identity,
                serverName: identity?.current.certificate.dnsNames.first)
            return { [logger] in
                await watchdog.run(report: { outcome in
                    if outcome != .accepting,
                        let expires = identity?.current.certificate.expires, expires <= .now()
                    {
                        // A restart would not help, and the other listeners still serve.
                        liveness.note(.accepting, of: endpoint)
                        logger.error(
                            "the certificate has expired; renew it and reload",
                            metadata: ["endpoint": "\(endpoint)"])
                        return
                    }
                    liveness.note(outcome, of: endpoint)
                    switch outcome {
                    case .accepting: break
                    case .stuck:
                        logger.error(
                            "connections are no longer closed; the program counts as dead if that lasts",
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
