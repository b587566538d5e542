import Catalogue
import Messages
import Operations
import RPC
import Status

/// Where the states come from.
enum StatusSource: Sendable {
    /// One call to the gateway, which asks the services behind it.
    case gateway(RPCClient)
    /// One call to each service on this machine, so that a gateway that is down is a row like any
    /// other.
    case services([(name: ServiceName, client: RPCClient)], region: String)

    /// How long a service gets to answer.
    private static let timeout: Duration = .seconds(2)

    static func sockets(
        of configuration: RegionConfiguration, authorization: String
    ) throws -> StatusSource {
        .services(
            try ServiceName.allCases.map { service in
                let client = try RPCClient(
                    serviceName: service.rawValue,
                    endpoints: [configuration.socket(of: service)].compactMap { $0 },
                    authorization: { authorization })
                return (service, client)
            }, region: configuration.region)
    }

    func rows() async -> [StatusRow] {
        switch self {
        case .gateway(let client):
            // The gateway waits for those behind it.
            let answer = await Self.ask(
                client, .gateway, region: "", timeout: Self.timeout * 3, includeBehind: true)
            return [answer.row] + answer.behind.map { StatusRow($0) }
        case .services(let services, let region):
            return await withTaskGroup(of: (Int, StatusRow).self) { group in
                for (index, service) in services.enumerated() {
                    group.addTask {
                        let answer = await Self.ask(
                            service.client, service.name, region: region, timeout: Self.timeout)
                        return (index, answer.row)
                    }
                }
                var rows: [(Int, StatusRow)] = []
                for await row in group { rows.append(row) }
                return rows.sorted { $0.0 < $1.0 }.map(\.1)
            }
        }
    }

    func close() async {
        switch self {
        case .gateway(let client): await client.close()
        case .services(let services, _): for service in services { await service.client.close() }
        }
    }

    private static func ask(
        _ client: RPCClient, _ service: ServiceName, region: String, timeout: Duration,
        includeBehind: Bool = false
    ) async -> (row: StatusRow, behind: [HealthV1.ProgramStatus]) {
        do throws(RPCError) {
            let answer = try await client.call(
                HealthV1.HealthService.getStatus, .init(includeBehind: includeBehind),
                options: CallOptions(timeout: timeout, retry: .never))
            return (StatusRow(answer.program ?? .init()), answer.behind)
        } catch {
            let program = HealthV1.ProgramStatus(
                program: service.programName, region: region, status: .notServing)
            return (StatusRow(program, failure: error), [])
        }
    }
}
