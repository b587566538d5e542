import Messages
import Status
import TestKit
import Testing
import Transport

@testable import RPC

@Suite struct ConnectionTests {
    private func named(
        _ name: String, _ authority: TestAuthority, at endpoint: Endpoint
    ) throws -> TestServer {
        try TestServer(authority: authority, limits: .quick, endpoint: endpoint) { table in
            table.handle(TestService.read) { _, _ in RPCV1.Argument(name: name) }
        }
    }

    @Test func `when one of two servers goes the calls go to the other, and back when it returns`()
        async throws
    {
        let folder = try TemporaryFolder()
        let authority = TestAuthority()
        let endpoints = [
            try Endpoint("ipc://\(folder.path)/a"), try Endpoint("ipc://\(folder.path)/b"),
        ]
        let first = try named("a", authority, at: endpoints[0])
        let second = try named("b", authority, at: endpoints[1])
        let client = try first.client(others: [endpoints[1]])
        await first.stop()
        for _ in 0..<20 {
            let answer = try await client.call(TestService.read, .init(), options: .eager)
            #expect(answer.name == "b")
        }
        let third = try named("c", authority, at: endpoints[0])
        await second.stop()
        #expect(
            await eventually {
                (try? await client.call(TestService.read, .init(), options: .eager))?.name == "c"
            })
        await client.close()
        await third.stop()
    }

    @Test func `a cancelled call ends at once, and the server goes on`() async throws {
        let gate = Gate()
        let ended = Collected<Int>()
        let server = try TestServer(limits: .quick) { table in
            table.handle(TestService.read) { request, _ in
                await gate.wait()
                ended.append(0)
                return request
            }
        }
        try await withServer(server) { client in
            let task = Task {
                await failure {
                    _ = try await client.call(TestService.read, .init(), options: .once)
                }
            }
            #expect(await eventually { server.server.callsInFlight == 1 })
            task.cancel()
            #expect(await task.value?.code == .cancelled)
            #expect(ended.values.isEmpty)
            await gate.open()
            #expect(await eventually { ended.values.count == 1 })
        }
    }

    @Test func `a call whose server goes is UNAVAILABLE and not left to its deadline`() async throws
    {
        let folder = try TemporaryFolder()
        let gate = Gate()
        var limits = ServerLimits()
        limits.drainTimeout = .milliseconds(100)
        let server = try TestServer(limits: limits, endpoint: Endpoint("ipc://\(folder.path)/s")) {
            $0.handle(TestService.add) { request, _ in
                await gate.wait()
                return request
            }
        }
        let client = try server.client()
        async let error = failure {
            _ = try await client.call(TestService.add, .init(), options: .once)
        }
        #expect(await eventually { server.server.callsInFlight == 1 })
        await server.stop()
        #expect(await error?.code == .unavailable)
        #expect(await error?.details.arguments == [.init(name: "service", value: "test")])
        await gate.open()
        await client.close()
    }

    @Test func `a server that is not there is UNAVAILABLE after the connection's own limit`()
        async throws
    {
        let folder = try TemporaryFolder()
        var limits = ClientLimits()
        limits.connectTimeout = .milliseconds(50)
        let client = try RPCClient(
            serviceName: "test", endpoints: [try Endpoint("ipc://\(folder.path)/none")],
            limits: limits)
        let error = await failure {
            _ = try await client.call(TestService.read, .init(), options: .eager)
        }
        #expect(error?.code == .unavailable)
        await client.close()
    }

    @Test func `more calls than a client may have open are told to wait`() async throws {
        let gate = Gate()
        let server = try TestServer(limits: .quick) { table in
            table.handle(TestService.read) { request, _ in
                await gate.wait()
                return request
            }
        }
        var limits = ClientLimits.patient
        limits.callsInFlightMax = 1
        let client = try server.client(limits: limits)
        async let first = client.call(TestService.read, .init(), options: .once)
        #expect(await eventually { server.server.callsInFlight == 1 })
        let error = await failure {
            _ = try await client.call(TestService.read, .init(), options: .once)
        }
        #expect(error?.code == .resourceExhausted)
        await gate.open()
        _ = try await first
        await client.close()
        await server.stop()
    }

    @Test(
        arguments: [
            TransportError.Code.timedOut, .closed, .connectionReset, .refused, .tooLarge, .canceled,
            .addressInUse, .permissionDenied, .tooManyInFlight, .outOfResources, .unexpected,
        ])
    func `every failure of the transport has a status and a text`(_ code: TransportError.Code) {
        let cause = TransportError(code: code, message: "")
        let error = RPCError(transport: cause, serviceName: "test", messageBytesMax: 1)
        #expect(error.code != .ok)
        #expect(!error.message.contains("{"))
    }
}
