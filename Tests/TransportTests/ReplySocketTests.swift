import Glibc
import Testing

@testable import Transport

@Suite("ReplySocket")
struct ReplySocketTests {
    @Test("a peer that never reads is disconnected, and others are served meanwhile and after")
    func peerThatNeverReads() async throws {
        let folder = try TemporaryDirectory()
        var limits = ReplySocket.Limits()
        limits.sendTimeout = .milliseconds(300)
        limits.exchangesMax = 8
        let server = try ReplySocket(limits: limits) { request, exchange in
            guard request.byteCount == 1 else { return echo(request, exchange) }
            if let reply = try? Message(byteCount: 1 << 20) { exchange.reply(reply) }
        }
        defer { withExtendedLifetime(server) {} }
        try server.listen(on: folder.ipc())
        let client = try RequestSocket.dialing(folder.ipc())
        #expect(try await client.call([1, 2]) == [1, 2])
        let silent = try RawPeer.connected(to: folder.ipc())
        #expect(silent.negotiate(as: .request))
        for id in UInt32(1)...4 { silent.sendMessage(id: id, body: [1]) }
        #expect(try await client.call([3, 4]) == [3, 4])
        #expect(await eventually { server.connectionCount == 1 })
        #expect(try await client.call([5, 6]) == [5, 6])
    }

    @Test("a peer that fills every exchange with replies it does not read is got rid of")
    func peerThatFillsEveryExchange() async throws {
        let folder = try TemporaryDirectory()
        var limits = ReplySocket.Limits()
        limits.sendTimeout = .seconds(3600)
        limits.congestedSendTimeout = .milliseconds(100)
        limits.exchangesMax = 4
        let server = try ReplySocket(limits: limits) { request, exchange in
            guard request.byteCount == 1 else { return echo(request, exchange) }
            if let reply = try? Message(byteCount: 1 << 20) { exchange.reply(reply) }
        }
        defer { withExtendedLifetime(server) {} }
        try server.listen(on: folder.ipc())
        let silent = try RawPeer.connected(to: folder.ipc())
        #expect(silent.negotiate(as: .request))
        for id in UInt32(1)...20 { silent.sendMessage(id: id, body: [1]) }
        let client = try RequestSocket.dialing(folder.ipc())
        #expect(try await client.call([5, 6]) == [5, 6])
        #expect(await eventually { server.connectionCount == 1 })
    }

    // A device that had lost its link kept its connection, until nobody else could have one.
    @Test("the system asks a silent peer whether it is still there")
    func keepalive() async throws {
        let server = try ReplySocket(handler: echo)
        try server.listen(on: Endpoint("tcp://127.0.0.1:0"))
        let endpoint = try #require(server.boundEndpoints.first)
        let client = try RequestSocket.dialing(endpoint)
        #expect(try await client.call([1]) == [1])
        #expect(await eventually { isKeptAlive(on: endpoint) })
        withExtendedLifetime((server, client)) {}
    }

    /// Whether this process has taken a connection on a port, of which the system is to ask.
    private func isKeptAlive(on endpoint: Endpoint) -> Bool {
        (Int32(0)..<1024).contains { descriptor in
            guard let port = port(of: descriptor, getsockname), port == endpoint.port,
                self.port(of: descriptor, getpeername) != nil
            else { return false }
            var isOn: Int32 = 0
            var size = socklen_t(MemoryLayout<Int32>.size)
            return getsockopt(descriptor, SOL_SOCKET, SO_KEEPALIVE, &isOn, &size) == 0 && isOn != 0
        }
    }

    private typealias NameOfSocket = (
        Int32, UnsafeMutablePointer<sockaddr>?, UnsafeMutablePointer<socklen_t>?
    ) -> Int32

    /// The port at one end of an IPv4 socket; nil where the descriptor is none, or has no such end.
    private func port(of descriptor: Int32, _ name: NameOfSocket) -> UInt16? {
        var address = sockaddr_in()
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = withUnsafeMutablePointer(to: &address) { pointer in
            // SAFETY: a sockaddr_in begins as a sockaddr does, and `size` is its own.
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                name(descriptor, $0, &size)
            }
        }
        guard result == 0, address.sin_family == sa_family_t(AF_INET) else { return nil }
        return UInt16(bigEndian: address.sin_port)
    }

    @Test("two sockets cannot have one address")
    func addressInUse() throws {
        let first = try ReplySocket(handler: echo)
        try first.listen(on: Endpoint("tcp://127.0.0.1:0"))
        let second = try ReplySocket(handler: echo)
        let error = #expect(throws: TransportError.self) {
            try second.listen(on: #require(first.boundEndpoints.first))
        }
        #expect(error?.code == .addressInUse)
        #expect(second.boundEndpoints.isEmpty)
    }

    @Test("a socket that closed listens no more")
    func closed() async throws {
        let server = try ReplySocket(handler: echo)
        #expect(await server.close())
        let error = #expect(throws: TransportError.self) {
            defer { withExtendedLifetime(server) {} }
            try server.listen(on: Endpoint("tcp://127.0.0.1:0"))
        }
        #expect(error?.code == .closed)
    }

    @Test("closing reports a deadline that passes while a handler hangs, and ends when it does not")
    func closeDeadline() async throws {
        let folder = try TemporaryDirectory()
        let gate = HandlerGate()
        let server = try ReplySocket { _, _ in gate.hold() }
        defer { withExtendedLifetime(server) {} }
        try server.listen(on: folder.ipc())
        let client = try RequestSocket.dialing(folder.ipc())
        client.send(try Message([1]), timeout: patience) { _ in }
        #expect(await eventually { gate.isHolding })
        #expect(await server.close(within: .milliseconds(50)) == false)
        gate.release()
        #expect(await server.close(within: patience))
    }

    @Test("a socket that is let go closes by itself and frees its address")
    func letGo() async throws {
        let folder = try TemporaryDirectory()
        for _ in 0..<5 {
            let server = try ReplySocket(handler: echo)
            try server.listen(on: folder.ipc())
            _ = consume server
            #expect(await eventually { access("\(folder.path)/s", F_OK) != 0 })
        }
    }
}
