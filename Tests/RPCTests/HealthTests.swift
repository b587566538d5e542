import Access
import Messages
import Status
import Testing

@testable import RPC

@Suite struct HealthTests {
    private typealias Service = HealthV1.HealthService

    private func server(_ health: HealthService) throws -> TestServer {
        try TestServer(policy: .standard, limits: .quick) { table in
            table.registerReflection()
            health.register(in: &table)
        }
    }

    private func healthService() -> HealthService {
        HealthService { request, _ in
            .init(
                program: .init(program: "jatigi-test"),
                behind: request.includeBehind ? [.init()] : [])
        }
    }

    @Test func `anybody may ask whether the program serves`() async throws {
        let health = healthService()
        let server = try server(health)
        try await withServer(server, token: "") { client in
            let before = try await client.call(Service.check, .init(), options: .once)
            #expect(before.status == .notServing)
            health.set(.serving)
            for service in ["", Service.name, RPCV1.ReflectionService.name] {
                let answer = try await client.call(
                    Service.check, .init(service: service), options: .once)
                #expect(answer.status == .serving)
            }
            let unknown = await failure {
                _ = try await client.call(Service.check, .init(service: "x"), options: .once)
            }
            #expect(unknown?.code == .notFound)
            #expect(unknown?.details.reason == "rpc.unknown_service")
        }
    }

    @Test func `only administrators and programs see the list and the state`() async throws {
        let server = try server(healthService())
        for role in Role.allCases {
            let client = try server.client(token: server.authority.token(role))
            let list = await failure {
                _ = try await client.call(Service.list, .init(), options: .once)
            }
            let state = await failure {
                _ = try await client.call(Service.getStatus, .init(), options: .once)
            }
            let isAllowed = role == .admin || role == .service
            #expect((list == nil) == isAllowed, "\(role)")
            #expect((state == nil) == isAllowed, "\(role)")
            await client.close()
        }
        await server.stop()
    }

    @Test func `the list names every service, and the state what lies behind if asked`()
        async throws
    {
        let server = try server(healthService())
        try await withServer(server, token: server.authority.token(.admin)) { client in
            let list = try await client.call(Service.list, .init(), options: .once)
            #expect(
                Set(list.services.map(\.service)) == [Service.name, RPCV1.ReflectionService.name])
            let alone = try await client.call(Service.getStatus, .init(), options: .once)
            #expect(alone.program?.program == "jatigi-test" && alone.behind.isEmpty)
            let all = try await client.call(
                Service.getStatus, .init(includeBehind: true), options: .once)
            #expect(all.behind.count == 1)
        }
    }

    @Test func `reflection gives the whole contract to whoever has a token`() async throws {
        let server = try server(healthService())
        try await withServer(server, token: server.authority.token(.viewer)) { client in
            let answer = try await client.call(
                RPCV1.ReflectionService.getDescriptorSet, .init(), options: .once)
            #expect(answer.fileDescriptorSet == ContractDescriptor.fileDescriptorSet)
            #expect(answer.fileDescriptorSet.count > 1_000)
        }
        let refused = try TestServer(policy: .standard, limits: .quick) { $0.registerReflection() }
        try await withServer(refused, token: "") { client in
            let error = await failure {
                _ = try await client.call(
                    RPCV1.ReflectionService.getDescriptorSet, .init(), options: .once)
            }
            #expect(error?.code == .unauthenticated)
        }
    }
}
