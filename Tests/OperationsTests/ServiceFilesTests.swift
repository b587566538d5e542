import Access
import Basics
import Foundation
import Logging
import Messages
import RPC
import Status
import Synchronization
import TestKit
import Testing
import Transport

@testable import Operations

/// What a program reads before it opens anything, and what it says of itself afterwards.
@Suite struct ServiceFilesTests {
    private let folder: TemporaryFolder
    private let key = SigningKey.generate()
    private static let clock: @Sendable () -> Int64 = { Timestamp.now().millisecondsSinceEpoch }

    init() throws {
        folder = try TemporaryFolder()
        try folder.write("issuer.public", key.verificationKey.text + "\n")
    }

    private func configuration(_ more: String = "") throws -> RegionConfiguration {
        let text = """
            region: ML19
            name: {fr: x, en: x}
            case_prefix: BDG
            directories: {data: data, run: run, reference: reference}
            access: {verification_keys: [issuer.public], tokens: .}

            """
        return try RegionConfiguration(
            file: "\(folder.path)/region.yaml", text: text + more, environment: [:])
    }

    private func issue(_ role: Role, to service: ServiceName, age: Duration = .zero) throws {
        let issued = Self.clock() - Int64(age / .milliseconds(1))
        let token = try TokenIssuer(key: key, clock: { issued })
            .issue(subject: service.rawValue, role: role, regions: ["ML19"]).token
        try folder.write("\(service.rawValue).token", token + "\n")
    }

    private func context(
        _ service: ServiceName, _ configuration: RegionConfiguration
    ) throws -> ServiceContext {
        try ServiceContext(service, configuration, logger: Logger(label: "test"))
    }

    // All programs held one token, with which a broken gateway could read every household.
    @Test func `each program has a token of its own role, and who calls nobody has none`() throws {
        #expect(
            ServiceName.allCases.filter { $0.role == .follower } == [
                .registration, .deduplication, .statistics,
            ])
        let configuration = try configuration()
        for service in ServiceName.allCases {
            guard let role = service.role else {
                #expect(try context(service, configuration).credential == nil)
                continue
            }
            #expect(throws: AccessError.self, "\(service) without a token") {
                _ = try context(service, configuration)
            }
            try issue(role == .service ? .follower : .service, to: service)
            do {
                _ = try context(service, configuration)
                Issue.record("\(service) took a token of another role")
            } catch let error as AccessError {
                #expect(error.code == .invalidClaims)
                #expect(error.message.contains("role \(role.rawValue) is needed"))
            }
            try issue(role, to: service)
            #expect(try context(service, configuration).credential != nil)
        }
        #expect(
            !AccessPolicy.standard.allows(
                .service, method: RegistrationV1.RegistrationService.readEvents.name))
    }

    @Test func `a renewed token is taken over, and a wrong one is not`() throws {
        try issue(.service, to: .gateway, age: .seconds(340 * 86_400))
        let context = try context(.gateway, configuration())
        let credential = try #require(context.credential)
        let former = credential.token
        #expect(Renewal.isDue(expiry: former.expiresMilliseconds, at: .now()))
        try issue(.follower, to: .gateway)
        #expect(throws: AccessError.self) { try credential.reload(verifier: context.verifier) }
        #expect(credential.token.text == former.text)
        try issue(.service, to: .gateway)
        try credential.reload(verifier: context.verifier)
        #expect(credential.token.text != former.text)
        #expect(!Renewal.isDue(expiry: credential.token.expiresMilliseconds, at: .now()))
    }

    // Seventeen keys ended a running program at SIGHUP.
    @Test func `more keys than a verifier takes are an error`() throws {
        let lines = (0...AccessLimits.verificationKeysMax).map { _ in
            SigningKey.generate().verificationKey.text
        }
        try folder.write("issuer.public", lines.joined(separator: "\n") + "\n")
        do {
            _ = try configuration().loadVerificationKeys()
            Issue.record("17 keys were taken")
        } catch let error as AccessError {
            #expect(error.code == .invalidKey && error.message.contains("16"))
        }
        try folder.write("issuer.public", lines.dropLast().joined(separator: "\n") + "\n")
        #expect(
            try configuration().loadVerificationKeys().count == AccessLimits.verificationKeysMax)
    }

    // Every program had to read the private key, so it had to be open to all of them.
    @Test func `only programs with an endpoint of TLS read the private key`() throws {
        let door = try configuration(
            """
            tls: {authority: a.pem, certificate: c.pem, private_key: none.key}
            listen: {gateway: ["tls+tcp://localhost:7400"]}
            """)
        #expect(ServiceName.allCases.filter(door.usesTLS) == [.gateway])
        try issue(.follower, to: .statistics)
        #expect(try context(.statistics, door).identity == nil)
        try issue(.service, to: .gateway)
        #expect(throws: AccessError.self) { _ = try context(.gateway, door) }
        let elsewhere = try configuration(
            """
            tls: {authority: a.pem, certificate: c.pem, private_key: none.key}
            connect: {registration: ["tls+tcp://other.example:7400"]}
            """)
        #expect(
            ServiceName.allCases.filter(elsewhere.usesTLS) == [
                .gateway, .deduplication, .statistics,
            ])
    }

    @Test func `an endpoint of TLS needs the files of TLS`() {
        for endpoint in ["listen: {gateway: ", "regions: {ML05: "] {
            #expect(throws: ConfigurationError.self) {
                _ = try configuration(endpoint + "[\"tls+tcp://localhost:7400\"]}")
            }
        }
    }

    // Checks and /readyz said that a program serves whose database could not be read.
    @Test func `what a program finds when it looks is what every check answers`() async throws {
        let isBroken = Mutex(false)
        let parts = ServiceParts(
            handlers: HandlerTable(),
            describe: { status in
                if isBroken.withLock({ $0 }) {
                    status.status = .notServing
                    status.statusReason = "storage.locked"
                }
            })
        let reporter = StatusReporter(
            context: try context(.directory, configuration()), parts: parts)
        let health = HealthService { await reporter.report($0, for: $1) }
        let server = try RPCServer(handlers: HandlerTable(), interceptors: [])
        reporter.attach(server, health)
        #expect(await !reporter.isServing() && health.status == .notServing)
        reporter.start()
        #expect(await reporter.isServing() && health.status == .serving)
        isBroken.withLock { $0 = true }
        #expect(await !reporter.isServing())
        #expect(health.status == .notServing && health.statusReason == "storage.locked")
        isBroken.withLock { $0 = false }
        #expect(await reporter.isServing() && health.status == .serving)
        #expect(health.statusReason.isEmpty)
        reporter.stop()
        #expect(await !reporter.isServing() && health.status == .notServing)
        await server.close()
    }
}
