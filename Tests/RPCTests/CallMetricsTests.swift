import Access
import Catalogue
import Messages
import Status
import Testing

@testable import RPC

@Suite struct CallMetricsTests {
    @Test func `calls are counted by method and status, and health apart from the rest`()
        async throws
    {
        let metrics = CallMetrics(methods: TestService.policy.methods)
        let server = try TestServer(limits: .quick, interceptors: [metrics]) { table in
            table.handle(TestService.read) { request, _ in
                if request.name == "bad" { throw RPCError(.notFound, .rpc(.cancelled)) }
                return request
            }
        }
        try await withServer(server) { client in
            for name in ["a", "b", "bad"] {
                _ = await failure {
                    _ = try await client.call(TestService.read, .init(name: name), options: .once)
                }
            }
            #expect(
                await eventually { metrics.snapshot[TestService.read.name]?.calls == 3 })
            let counts = metrics.snapshot[TestService.read.name]
            #expect(counts?.errors == [RPCV1.StatusCode.notFound.rawValue: 1])
            #expect(counts?.latency.count == 3)
            #expect(metrics.total.calls == 3)
        }
    }

    // An idle region was said to need 21 s for half of its calls.
    @Test func `reading a log, which waits for an event, does not count as a slow call`() async {
        func call(_ method: String) -> Call { Call(.init(method: method), startedAt: .now) }
        let metrics = CallMetrics()
        for service in [
            RegistrationV1.RegistrationService.readEvents.name,
            DeduplicationV1.DeduplicationService.readEvents.name,
            DirectoryV1.DirectoryService.readEvents.name,
        ] {
            metrics.end(call(service), error: nil, elapsed: .seconds(20))
            #expect(metrics.snapshot[service]?.calls == 1)
        }
        #expect(metrics.total.calls == 0)
        metrics.end(
            call(RegistrationV1.RegistrationService.getHousehold.name), error: nil,
            elapsed: .seconds(1))
        #expect(metrics.total.calls == 1)
    }

    // Whoever sent some hundred made-up names, without even a token, stopped the counting of real methods.
    @Test func `made-up names are counted together and take no room from real ones`() async throws {
        let metrics = CallMetrics(methods: TestService.policy.methods)
        let server = try TestServer(limits: .quick, interceptors: [metrics]) { table in
            table.handle(TestService.read) { request, _ in request }
        }
        try await withServer(server) { client in
            for number in 0..<300 {
                let madeUp = TestService.Echo(name: "x.y.Z/\(number)", idempotency: .unknown)
                var options = CallOptions.once
                if number.isMultiple(of: 2) { options.authorization = "" }
                _ = await failure { [options] in
                    _ = try await client.call(madeUp, .init(), options: options)
                }
            }
            _ = try await client.call(TestService.read, .init(), options: .once)
            #expect(await eventually { metrics.total.calls == 301 })
        }
        #expect(metrics.snapshot[TestService.read.name]?.calls == 1)
        #expect(metrics.snapshot.count == 2)
    }
}
