import Synchronization
import Testing

@testable import Transport

@Suite("ListenerWatchdog")
struct ListenerWatchdogTests {
    private static let quick: ListenerWatchdog.Limits = {
        var limits = ListenerWatchdog.Limits()
        limits.probeTimeout = .seconds(1)
        return limits
    }()

    @Test(
        "a listener that peers broke by leaving in mid-handshake is brought back (nng #1518)",
        arguments: ["ipc", "tcp"])
    func broughtBack(scheme: String) async throws {
        let folder = try TemporaryDirectory()
        let server = try ReplySocket(handler: echo)
        defer { withExtendedLifetime(server) {} }
        try server.listen(
            on: Endpoint(scheme == "ipc" ? "ipc://\(folder.path)/s" : "tcp://127.0.0.1:0"))
        let endpoint = try #require(server.boundEndpoints.first)
        let watchdog = ListenerWatchdog(socket: server, listener: endpoint, limits: Self.quick)
        #expect(await watchdog.check() == .accepting)
        for _ in 0..<30 { _ = try RawPeer.connected(to: endpoint) }
        // Newer versions of nng survive this; either way the listener accepts in the end.
        let outcome = await watchdog.check()
        #expect(outcome == .restarted || outcome == .accepting)
        #expect(await watchdog.check() == .accepting)
        #expect(server.boundEndpoints == [endpoint])
        #expect(try await RequestSocket.dialing(endpoint).call([1]) == [1])
    }

    @Test("a probe that fails restarts the listener, at the same address, and clients come back")
    func restarts() async throws {
        let folder = try TemporaryDirectory()
        for url in ["ipc://\(folder.path)/s", "tcp://127.0.0.1:0"] {
            let server = try ReplySocket(handler: echo)
            defer { withExtendedLifetime(server) {} }
            try server.listen(on: Endpoint(url))
            let bound = server.boundEndpoints
            let client = try RequestSocket.dialing(#require(bound.first))
            #expect(try await client.call([1]) == [1])
            let watchdog = ListenerWatchdog(
                socket: server, listener: try Endpoint(url), dialed: bound.first
            ) { _, _ in false }
            #expect(await watchdog.check() == .restarted)
            #expect(watchdog.lastSuccess == nil)
            #expect(server.boundEndpoints == bound)
            #expect(await isAnsweredAgain(client))
        }
    }

    /// The first request after a restart may still meet the old connection.
    private func isAnsweredAgain(_ client: RequestSocket) async -> Bool {
        for _ in 0..<10 where await client.failure(of: [2]) == nil { return true }
        return false
    }

    @Test("a restart that fails is reported, and the next check tries again")
    func restartFails() async throws {
        let folder = try TemporaryDirectory()
        let server = try ReplySocket(handler: echo)
        defer { withExtendedLifetime(server) {} }
        try server.listen(on: folder.ipc())
        let watchdog = ListenerWatchdog(socket: server, listener: try folder.ipc("other")) {
            _, _ in false
        }
        guard case .restartFailed(let error) = await watchdog.check() else {
            Issue.record("the listener does not exist")
            return
        }
        #expect(error.code == .unknownListener)
    }

    @Test("it checks at once, then after each interval, and ends with its task")
    func runs() async throws {
        let folder = try TemporaryDirectory()
        let server = try ReplySocket(handler: echo)
        defer { withExtendedLifetime(server) {} }
        try server.listen(on: folder.ipc())
        let answers = Mutex([true, false, true])
        let watchdog = ListenerWatchdog(socket: server, listener: try folder.ipc()) { _, _ in
            answers.withLock { $0.removeFirst() }
        }
        let outcomes = Collected<ListenerWatchdog.Outcome>()
        let pauses = Collected<Duration>()
        await watchdog.run(
            sleep: { pause in
                pauses.append(pause)
                if pauses.values.count == 3 { throw CancellationError() }
            }, report: { outcomes.append($0) })
        #expect(outcomes.values == [.accepting, .restarted, .accepting])
        #expect(pauses.values == [.seconds(3), .seconds(3), .seconds(3)])
        #expect(watchdog.lastSuccess != nil)
    }

    @Test("a listener that stops is back within ten seconds by the default limits")
    func withinTenSeconds() {
        let limits = ListenerWatchdog.Limits()
        #expect(limits.interval + limits.probeTimeout + limits.restartTimeout <= .seconds(10))
    }
}
