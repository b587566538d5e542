import Synchronization
import Testing

@testable import Transport

@Suite("ListenerWatchdog")
struct ListenerWatchdogTests {
    /// The real fault. It takes luck, since a peer must have left before nng greets it, so peers come
    /// and go until it is there. A version of nng that bears it fails here, and is good news: the
    /// watchdog could go with nng 1.5.
    @Test(
        "a listener that peers broke by leaving in mid-handshake is brought back (nng #1518)",
        arguments: ["ipc", "tcp"])
    func broughtBack(scheme: String) async throws {
        let folder = try TemporaryDirectory()
        let server = try listening(by: scheme, in: folder)
        defer { withExtendedLifetime(server) {} }
        let endpoint = try #require(server.boundEndpoints.first)
        let watchdog = ListenerWatchdog(socket: server, listener: endpoint)
        #expect(await watchdog.check() == .accepting)
        var outcome = ListenerWatchdog.Outcome.accepting
        for _ in 0..<200 where outcome == .accepting {
            for _ in 0..<30 { try RawPeer.connected(to: endpoint).leaveForGood() }
            outcome = await watchdog.check()
        }
        #expect(outcome == .restarted, "no peer broke the listener")
        #expect(await watchdog.check() == .accepting)
        #expect(server.boundEndpoints == [endpoint])
        #expect(try await RequestSocket.dialing(endpoint).call([1]) == [1])
    }

    /// The same without luck. The listener dies just after a probe, which is the worst moment; after
    /// one interval, one probe and one restart it is back, and `withinTenSeconds` adds these up.
    @Test(
        "a listener that is dead for sure is back after one interval, one probe and one restart",
        arguments: ["ipc", "tcp"])
    func deadForSure(scheme: String) async throws {
        let folder = try TemporaryDirectory()
        let server = try listening(by: scheme, in: folder)
        defer { withExtendedLifetime(server) {} }
        let endpoint = try #require(server.boundEndpoints.first)
        let limits = ListenerWatchdog.Limits()
        let watchdog = ListenerWatchdog(socket: server, listener: endpoint, limits: limits)
        let outcomes = Collected<ListenerWatchdog.Outcome>()
        let pauses = Collected<Duration>()
        let answers = Collected<[UInt8]>()
        await watchdog.run(
            sleep: { pause in
                pauses.append(pause)
                switch pauses.values.count {
                case 1:
                    try ListeningDescriptor(at: endpoint).end()
                    let client = try RequestSocket.dialing(endpoint)
                    #expect(await client.failure(of: [1], timeout: .milliseconds(300)) == .timedOut)
                case 2:
                    answers.append(try await RequestSocket.dialing(endpoint).call([2]))
                default: throw CancellationError()
                }
            }, report: { outcomes.append($0) })
        #expect(answers.values == [[2]])
        #expect(outcomes.values == [.accepting, .restarted, .accepting])
        #expect(pauses.values == [limits.interval, limits.interval, limits.interval])
        #expect(server.boundEndpoints == [endpoint])
    }

    private func listening(by scheme: String, in folder: TemporaryDirectory) throws -> ReplySocket {
        let server = try ReplySocket(handler: echo)
        try server.listen(
            on: Endpoint(scheme == "ipc" ? "ipc://\(folder.path)/s" : "tcp://127.0.0.1:0"))
        return server
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

    // The probe has its time twice: for the connection, and for closing what it opened.
    @Test("a listener that stops is back within ten seconds by the default limits")
    func withinTenSeconds() {
        let limits = ListenerWatchdog.Limits()
        #expect(limits.interval + limits.probeTimeout * 2 + limits.restartTimeout <= .seconds(10))
    }
}
