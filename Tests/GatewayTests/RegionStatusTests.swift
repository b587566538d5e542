import Access
import Catalogue
import GatewayCore
import Messages
import Operations
import RPC
import Status
import Testing

@testable import GatewayService

@Suite struct RegionStatusTests {
    private let everywhere = HealthV1.GetStatusRequest(includeBehind: true, includeRegions: true)

    /// Another region's gateway, with one program behind it; it knows this region, and would ask it in its turn.
    private static func there(_ table: inout HandlerTable) {
        HealthService { request, _ in
            .init(
                program: .init(program: "jatigi-gateway", region: "ML05", status: .serving),
                behind: request.includeBehind
                    ? [.init(program: "jatigi-registration", region: "ML05")] : [],
                regions: request.includeRegions
                    ? [.init(program: "jatigi-gateway", region: "ML19")] : [])
        }.register(in: &table)
    }

    private func rows(
        _ request: HealthV1.GetStatusRequest, covered: [String] = ["ML19", "ML05"],
        there: @escaping (inout HandlerTable) -> Void = Self.there
    ) async throws -> [HealthV1.ProgramStatus] {
        var rows: [HealthV1.ProgramStatus] = []
        try await withGateway(as: .admin, [], region: there, covered: covered) { client in
            rows = try await client.call(
                HealthV1.HealthService.getStatus, request, options: .once
            ).regions
        }
        return rows
    }

    @Test func `another region's programs are told by its gateway, and no region twice`()
        async throws
    {
        let rows = try await rows(everywhere)
        #expect(rows.map(\.program) == ["jatigi-gateway", "jatigi-registration"])
        #expect(rows.allSatisfy { $0.region == "ML05" } && rows.first?.status == .serving)
        let own = try await self.rows(.init(includeBehind: true))
        #expect(own.isEmpty, "they are asked for apart")
    }

    @Test func `a region that the token does not cover is not told of`() async throws {
        #expect(try await rows(everywhere, covered: ["ML19"]).isEmpty)
    }

    @Test func `a region's gateway that does not answer is a row that says why`() async throws {
        let rows = try await rows(everywhere, there: { _ in })
        #expect(rows.map(\.program) == ["jatigi-gateway"])
        #expect(rows.map(\.region) == ["ML05"] && rows.map(\.status) == [.notServing])
        #expect(rows.first?.statusReason == "rpc.unknown_method")
    }

    @Test func `a door that turns out to be another region's is told as what it said it is`()
        async throws
    {
        let rows = try await rows(everywhere) { table in
            table.handle(HealthV1.HealthService.getStatus) { _, _ in
                throw RPCError(.notFound, .rpc(.wrongRegion), arguments: ["region": "ML19"])
            }
        }
        #expect(rows.map(\.region) == ["ML05"] && rows.map(\.statusReason) == ["rpc.wrong_region"])
        #expect(rows.first?.statusArguments == [.init(name: "region", value: "ML19")])
    }
}
