import Synchronization
import Testing

@testable import Transport

/// Connections that end while messages are on them: nng as Debian ships it would now and then, and
/// here nearly always, leave its one reaper waiting for ever.
@Suite("Closing under traffic")
struct TrafficTests {
    @Test("a client that closes under load ends every request once, and the server closes after it")
    func closeUnderLoad() async throws {
        let folder = try TemporaryDirectory()
        for round in 0..<10 {
            let server = try ReplySocket(handler: echo)
            defer { withExtendedLifetime(server) {} }
            try server.listen(on: folder.ipc("\(round)"))
            let client = try RequestSocket.dialing(folder.ipc("\(round)"))
            let outcomes = Collected<Int>()
            for number in 0..<200 {
                client.send(try Message([1]), timeout: patience) { _ in outcomes.append(number) }
            }
            #expect(await client.close(within: patience))
            #expect(await server.close(within: patience))
            #expect(outcomes.values.sorted() == Array(0..<200))
        }
    }

    @Test("peers that go away while their requests are read leave nothing behind")
    func peersGoAway() async throws {
        let folder = try TemporaryDirectory()
        let server = try ReplySocket(handler: echo)
        defer { withExtendedLifetime(server) {} }
        try server.listen(on: folder.ipc())
        for round in 0..<100 {
            let peer = try RawPeer.connected(to: folder.ipc())
            #expect(peer.negotiate(as: .request))
            let body = [UInt8](repeating: 1, count: 500 * (round % 3))
            for id in 0..<UInt32(10 + round % 60) { peer.sendMessage(id: id, body: body) }
            for _ in 0..<(round % 5) { _ = peer.receiveMessage() }
        }
        #expect(await eventually { server.connectionCount == 0 })
        #expect(await server.close(within: patience))
    }

    @Test("a server closes while requests go on coming")
    func serverCloses() async throws {
        let folder = try TemporaryDirectory()
        for round in 0..<10 {
            let server = try ReplySocket(handler: echo)
            defer { withExtendedLifetime(server) {} }
            try server.listen(on: folder.ipc("\(round)"))
            let client = try RequestSocket.dialing(folder.ipc("\(round)"))
            try await underTraffic(of: client) {
                #expect(await server.close(within: patience))
            }
            #expect(await client.close(within: patience))
        }
    }

    @Test("a listener restarts while requests go on coming, and takes them again")
    func listenerRestarts() async throws {
        let folder = try TemporaryDirectory()
        for round in 0..<10 {
            let server = try ReplySocket(handler: echo)
            defer { withExtendedLifetime(server) {} }
            let endpoint = try folder.ipc("\(round)")
            try server.listen(on: endpoint)
            let client = try RequestSocket.dialing(endpoint)
            try await underTraffic(of: client) {
                try server.restartListener(on: endpoint)
                #expect(try await RequestSocket.dialing(endpoint).call([7]) == [7])
            }
            #expect(await client.close(within: patience))
            #expect(await server.close(within: patience))
        }
    }

    /// Runs `body` while 32 requests at a time go through `client`, one after the other, once the
    /// first have been answered.
    private func underTraffic(
        of client: RequestSocket, _ body: () async throws -> Void
    ) async throws {
        let traffic = Traffic(client)
        for _ in 0..<32 { traffic.send() }
        #expect(await eventually { traffic.answered.load(ordering: .relaxed) > 100 })
        try await body()
        traffic.goesOn.store(false, ordering: .relaxed)
    }

    private final class Traffic: Sendable {
        let goesOn = Atomic<Bool>(true)
        let answered = Atomic<Int>(0)
        private let client: RequestSocket

        init(_ client: RequestSocket) {
            self.client = client
        }

        func send() {
            guard goesOn.load(ordering: .relaxed), let request = try? Message([1]) else { return }
            client.send(request, timeout: patience) { [self] outcome in
                guard case .success = outcome else { return }
                answered.add(1, ordering: .relaxed)
                send()
            }
        }
    }
}
