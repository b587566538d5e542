import Catalogue
import Messages
import Status
import TestKit
import Testing

@testable import RPC

@Suite struct RetryTests {
    /// Calls a method whose first runs fail, and tells how often it ran and how the call ended.
    private func outcome(
        of method: TestService.Echo, failing times: Int, with code: RPCV1.StatusCode,
        retry: RetryPolicy = RetryPolicy(baseDelay: .milliseconds(1))
    ) async throws -> (runs: Int, error: RPCError?) {
        let runs = Collected<Int>()
        let server = try TestServer(limits: .quick) { table in
            table.handle(method) { request, _ in
                if runs.append(0) <= times {
                    throw RPCError(code, .rpc(.cancelled))
                }
                return request
            }
        }
        var error: RPCError?
        try await withServer(server) { client in
            error = await failure {
                let options = CallOptions(timeout: patience, retry: retry)
                _ = try await client.call(method, .init(), options: options)
            }
        }
        return (runs.values.count, error)
    }

    @Test(arguments: [TestService.read, TestService.put])
    func `an idempotent call is tried again after a passing failure`(_ method: TestService.Echo)
        async throws
    {
        let result = try await outcome(of: method, failing: 2, with: .unavailable)
        #expect(result.runs == 3)
        #expect(result.error == nil)
    }

    @Test func `a call that may not run twice is tried once`() async throws {
        let result = try await outcome(of: TestService.add, failing: 1, with: .unavailable)
        #expect(result.runs == 1)
        #expect(result.error?.code == .unavailable)
    }

    @Test(
        arguments: [
            RPCV1.StatusCode.internal, .invalidArgument, .notFound, .aborted, .dataLoss,
            .failedPrecondition, .permissionDenied, .deadlineExceeded,
        ])
    func `a lasting failure is not tried again`(_ code: RPCV1.StatusCode) async throws {
        let result = try await outcome(of: TestService.put, failing: 1, with: code)
        #expect(result.runs == 1)
        #expect(result.error?.code == code)
    }

    @Test func `tries end with the policy's count, and the last failure is the caller's`()
        async throws
    {
        let result = try await outcome(of: TestService.put, failing: 9, with: .resourceExhausted)
        #expect(result.runs == RetryPolicy().triesMax)
        #expect(result.error?.code == .resourceExhausted)
    }

    @Test func `a wait never outlasts the caller's time`() async throws {
        let runs = Collected<Int>()
        let server = try TestServer(limits: .quick) { table in
            table.handle(TestService.put) { _, _ in
                runs.append(0)
                throw RPCError(
                    .resourceExhausted, .rpc(.overloaded), arguments: ["seconds": "600"],
                    retryAfter: .seconds(600))
            }
        }
        try await withServer(server) { client in
            let error = await failure {
                _ = try await client.call(TestService.put, .init(), options: .eager)
            }
            #expect(error?.code == .resourceExhausted)
            #expect(runs.values.count == 1)
        }
    }

    @Test func `waits grow, are jittered, and heed what the callee asks`() {
        var random = SeededGenerator(seed: 42)
        let policy = RetryPolicy(triesMax: 30, baseDelay: .milliseconds(10), delayMax: .seconds(1))
        let error = RPCError(.unavailable, .rpc(.cancelled))
        var delays: Set<Duration> = []
        for tries in 1..<30 {
            let ceiling = min(.seconds(1), .milliseconds(10) * (1 << min(tries - 1, 20)))
            guard let delay = policy.delay(after: tries, of: error, using: &random) else {
                Issue.record("no delay after \(tries) tries")
                return
            }
            #expect(delay >= .zero && delay <= ceiling)
            delays.insert(delay)
        }
        #expect(delays.count > 20)
        #expect(policy.delay(after: 30, of: error, using: &random) == nil)
        let asking = RPCError(.unavailable, .rpc(.cancelled), retryAfter: .seconds(7))
        #expect(policy.delay(after: 1, of: asking, using: &random) == .seconds(7))
        let full = RPCError(.resourceExhausted, .storage(.diskFull), retryAfter: .seconds(60))
        #expect(policy.delay(after: 1, of: full, using: &random) == nil, "nobody waits for that")
        #expect(RetryPolicy.never.delay(after: 1, of: error, using: &random) == nil)
    }
}
