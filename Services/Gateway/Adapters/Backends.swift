import GatewayCore
import Messages
import Operations
import RPC
import Status

/// The services behind the gateway.
struct Backends: Sendable {
    private let clients: [ServiceName: RPCClient]

    /// - Parameter clients: one for every service but the gateway.
    init(_ clients: [ServiceName: RPCClient]) {
        self.clients = clients
    }

    init(_ context: ServiceContext) throws {
        var clients: [ServiceName: RPCClient] = [:]
        for service in ServiceName.allCases where service != .gateway {
            clients[service] = try context.client(of: service)
        }
        self.init(clients)
    }

    subscript(area: String) -> RPCClient? {
        ServiceName(rawValue: area).flatMap { clients[$0] }
    }

    var registration: RPCClient { self[.registration] }

    var deduplication: RPCClient { self[.deduplication] }

    /// The state of every service; one that does not answer has a row that says so.
    func statuses(region: String) async -> [HealthV1.ProgramStatus] {
        await withTaskGroup(of: (Int, HealthV1.ProgramStatus).self) { group in
            let services = ServiceName.allCases.filter { $0 != .gateway }
            for (index, service) in services.enumerated() {
                group.addTask { (index, await status(of: service, region: region)) }
            }
            var rows: [(Int, HealthV1.ProgramStatus)] = []
            for await row in group { rows.append(row) }
            return rows.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    func close() async {
        for client in clients.values { await client.close() }
    }

    private subscript(service: ServiceName) -> RPCClient {
        guard let client = clients[service] else {
            preconditionFailure("a client is made for every service")
        }
        return client
    }

    private func status(of service: ServiceName, region: String) async -> HealthV1.ProgramStatus {
        let options = CallOptions(timeout: GatewayLimits.statusTimeout, retry: .never)
        do throws(RPCError) {
            let answer = try await self[service].call(
                HealthV1.HealthService.getStatus, .init(), options: options)
            return answer.program ?? .init(program: service.programName)
        } catch {
            return HealthV1.ProgramStatus(
                program: service.programName, region: region, status: .notServing,
                statusReason: error.details.reason)
        }
    }
}
