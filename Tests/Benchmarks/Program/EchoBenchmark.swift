import Access
import Basics
import CReference
import Foundation
import Messages
import RPC
import Synchronization
import Transport

/// Echo over tcp loopback, server and client in processes of their own: the full RPC stack against
/// plain C over nng, in alternating pairs so that both meet the same noise.
struct EchoBenchmark {
    let pairs: Int
    private let payloadBytes = 100
    /// Short ones, so that both sides of a pair meet the same minute of a machine that is shared.
    private let requests = [32: 20_000, 1: 4_000]

    func run() async throws -> [Figure] {
        let key = SigningKey.generate()
        let issuer = TokenIssuer(key: key, clock: { Timestamp.now().millisecondsSinceEpoch })
        let token = try issuer.issue(
            subject: "benchmark", role: .team, regions: [Echo.region]
        ).token
        let reference = try ServerProcess(["serve-reference", "tcp://127.0.0.1:17481"])
        defer { reference.stop() }
        let measured = try ServerProcess([
            "serve-rpc", "tcp://127.0.0.1:17482", key.verificationKey.text,
        ])
        defer { measured.stop() }
        let client = try RPCClient(
            serviceName: "echo", endpoints: [Endpoint("tcp://127.0.0.1:17482")],
            authorization: { token })
        // The envelope carries a token, ids and names; the reference moves as many bytes.
        let wireBytes = try envelopeBytes(token)
        var figures: [Figure] = []
        for inFlight in [32, 1] {
            let count = requests[inFlight] ?? 0
            var rates: (inline: [Double], pooled: [Double], reference: [Double]) = ([], [], [])
            _ = try await call(client, count / 10, inFlight)
            for _ in 0..<pairs {
                let seconds = reference_echo_call(
                    "tcp://127.0.0.1:17481", Int32(count), Int32(inFlight), Int32(wireBytes))
                guard seconds > 0 else { throw BenchmarkFailure("reference echo: \(seconds)") }
                rates.reference.append(Double(count) / seconds)
                rates.inline.append(
                    try await withTaskExecutorPreference(CallbackExecutor.shared) {
                        try await call(client, count, inFlight)
                    })
                rates.pooled.append(try await call(client, count, inFlight))
            }
            for (name, measured) in [
                ("on callback threads", rates.inline), ("on the task pool", rates.pooled),
            ] {
                figures.append(
                    Figure(
                        name: "echo, \(inFlight) in flight, caller \(name)", value: measured.median,
                        unit: "calls/s", reference: rates.reference.median,
                        ratio: zip(measured, rates.reference).map { $0 / $1 }.median,
                        target: "at least 0.8 × C over nng"))
            }
        }
        await client.close()
        return figures
    }

    /// Calls a second.
    private func call(_ client: RPCClient, _ count: Int, _ inFlight: Int) async throws -> Double {
        let payload = RegistrationV1.GetBatchRequest(
            batchID: [UInt8](repeating: 7, count: payloadBytes))
        let left = Countdown(count)
        let start = ContinuousClock.now
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<inFlight {
                group.addTask {
                    while left.next() {
                        let answer = try await client.call(Echo.method, payload)
                        guard answer == payload else { throw BenchmarkFailure("wrong echo") }
                    }
                }
            }
            try await group.waitForAll()
        }
        return Double(count) / ((ContinuousClock.now - start) / .seconds(1))
    }

    private func envelopeBytes(_ token: String) throws -> Int {
        try RPCV1.Request(
            method: Echo.method.name, payload: [UInt8](repeating: 7, count: payloadBytes + 2),
            timeoutMilliseconds: 10_000, authorization: token,
            requestID: [UInt8](repeating: 1, count: 16)
        ).encoded().count
    }
}

/// Gives out a number of turns to several tasks.
final class Countdown: Sendable {
    private let left: Atomic<Int>

    init(_ count: Int) { left = Atomic(count) }

    /// Whether there was one more turn.
    func next() -> Bool { nextIndex() != nil }

    /// A number of turns left, each given out once, from the highest to 0; nil when there are none.
    func nextIndex() -> Int? {
        let index = left.subtract(1, ordering: .relaxed).newValue
        return index >= 0 ? index : nil
    }
}

/// A benchmark that cannot be taken for a figure.
struct BenchmarkFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

/// This program again, as a server.
final class ServerProcess {
    private let process = Process()

    init(_ arguments: [String]) throws {
        process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        process.arguments = arguments
        try process.run()
    }

    func stop() {
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }
}
