import Access
import Catalogue
import Messages
import Status
import Testing
import Transport

@testable import RPC

@Suite struct EnvelopeTests {
    private func echoServer(_ limits: ServerLimits = .quick) throws -> TestServer {
        try TestServer(limits: limits) { table in
            table.handle(TestService.read) { request, _ in request }
        }
    }

    private func envelope(_ server: TestServer, payload: [UInt8] = []) throws -> RPCV1.Request {
        RPCV1.Request(
            method: TestService.read.name, payload: payload, timeoutMilliseconds: 60_000,
            authorization: try server.authority.token(),
            requestID: [UInt8](repeating: 7, count: 16))
    }

    @Test(arguments: [[0xFF], [0x0A, 0x7F, 0x01], [UInt8](repeating: 0x80, count: 64)])
    func `a request that is no envelope is answered with INVALID_ARGUMENT`(_ bytes: [UInt8])
        async throws
    {
        let server = try echoServer()
        try await withServer(server) { client in
            let answer = try await exchange(bytes, with: server.endpoint)
            #expect(answer.statusCode == .invalidArgument)
            #expect(answer.details?.reason == "rpc.malformed_request")
            _ = try await client.call(TestService.read, .init(name: "a"), options: .once)
        }
    }

    @Test func `a request that is no envelope is counted, and leaves no call behind`() async throws
    {
        let metrics = CallMetrics(methods: TestService.policy.methods)
        let server = try TestServer(limits: .quick, interceptors: [metrics]) { _ in }
        try await withServer(server) { _ in
            _ = try await exchange([0xFF], with: server.endpoint)
            #expect(
                await eventually {
                    metrics.snapshot["unknown"]?.errors
                        == [RPCV1.StatusCode.invalidArgument.rawValue: 1]
                })
            #expect(await eventually { server.server.callsInFlight == 0 })
        }
    }

    @Test func `an envelope around a broken message is answered with INVALID_ARGUMENT`()
        async throws
    {
        let server = try echoServer()
        try await withServer(server) { _ in
            let bytes = try envelope(server, payload: [0x0A, 0x7F]).encoded()
            let answer = try await exchange(bytes, with: server.endpoint)
            #expect(answer.statusCode == .invalidArgument)
            #expect(answer.details?.reason == "rpc.malformed_request")
        }
    }

    @Test func `an answer carries the id of its request`() async throws {
        let server = try echoServer()
        try await withServer(server) { _ in
            let payload = try RPCV1.Argument(name: "a").encoded()
            let bytes = try envelope(server, payload: payload).encoded()
            let answer = try await exchange(bytes, with: server.endpoint)
            #expect(answer.statusCode == .ok)
            #expect(answer.payload == payload)
            #expect(answer.requestID == [UInt8](repeating: 7, count: 16))
        }
    }

    @Test func `a message over the server's limit loses its connection and no other`() async throws
    {
        var limits = ServerLimits.quick
        limits.messageBytesMax = 1_000
        let server = try echoServer(limits)
        try await withServer(server) { client in
            let bytes = [UInt8](repeating: 0, count: 1_001)
            await #expect(throws: (any Error).self) {
                try await exchange(bytes, with: server.endpoint)
            }
            _ = try await client.call(TestService.read, .init(name: "a"), options: .once)
        }
    }

    @Test func `a request over the client's own limit never leaves it`() async throws {
        let server = try echoServer()
        var limits = ClientLimits.patient
        limits.messageBytesMax = 1_000
        let client = try server.client(limits: limits)
        let big = RPCV1.Argument(value: String(repeating: "x", count: 2_000))
        let error = await failure {
            _ = try await client.call(TestService.read, big, options: .eager)
        }
        #expect(error?.code == .resourceExhausted)
        #expect(error?.details.reason == "rpc.too_large")
        #expect(error?.details.arguments == [RPCV1.Argument(name: "max", value: "1000")])
        await client.close()
        await server.stop()
    }

    @Test func `an answer over the server's limit is told to the caller at once and once`()
        async throws
    {
        let runs = Collected<Int>()
        var limits = ServerLimits.quick
        limits.messageBytesMax = 10_000
        let server = try TestServer(limits: limits) { table in
            table.handle(TestService.read) { _, _ in
                runs.append(0)
                return RPCV1.Argument(value: String(repeating: "x", count: 20_000))
            }
        }
        try await withServer(server) { client in
            let error = await failure {
                _ = try await client.call(TestService.read, .init(), options: .eager)
            }
            #expect(error?.code == .resourceExhausted)
            #expect(error?.details.reason == "rpc.too_large")
            #expect(runs.values.count == 1)
        }
    }

    @Test func `a method that nobody has is UNIMPLEMENTED`() async throws {
        let server = try echoServer()
        try await withServer(server) { client in
            let other = TestService.Echo(
                name: "jatigi.test.v1.TestService/Gone", idempotency: .idempotent)
            let error = await failure {
                _ = try await client.call(other, .init(), options: .once)
            }
            #expect(error?.code == .unimplemented)
            #expect(
                error?.details.arguments == [
                    RPCV1.Argument(name: "method", value: "jatigi.test.v1.TestService/Gone")
                ])
        }
    }

    /// Keeps the errors that calls ended with.
    private final class ErrorKeeper: ServerInterceptor {
        let errors = Collected<RPCError>()

        func end(_ call: Call, error: RPCError?, elapsed: Duration) {
            if let error { errors.append(error) }
        }
    }

    @Test
    func `an unexpected failure tells the caller no more than where to ask, and the log its type`()
        async throws
    {
        struct Failure: Error { let text = "Aminata Guindo" }
        let keeper = ErrorKeeper()
        let server = try TestServer(limits: .quick, interceptors: [keeper]) { table in
            table.handle(TestService.read) { _, _ in throw Failure() }
        }
        try await withServer(server) { _ in
            let bytes = try envelope(server).encoded()
            let answer = try await exchange(bytes, with: server.endpoint)
            #expect(answer.statusCode == .internal)
            #expect(!"\(answer)".contains("Aminata"))
            let reference = String(repeating: "07", count: 16)
            #expect(
                answer.details
                    == RPCV1.ErrorDetails(
                        reason: "rpc.internal",
                        arguments: [.init(name: "reference", value: reference)]))
            #expect(await eventually { keeper.errors.values.map(\.cause) == ["Failure"] })
        }
    }

    @Test func `trace and region travel with the call, and one id with all its tries`() async throws
    {
        let calls = Collected<Call>()
        let server = try TestServer(limits: .quick) { table in
            table.handle(TestService.put) { request, call in
                guard calls.append(call) >= 3 else {
                    throw RPCError(.unavailable, .rpc(.unavailable), arguments: ["service": "x"])
                }
                return request
            }
        }
        try await withServer(server) { client in
            var options = CallOptions.eager
            options.traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
            options.region = "ML19"
            _ = try await client.call(TestService.put, .init(), options: options)
            _ = try await client.call(TestService.put, .init(), options: options)
        }
        #expect(
            calls.values.allSatisfy {
                $0.traceparent == "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
            })
        #expect(calls.values.allSatisfy { $0.region == "ML19" && $0.requestID.count == 16 })
        #expect(Set(calls.values.prefix(3).map(\.requestID)).count == 1)
        #expect(Set(calls.values.map(\.requestID)).count == 2)
    }
}
