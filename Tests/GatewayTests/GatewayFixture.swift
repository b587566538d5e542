import Access
import Basics
import GatewayCore
import Logging
import Messages
import Operations
import RPC
import Status
import TestKit
import Transport

@testable import GatewayService

let patience = Duration.seconds(60)

/// A gateway in this process, and behind it the services that a test puts there.
final class GatewayFixture: Sendable {
    let client: RPCClient
    private let gateway: RPCServer
    private let backends: Backends
    private let servers: [RPCServer]
    private let folder: TemporaryFolder

    /// - Parameters:
    ///   - services: the methods of each service that is there; the others are away.
    ///   - region: the methods of the gateway of the region ML05; without, no other region is known.
    ///   - covered: the regions that the caller's token is good for.
    init(
        role: Role, services: [(ServiceName, (inout HandlerTable) -> Void)],
        region: ((inout HandlerTable) -> Void)? = nil, covered: [String] = ["ML19", "ML05"],
        turnWait: Duration = patience
    ) throws {
        let folder = try TemporaryFolder()
        self.folder = folder
        let key = SigningKey.generate()
        let clock: @Sendable () -> Int64 = { Timestamp.now().millisecondsSinceEpoch }
        let verifier = TokenVerifier(keys: [key.verificationKey], clock: clock)
        let issuer = TokenIssuer(key: key, clock: clock)
        let own = try issuer.issue(subject: "service-1", role: .service, regions: ["ML19"]).token
        let token = try issuer.issue(subject: "tester", role: role, regions: covered).token

        func endpoint(_ service: ServiceName) throws -> Endpoint {
            try Endpoint("ipc://\(folder.path)/\(service.rawValue).ipc")
        }
        func server(
            _ table: HandlerTable, home: String = "ML19", others: Set<String> = [],
            _ more: [any ServerInterceptor] = []
        ) throws -> RPCServer {
            try RPCServer(
                handlers: table,
                interceptors: [Authentication(verifier: verifier, home: home, others: others)]
                    + more)
        }
        var servers = try services.map { service, register in
            var table = HandlerTable()
            register(&table)
            let server = try server(table)
            try server.listen(on: endpoint(service))
            return server
        }
        let otherGateway = try Endpoint("ipc://\(folder.path)/ML05.ipc")
        if let region {
            var table = HandlerTable()
            region(&table)
            let server = try server(table, home: "ML05")
            try server.listen(on: otherGateway)
            servers.append(server)
        }
        self.servers = servers
        var limits = ClientLimits()
        limits.connectTimeout = .seconds(1)
        var clients: [ServiceName: RPCClient] = [:]
        for service in ServiceName.allCases where service != .gateway {
            clients[service] = try RPCClient(
                serviceName: service.rawValue, endpoints: [endpoint(service)], limits: limits,
                authorization: { own })
        }
        backends = Backends(
            clients,
            gateways: region == nil
                ? [:]
                : ["ML05": try RPCClient(serviceName: "gateway", endpoints: [otherGateway])])
        let backends = backends
        let gate = CallGate(turnWaitMax: turnWait)
        var table = HandlerTable()
        GatewayHandlers(backends: backends, screeningWait: .seconds(2), gate: gate)
            .register(in: &table)
        Self.health(of: backends, gate).register(in: &table)
        gateway = try server(
            table, others: backends.regions, [RateControl(), RegionGuard(home: "ML19")])
        try gateway.listen(on: endpoint(.gateway))
        client = try RPCClient(
            serviceName: "gateway", endpoints: [endpoint(.gateway)], authorization: { token })
    }

    private static func health(of backends: Backends, _ gate: CallGate) -> HealthService {
        HealthService { request, call in
            var program = HealthV1.ProgramStatus(program: "jatigi-gateway")
            gate.describe(in: &program)
            return .init(
                program: program, behind: await backends.statuses(region: "ML19"),
                regions: request.includeRegions ? await backends.regionStatuses(for: call) : [])
        }
    }

    func close() async {
        await client.close()
        await gateway.drain()
        await backends.close()
        await gateway.close()
        for server in servers {
            await server.drain()
            await server.close()
        }
    }
}

func withGateway(
    as role: Role = .team, _ services: [(ServiceName, (inout HandlerTable) -> Void)],
    region: ((inout HandlerTable) -> Void)? = nil, covered: [String] = ["ML19", "ML05"],
    turnWait: Duration = patience,
    _ body: (RPCClient) async throws -> Void
) async throws {
    let fixture = try GatewayFixture(
        role: role, services: services, region: region, covered: covered, turnWait: turnWait)
    do {
        try await body(fixture.client)
    } catch {
        await fixture.close()
        throw error
    }
    await fixture.close()
}

extension CallOptions {
    static var once: CallOptions { CallOptions(timeout: patience, retry: .never) }
}

/// The failure of a call; nil where it succeeds.
func failure(_ body: () async throws -> Void) async -> RPCError? {
    do {
        try await body()
        return nil
    } catch {
        return RPCError(wrapping: error)
    }
}
