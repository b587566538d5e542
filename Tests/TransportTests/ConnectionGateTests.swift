import Glibc
import Testing

@testable import Transport

@Suite("Who may connect")
struct ConnectionGateTests {
    @Test("a socket file is for its owner and group")
    func permissions() throws {
        let folder = try TemporaryDirectory()
        let server = try ReplySocket(handler: echo)
        defer { withExtendedLifetime(server) {} }
        try server.listen(on: folder.ipc())
        var status = stat()
        #expect(stat("\(folder.path)/s", &status) == 0)
        #expect(status.st_mode & 0o777 == 0o660)
    }

    @Test("a listed user is served")
    func listedUser() async throws {
        let folder = try TemporaryDirectory()
        let server = try ReplySocket(allowedPeerUserIDs: [getuid()], handler: echo)
        defer { withExtendedLifetime(server) {} }
        try server.listen(on: folder.ipc())
        #expect(try await RequestSocket.dialing(folder.ipc()).call([1]) == [1])
    }

    @Test("a user who is not listed is never served, and the connection is closed")
    func unlistedUser() async throws {
        let folder = try TemporaryDirectory()
        let handled = Collected<[UInt8]>()
        let server = try ReplySocket(allowedPeerUserIDs: [getuid() &+ 1]) { request, exchange in
            handled.append(request.bytes)
            echo(request, exchange)
        }
        defer { withExtendedLifetime(server) {} }
        try server.listen(on: folder.ipc())
        let peer = try RawPeer.connected(to: folder.ipc())
        _ = peer.negotiate(as: .request)
        peer.sendMessage(id: 1, body: [1])
        #expect(peer.receiveMessage() == nil)
        #expect(handled.values.isEmpty)
        #expect(server.connectionCount == 0)
    }

    @Test("with a list of users, plain tcp is refused, since nobody vouches for its peers")
    func tcpWithList() throws {
        let server = try ReplySocket(allowedPeerUserIDs: [getuid()], handler: echo)
        let error = #expect(throws: TransportError.self) {
            defer { withExtendedLifetime(server) {} }
            try server.listen(on: Endpoint("tcp://127.0.0.1:0"))
        }
        #expect(error?.code == .insecureEndpoint)
    }

    @Test("connections over the cap are closed, those under it go on, and a freed place is taken")
    func cap() async throws {
        let folder = try TemporaryDirectory()
        var limits = ReplySocket.Limits()
        limits.connectionsMax = 2
        let server = try ReplySocket(limits: limits, handler: echo)
        defer { withExtendedLifetime(server) {} }
        try server.listen(on: folder.ipc())
        let first = try RequestSocket.dialing(folder.ipc())
        let second = try RequestSocket.dialing(folder.ipc())
        #expect(try await first.call([1]) == [1])
        #expect(try await second.call([2]) == [2])
        let third = try RawPeer.connected(to: folder.ipc())
        _ = third.negotiate(as: .request)
        #expect(third.read(1) == nil)
        #expect(server.connectionCount == 2)
        #expect(try await first.call([3]) == [3])
        #expect(await second.close(within: patience))
        #expect(await eventually { server.connectionCount == 1 })
        #expect(try await RequestSocket.dialing(folder.ipc()).call([4]) == [4])
    }

    @Test("after stopAccepting old connections go on and new ones are turned away")
    func stopAccepting() async throws {
        let folder = try TemporaryDirectory()
        let server = try ReplySocket(handler: echo)
        defer { withExtendedLifetime(server) {} }
        try server.listen(on: folder.ipc())
        let old = try RequestSocket.dialing(folder.ipc())
        #expect(try await old.call([1]) == [1])
        server.stopAccepting()
        let new = try RawPeer.connected(to: folder.ipc())
        _ = new.negotiate(as: .request)
        #expect(new.read(1) == nil)
        #expect(try await old.call([2]) == [2])
    }
}
