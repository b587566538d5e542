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

    private static let reference = "tcp://127.0.0.1:17481"
    private static let referenceRelay = "tcp://127.0.0.1:17483"
    private static let measured = "tcp://127.0.0.1:17482"
    private static let measuredRelay = "tcp://127.0.0.1:17484"

    func run() async throws -> [Figure] {
        let key = SigningKey.generate()
        let issuer = TokenIssuer(key: key, clock: { Timestamp.now().millisecondsSinceEpoch })
        let token = try issuer.issue(
            subject: "benchmark", role: .team, regions: [Echo.region]
        ).token
        let verification = key.verificationKey.text
        let servers = try [
            ["serve-reference", Self.reference],
            ["serve-reference-relay", Self.referenceRelay, Self.reference],
            ["serve-rpc", Self.measured, verification],
            ["serve-relay", Self.measuredRelay, Self.measured, verification],
        ].map(ServerProcess.init)
        defer { for server in servers { server.stop() } }
        let direct = try client(of: Self.measured, token)
        let relayed = try client(of: Self.measuredRelay, token)
        // The envelope carries a token, ids and names; the reference moves as many bytes.
        let bytes = try envelopeBytes(token)
        var figures: [Figure] = []
        for inFlight in [32, 1] {
            figures += try await compare(
                "echo", Self.reference, bytes, inFlight,
                [
                    ("caller on callback threads", { try await callInPlace(direct, $0, inFlight) }),
                    ("caller on the task pool", { try await call(direct, $0, inFlight) }),
                ], target: "at least 0.8 × C over nng")
        }
        for inFlight in [32, 1] {
            figures += try await compare(
                "echo through a gateway", Self.referenceRelay, bytes, inFlight,
                [("caller on callback threads", { try await callInPlace(relayed, $0, inFlight) })],
                target: "beside nng's device in C")
        }
        for client in [direct, relayed] { await client.close() }
        return figures
    }

    private func client(of url: String, _ token: String) throws -> RPCClient {
        try RPCClient(serviceName: "echo", endpoints: [Endpoint(url)], authorization: { token })
    }

    /// The rates of ways to call, each in pairs that alternate with the reference.
    private func compare(
        _ name: String, _ referenceURL: String, _ bytes: Int, _ inFlight: Int,
        _ ways: [(name: String, rate: (Int) async throws -> Double)], target: String
    ) async throws -> [Figure] {
        let count = requests[inFlight] ?? 0
        var reference: [Double] = []
        var rates = [[Double]](repeating: [], count: ways.count)
        for way in ways { _ = try await way.rate(count / 10) }
        for _ in 0..<pairs {
            let seconds = reference_echo_call(
                referenceURL, Int32(count), Int32(inFlight), Int32(bytes))
            guard seconds > 0 else { throw BenchmarkFailure("reference echo: \(seconds)") }
            reference.append(Double(count) / seconds)
            for (index, way) in ways.enumerated() {
                rates[index].append(try await way.rate(count))
            }
        }
        return zip(ways, rates).map { way, rates in
            Figure(
                name: "\(name), \(inFlight) in flight, \(way.name)", value: rates.median,
                unit: "calls/s", reference: reference.median,
                ratio: zip(rates, reference).map { $0 / $1 }.median, target: target)
        }
    }

    /// Calls a second where the caller goes on in the thread that brought the answer, as a gateway does.
    private func callInPlace(
        _ client: RPCClient, _ count: Int, _ inFlight: Int
    ) async throws -> Double {
        try await withTaskExecutorPreference(CallbackExecutor.shared) {
            try await call(client, count, inFlight)
        }
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
