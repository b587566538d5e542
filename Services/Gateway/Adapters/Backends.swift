import Access
import GatewayCore
import Messages
import Operations
import RPC
import Status

/// The services behind the gateway, and the doors of other regions: their services are reached through their gateways
/// alone, which admit and route as this one does.
struct Backends: Sendable {
    private let clients: [ServiceName: RPCClient]
    private let gateways: [String: RPCClient]

    /// - Parameters:
    ///   - clients: one for every service of the region but the gateway.
    ///   - gateways: those of other regions, by the regions' codes.
    init(_ clients: [ServiceName: RPCClient], gateways: [String: RPCClient] = [:]) {
        self.clients = clients
        self.gateways = gateways
    }

    init(_ context: ServiceContext) throws {
        var clients: [ServiceName: RPCClient] = [:]
        for service in ServiceName.allCases where service != .gateway {
            clients[service] = try context.client(of: service)
        }
        var gateways: [String: RPCClient] = [:]
        for region in context.configuration.regions.keys {
            gateways[region] = try context.clientOfGateway(of: region)
        }
        self.init(clients, gateways: gateways)
    }

    /// The other regions that are known.
    var regions: Set<String> { Set(gateways.keys) }

    /// The gateway of another region; nil where a call is for this one.
    func gateway(for call: Call) -> RPCClient? { gateways[call.region] }

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

    /// The states of those of the other regions that the caller's token covers, by their gateways, in the order of their
    /// codes; a gateway that does not answer is a row, too.
    func regionStatuses(for call: Call) async -> [HealthV1.ProgramStatus] {
        let covered = gateways.filter { call.claims?.covers(region: $0.key) == true }
        return await withTaskGroup(of: (String, [HealthV1.ProgramStatus]).self) { group in
            for (region, gateway) in covered {
                group.addTask { (region, await statuses(of: region, by: gateway, for: call)) }
            }
            var rows: [(String, [HealthV1.ProgramStatus])] = []
            for await row in group { rows.append(row) }
            return rows.sorted { $0.0 < $1.0 }.flatMap(\.1)
        }
    }

    private func statuses(
        of region: String, by gateway: RPCClient, for call: Call
    ) async -> [HealthV1.ProgramStatus] {
        var options = CallOptions(continuing: call)
        options.region = region
        // A tenth of the time stays for the answer's way back.
        options.timeout = min(GatewayLimits.regionStatusTimeout, call.remaining * 0.9)
        options.retry = .never
        do throws(RPCError) {
            // Its own regions are not asked for: two gateways that know each other would ask for ever.
            let answer = try await gateway.call(
                HealthV1.HealthService.getStatus, .init(includeBehind: true), options: options)
            return [answer.program].compactMap(\.self) + answer.behind
        } catch {
            return [HealthV1.ProgramStatus(ServiceName.gateway, of: region, failure: error)]
        }
    }

    func close() async {
        for client in clients.values { await client.close() }
        for gateway in gateways.values { await gateway.close() }
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
            return HealthV1.ProgramStatus(service, of: region, failure: error)
        }
    }
}

extension HealthV1.ProgramStatus {
    /// The row of a program that did not tell its state, with the failure instead.
    fileprivate init(_ service: ServiceName, of region: String, failure: RPCError) {
        self.init(
            program: service.programName, region: region, status: .notServing,
            statusReason: failure.details.reason, statusArguments: failure.details.arguments)
    }
}
