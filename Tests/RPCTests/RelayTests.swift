import Catalogue
import Messages
import Status
import Synchronization
import Testing

@testable import RPC

/// How calls are passed on.
@Suite struct RelayTests {
    @Test func relayedCallGoesOnWhereItsAnswerCameIn() async throws {
        let behind = try TestServer { table in
            table.handle(TestService.read) { request, _ async in
                await Task.yield()
                return request
            }
        }
        let onward = try behind.client()
        let isInPlace = Mutex<[Bool]>([])
        let front = try TestServer(authority: behind.authority) { table in
            table.relayAnythingElse { envelope, call in
                let answer = try await onward.forward(envelope, timeout: call.remaining)
                isInPlace.withLock { $0.append(Self.runsInPlace) }
                return answer
            }
            // Work of a service's own stays on the task pool, where it may take its time.
            table.handle(TestService.put) { request, _ async throws in
                await Task.yield()
                isInPlace.withLock { $0.append(Self.runsInPlace) }
                return request
            }
        }
        try await withServer(front) { client in
            let word = RPCV1.Argument(name: "word", value: "dugu")
            let relayed = try await client.call(TestService.read, word, options: .once)
            let own = try await client.call(TestService.put, word, options: .once)
            #expect([relayed, own] == [word, word])
        }
        #expect(isInPlace.withLock { $0 } == [true, false])
        await onward.close()
        await behind.stop()
    }

    @Test func relayedCallsOfManyEndWithTheirOwnAnswers() async throws {
        let behind = try TestServer { table in
            table.handle(TestService.read) { request, call async throws in
                try await Task.sleep(for: .milliseconds(request.value.count % 7))
                guard !request.value.hasSuffix("x") else {
                    throw RPCError(.notFound, .rpc(.malformedRequest))
                }
                return request
            }
        }
        let onward = try behind.client()
        let front = try TestServer(authority: behind.authority) { table in
            table.relayAnythingElse { try await onward.forward($0, timeout: $1.remaining) }
        }
        try await withServer(front) { client in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<100 {
                    group.addTask {
                        let isMissing = number % 5 == 0
                        let word = RPCV1.Argument(
                            name: "\(number)",
                            value: String(repeating: "a", count: number) + (isMissing ? "x" : ""))
                        let failure = await failure {
                            let answer = try await client.call(
                                TestService.read, word, options: .once)
                            #expect(answer == word)
                        }
                        #expect(failure?.code == (isMissing ? .notFound : nil))
                    }
                }
                try await group.waitForAll()
            }
        }
        await onward.close()
        await behind.stop()
    }

    private static var runsInPlace: Bool {
        withUnsafeCurrentTask {
            $0?.unownedTaskExecutor == CallbackExecutor.shared.asUnownedTaskExecutor()
        }
    }
}
