public import Access
import Basics
import Foundation
import Glibc
import Messages
public import Operations
public import RPC
import Synchronization
public import Transport

/// One region of real programs, in a folder of its own with its own keys: what a server runs, for a test.
///
/// ```swift
/// try await withRegion { region in
///     let outcome = try await region.run("jatigi", ["household", "BDG-00001-X"], as: .registrar)
/// }
/// ```
public final class Region: Sendable {
    /// Services whose programs were built.
    public static let services = ServiceName.allCases.filter { Program.exists($0.programName) }

    /// How long something may take that should be there at once, on a machine under load.
    public static let patience = Duration.seconds(60)

    /// Where everything of this region lies.
    public let folder: TemporaryFolder
    /// Its code.
    public let code: String
    /// Path of its configuration.
    public let configurationFile: String
    private let key: SigningKey
    private let covered: [String]
    private let programs = Mutex<[ServiceName: Program]>([:])
    private let runs = Atomic<Int>(0)

    /// Makes the folder, the keys and the configuration; starts nothing.
    ///
    /// - Parameters:
    ///   - screeningWait: milliseconds that a submission waits for its screening.
    ///   - others: regions that this one's gateway knows, and this one's tokens cover, all of one authority.
    public init(
        _ code: String = "ML19", screeningWait: Int = 2_000, logLevel: String = "debug",
        others: [Region] = []
    ) throws {
        self.code = code
        folder = try TemporaryFolder()
        key = others.first?.key ?? SigningKey.generate()
        covered = [code] + others.map(\.code)
        let path = folder.path
        for name in ["data", "run", "keys", "log", "home"] {
            try FileManager.default.createDirectory(
                atPath: "\(path)/\(name)", withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
        }
        try folder.write("keys/issuer.public", key.verificationKey.text + "\n")
        try folder.write("revocations.txt", "# nobody yet\n")
        configurationFile = try folder.write(
            "region.yaml",
            """
            region: \(code)
            name: {fr: Bandiagara, en: Bandiagara}
            case_prefix: BDG
            directories:
              data: \(path)/data
              run: \(path)/run
              reference: \(PackageFolder.path)/deploy/reference
            access:
              verification_keys: [\(path)/keys/issuer.public]
              revocations: \(path)/revocations.txt
              tokens: \(path)/keys
            screening_wait_milliseconds: \(screeningWait)
            log: {format: json, level: \(logLevel)}
            \(Self.setting(of: others))
            """)
        for role in Role.allCases {
            let subject = role == .team ? "team-1" : "\(role.rawValue)-1"
            try folder.write(
                "keys/\(role.rawValue).token", try token(role, subject: subject) + "\n")
        }
        for service in ServiceName.allCases {
            guard let role = service.role else { continue }
            try folder.write(
                "keys/\(service.rawValue).token", try token(role, subject: service.rawValue) + "\n")
        }
    }

    private static func setting(of others: [Region]) -> String {
        let gateways = others.map {
            "\($0.code): [\"ipc://\($0.folder.path)/run/gateway.ipc\"]"
        }
        return gateways.isEmpty ? "" : "regions: {\(gateways.joined(separator: ", "))}\n"
    }

    /// A token of this region's authority. A secret.
    ///
    /// - Parameter age: how long ago it was issued.
    public func token(
        _ role: Role, subject: String, age: Duration = .zero
    ) throws -> String {
        let issued = Timestamp.now().millisecondsSinceEpoch - Int64(age / .milliseconds(1))
        return try TokenIssuer(key: key, clock: { issued })
            .issue(subject: subject, role: role, regions: covered).token
    }

    /// The file of a role's token.
    public func tokenFile(_ role: Role) -> String { "\(folder.path)/keys/\(role.rawValue).token" }

    /// Where a service listens.
    public func endpoint(_ service: ServiceName) throws -> Endpoint {
        try Endpoint("ipc://\(folder.path)/run/\(service.rawValue).ipc")
    }

    /// Starts services and waits until each of them serves.
    ///
    /// - Parameters:
    ///   - folder: where the programs lie.
    ///   - environment: settings beside those of the configuration file.
    ///   - launcher: a command that runs the program, its path and arguments being added.
    public func start(
        _ services: [ServiceName] = Region.services, from folder: String = Program.folder,
        environment: [String: String] = [:], launcher: [String] = []
    ) async throws {
        for service in services {
            let log = logFile(service)
            let command =
                launcher + ["\(folder)/\(service.programName)"]
                + ["--config", configurationFile]
            let program = try Program(
                command[0], Array(command.dropFirst()), environment: environment,
                outputFile: log, errorFile: log)
            programs.withLock { $0[service] = program }
        }
        for service in services { try await waitUntilServing(service) }
    }

    /// Ends services in good order and gives their exit codes, in the same order.
    @discardableResult
    public func stop(_ services: [ServiceName] = Region.services) async -> [Int32] {
        let stopping = services.compactMap { service in
            programs.withLock { $0.removeValue(forKey: service) }
        }
        for program in stopping { program.signal(SIGTERM) }
        var codes: [Int32] = []
        for program in stopping { codes.append(await program.end(within: Self.patience).code) }
        return codes
    }

    /// Ends a service with kill -9.
    public func kill(_ service: ServiceName) async {
        let program = programs.withLock { $0.removeValue(forKey: service) }
        program?.signal(SIGKILL)
        _ = await program?.end()
    }

    /// Whether a service that was started still runs.
    public func isRunning(_ service: ServiceName) -> Bool {
        programs.withLock { $0[service]?.isRunning } == true
    }

    /// Sends a signal to a service.
    public func signal(_ number: Int32, to service: ServiceName) {
        programs.withLock { $0[service] }?.signal(number)
    }

    /// The process of a service that runs.
    public func processIdentifier(of service: ServiceName) -> Int32? {
        programs.withLock { $0[service]?.processIdentifier }
    }

    /// A client of a service with a role's token; close it after use.
    public func client(
        _ role: Role, of service: ServiceName = .gateway, subject: String? = nil,
        limits: ClientLimits = ClientLimits()
    ) throws -> RPCClient {
        let token = try token(role, subject: subject ?? "\(role.rawValue)-1")
        return try RPCClient(
            serviceName: service.rawValue, endpoints: [endpoint(service)], limits: limits,
            authorization: { token })
    }

    /// Runs a command of the command line to its end.
    public func run(
        _ name: String, _ arguments: [String], as role: Role = .team,
        environment: [String: String] = [:]
    ) async throws -> Program.Outcome {
        await (try launch(name, arguments, as: role, environment: environment)).end()
    }

    /// Starts a command of the command line.
    public func launch(
        _ name: String, _ arguments: [String], as role: Role = .team,
        environment: [String: String] = [:]
    ) throws -> Program {
        let number = runs.add(1, ordering: .relaxed).newValue
        let standard = [
            "JATIGI_GATEWAY": "ipc://\(folder.path)/run/gateway.ipc",
            "JATIGI_REFERENCE": "\(PackageFolder.path)/deploy/reference",
            "JATIGI_TOKEN_FILE": tokenFile(role), "HOME": "\(folder.path)/home",
            "LC_ALL": "C.UTF-8",
        ]
        return try Program(
            name, arguments, environment: standard.merging(environment) { _, new in new },
            outputFile: "\(folder.path)/run-\(number).out",
            errorFile: "\(folder.path)/run-\(number).err")
    }

    /// Everything that a service has logged.
    public func log(_ service: ServiceName) -> String {
        (try? String(contentsOfFile: logFile(service), encoding: .utf8)) ?? ""
    }

    private func logFile(_ service: ServiceName) -> String {
        "\(folder.path)/log/\(service.rawValue).log"
    }

    private func waitUntilServing(_ service: ServiceName) async throws {
        let client = try client(.service, of: service)
        let end = ContinuousClock.now + Self.patience
        var isServing = false
        while !isServing, ContinuousClock.now < end {
            guard programs.withLock({ $0[service]?.isRunning }) == true else { break }
            let answer = try? await client.call(
                HealthV1.HealthService.check, .init(),
                options: CallOptions(timeout: .seconds(2), retry: .never))
            isServing = answer?.status == .serving
            if !isServing { try await Task.sleep(for: .milliseconds(20)) }
        }
        await client.close()
        guard isServing else {
            throw NotServing(service: service, log: String(log(service).suffix(2_000)))
        }
    }
}

/// A service that a test started does not serve.
public struct NotServing: Error {
    /// Which one.
    public let service: ServiceName
    /// The end of what it has logged.
    public let log: String
}

/// Runs a test in a region of its own and ends its programs.
public func withRegion(
    _ services: [ServiceName] = Region.services, screeningWait: Int = 2_000,
    _ body: (Region) async throws -> Void
) async throws {
    let region = try Region(screeningWait: screeningWait)
    do {
        try await region.start(services)
        try await body(region)
    } catch {
        await region.stop()
        throw error
    }
    await region.stop()
}
