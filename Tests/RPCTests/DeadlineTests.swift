import Messages
import Status
import Testing

@testable import RPC

@Suite struct DeadlineTests {
    @Test(arguments: [0, 600_001, UInt32.max])
    func `a time limit of nothing or of too much is refused`(_ milliseconds: UInt32) async throws {
        let runs = Collected<Int>()
        let server = try TestServer(limits: .quick) { table in
            table.handle(TestService.read) { request, _ in
                runs.append(0)
                return request
            }
        }
        let envelope = RPCV1.Request(
            method: TestService.read.name, timeoutMilliseconds: milliseconds,
            authorization: try server.authority.token())
        let answer = try await exchange(envelope.encoded(), with: server.endpoint)
        #expect(answer.statusCode == .invalidArgument)
        #expect(answer.details?.reason == "rpc.deadline_missing")
        #expect(runs.values.isEmpty)
        await server.stop()
    }

    @Test func `a call ends with DEADLINE_EXCEEDED when its time is over`() async throws {
        let gate = Gate()
        let server = try TestServer(limits: .quick) { table in
            table.handle(TestService.read) { request, _ in
                await gate.wait()
                return request
            }
        }
        try await withServer(server) { client in
            _ = await eventually { client.isConnected }
            let options = CallOptions(timeout: .milliseconds(100))
            let error = await failure {
                _ = try await client.call(TestService.read, .init(), options: options)
            }
            #expect(error?.code == .deadlineExceeded)
            await gate.open()
        }
    }

    @Test func `a handler that still waits at the caller's deadline is cancelled, and leaves`()
        async throws
    {
        let ends = Collected<Bool>()
        let server = try TestServer(limits: .quick) { table in
            table.handle(TestService.read) { request, _ in
                try? await Task.sleep(for: patience)
                ends.append(Task.isCancelled)
                return request
            }
        }
        try await withServer(server) { client in
            _ = await eventually { client.isConnected }
            let options = CallOptions(timeout: .milliseconds(100), retry: .never)
            _ = await failure {
                _ = try await client.call(TestService.read, .init(), options: options)
            }
            #expect(await eventually { ends.values == [true] && server.server.callsInFlight == 0 })
        }
    }

    @Test func `a handler that ends in time is not cancelled by another's deadline`() async throws {
        let ends = Collected<Bool>()
        let server = try TestServer(limits: .quick) { table in
            table.handle(TestService.read) { request, _ in
                try? await Task.sleep(for: .milliseconds(700))
                ends.append(Task.isCancelled)
                return request
            }
        }
        try await withServer(server) { client in
            _ = await eventually { client.isConnected }
            async let hurried = failure {
                _ = try await client.call(
                    TestService.read, .init(),
                    options: CallOptions(timeout: .milliseconds(50), retry: .never))
            }
            let patient = try await client.call(
                TestService.read, .init(name: "a"), options: CallOptions(timeout: patience))
            #expect(await hurried?.code == .deadlineExceeded)
            #expect(patient.name == "a")
            #expect(await eventually { ends.values.sorted { !$0 && $1 } == [false, true] })
        }
    }

    @Test func `a call with no time left is never sent`() async throws {
        let runs = Collected<Int>()
        let server = try TestServer(limits: .quick) { table in
            table.handle(TestService.read) { request, _ in
                runs.append(0)
                return request
            }
        }
        try await withServer(server) { client in
            let options = CallOptions(timeout: .zero)
            let error = await failure {
                _ = try await client.call(TestService.read, .init(), options: options)
            }
            #expect(error?.code == .deadlineExceeded)
            #expect(runs.values.isEmpty)
        }
    }

    @Test func `the callee is given what is left of the caller's time`() async throws {
        let seen = Collected<Duration>()
        let authority = TestAuthority()
        let inner = try TestServer(authority: authority, limits: .quick) { table in
            table.handle(TestService.read) { request, call in
                seen.append(call.remaining)
                return request
            }
        }
        let link = try inner.client()
        let pause = Duration.milliseconds(200)
        let outer = try TestServer(authority: authority, limits: .quick) { table in
            table.handle(TestService.read) { request, call in
                try await Task.sleep(for: pause)
                return try await link.call(
                    TestService.read, request, options: CallOptions(continuing: call))
            }
        }
        try await withServer(outer) { client in
            let options = CallOptions(timeout: patience, retry: .never)
            _ = try await client.call(TestService.read, .init(), options: options)
        }
        #expect(seen.values.count == 1)
        #expect(seen.values.allSatisfy { $0 > .zero && $0 <= patience - pause })
        await link.close()
        await inner.stop()
    }
}
