import Catalogue
import Messages
import Operations
import RPC
import Status

/// Where the states of one site, and of the regions that its gateway knows, come from.
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

    /// The rows of several sites, asked at once; one that two of them know is told once, as by the first.
    ///
    /// - Parameter withRegions: Whether the gateways ask those of other regions, with the caller's token.
    static func rows(of sources: [StatusSource], withRegions: Bool) async -> [StatusRow] {
        let answers = await inOrder(sources) { await $0.rows(withRegions: withRegions) }
        var told: Set<[String]> = []
        // What was asked itself knows more than what another site's gateway heard of it.
        return (answers.flatMap(\.own) + answers.flatMap(\.regions)).filter {
            told.insert([$0.program.region, $0.program.program]).inserted
        }
    }

    private func rows(withRegions: Bool) async -> (own: [StatusRow], regions: [StatusRow]) {
        switch self {
        case .gateway(let client):
            let answer = await Self.ask(
                client, .gateway, region: "", includeBehind: true, includeRegions: withRegions)
            return (
                [answer.row] + answer.behind.map { StatusRow($0) },
                answer.regions.map { StatusRow($0) }
            )
        case .services(let services, let region):
            let answers = await Self.inOrder(services) {
                await Self.ask(
                    $0.client, $0.name, region: region,
                    includeRegions: withRegions && $0.name == .gateway)
            }
            return (answers.map(\.row), answers.flatMap(\.regions).map { StatusRow($0) })
        }
    }

    /// What is done for each at once, in their order.
    private static func inOrder<Item: Sendable, Value: Sendable>(
        _ items: [Item], _ body: @escaping @Sendable (Item) async -> Value
    ) async -> [Value] {
        await withTaskGroup(of: (Int, Value).self) { group in
            for (index, item) in items.enumerated() {
                group.addTask { (index, await body(item)) }
            }
            var values: [(Int, Value)] = []
            for await value in group { values.append(value) }
            return values.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    func close() async {
        switch self {
        case .gateway(let client): await client.close()
        case .services(let services, _): for service in services { await service.client.close() }
        }
    }

    private struct Answer: Sendable {
        let row: StatusRow
        var behind: [HealthV1.ProgramStatus] = []
        var regions: [HealthV1.ProgramStatus] = []
    }

    private static func ask(
        _ client: RPCClient, _ service: ServiceName, region: String, includeBehind: Bool = false,
        includeRegions: Bool
    ) async -> Answer {
        do throws(RPCError) {
            let answer = try await client.call(
                HealthV1.HealthService.getStatus,
                .init(includeBehind: includeBehind, includeRegions: includeRegions),
                options: CallOptions(
                    // The gateway waits for those behind it, and for other regions.
                    timeout: service == .gateway ? timeout * 3 : timeout, retry: .never))
            return Answer(
                row: StatusRow(answer.program ?? .init()), behind: answer.behind,
                regions: answer.regions)
        } catch {
            let program = HealthV1.ProgramStatus(
                program: service.programName, region: region, status: .notServing)
            return Answer(row: StatusRow(program, failure: error))
        }
    }
}
