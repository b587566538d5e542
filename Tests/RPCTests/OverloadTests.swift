import Messages
import Status
import Testing

@testable import RPC

@Suite struct OverloadTests {
    /// A server for two calls at once, which wait at the gate.
    private func server(_ gate: Gate, drainTimeout: Duration = patience) throws -> TestServer {
        var limits = ServerLimits()
        limits.callsInFlightMax = 2
        limits.overloadRetryAfter = .milliseconds(1_500)
        limits.drainTimeout = drainTimeout
        return try TestServer(limits: limits) { table in
            table.handle(TestService.read) { request, _ in
                await gate.wait()
                return request
            }
        }
    }

    @Test func `one call too many is told when to come back, and the others go on`() async throws {
        let gate = Gate()
        let server = try server(gate)
        try await withServer(server) { client in
            async let first = client.call(TestService.read, .init(name: "1"), options: .once)
            async let second = client.call(TestService.read, .init(name: "2"), options: .once)
            #expect(await eventually { server.server.callsInFlight == 2 })
            let error = await failure {
                _ = try await client.call(TestService.read, .init(name: "3"), options: .once)
            }
            #expect(error?.code == .resourceExhausted)
            #expect(error?.details.reason == "rpc.overloaded")
            #expect(error?.retryAfter == .milliseconds(1_500))
            await gate.open()
            let names = [try await first.name, try await second.name]
            #expect(names == ["1", "2"])
            let next = try await client.call(TestService.read, .init(name: "3"), options: .once)
            #expect(next.name == "3")
        }
    }

    @Test func `a server that drains ends the running calls and takes no new ones`() async throws {
        let gate = Gate()
        let server = try server(gate)
        let client = try server.client()
        async let running = client.call(TestService.read, .init(name: "1"), options: .once)
        #expect(await eventually { server.server.callsInFlight == 1 })
        async let drained = server.server.drain()
        #expect(
            await eventually {
                let error = await failure {
                    let options = CallOptions(timeout: .seconds(1), retry: .never)
                    _ = try await client.call(TestService.read, .init(), options: options)
                }
                return error?.code == .unavailable && error?.details.retryAfterMilliseconds == 1_500
            })
        await gate.open()
        #expect(try await running.name == "1")
        #expect(await drained)
        await server.server.close()
        await client.close()
    }

    @Test func `a server does not wait for ever for a call that does not end`() async throws {
        let gate = Gate()
        let server = try server(gate, drainTimeout: .milliseconds(200))
        let client = try server.client()
        async let running = failure {
            _ = try await client.call(TestService.read, .init(), options: .once)
        }
        #expect(await eventually { server.server.callsInFlight == 1 })
        let isDrained = await server.server.drain()
        #expect(!isDrained)
        await server.server.close()
        #expect(await running?.code == .unavailable)
        await gate.open()
        await client.close()
    }
}
