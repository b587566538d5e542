import Testing

@testable import Transport

@Suite("Message size")
struct MessageLimitTests {
    private static let bytesMax = 1000

    private func server(_ endpoint: Endpoint) throws -> ReplySocket {
        var limits = ReplySocket.Limits()
        limits.messageBytesMax = Self.bytesMax
        let server = try ReplySocket(limits: limits, handler: echo)
        try server.listen(on: endpoint)
        return server
    }

    @Test("a request of exactly the limit is served, one byte more closes the connection")
    func serverLimit() async throws {
        let folder = try TemporaryDirectory()
        for url in ["ipc://\(folder.path)/s", "tcp://127.0.0.1:0", "inproc://\(folder.path)"] {
            let server = try server(Endpoint(url))
            defer { withExtendedLifetime(server) {} }
            let client = try RequestSocket.dialing(#require(server.boundEndpoints.first))
            let whole = [UInt8](repeating: 7, count: Self.bytesMax)
            #expect(try await client.call(whole) == whole)
            #expect(await client.failure(of: whole + [7]) == .connectionReset, "\(url)")
            #expect(try await client.call([1]) == [1], "the socket goes on")
        }
    }

    @Test("a request over the client's own limit is not sent")
    func clientLimit() async throws {
        var limits = RequestSocket.Limits()
        limits.messageBytesMax = 10
        let client = try RequestSocket(limits: limits)
        #expect(await client.failure(of: [UInt8](repeating: 0, count: 11)) == .tooLarge)
    }

    @Test("a reply over the client's limit ends the request")
    func replyLimit() async throws {
        let folder = try TemporaryDirectory()
        let server = try ReplySocket { _, exchange in
            if let reply = try? Message(byteCount: 100_000) { exchange.reply(reply) }
        }
        defer { withExtendedLifetime(server) {} }
        try server.listen(on: folder.ipc())
        var limits = RequestSocket.Limits()
        limits.messageBytesMax = Self.bytesMax
        let client = try RequestSocket.dialing(folder.ipc(), limits: limits)
        #expect(await client.failure(of: [1]) == .connectionReset)
    }

    @Test("a claimed length over the limit closes the connection before the bytes come")
    func claimedLength() throws {
        let folder = try TemporaryDirectory()
        let server = try server(folder.ipc())
        defer { withExtendedLifetime(server) {} }
        let peer = try RawPeer.connected(to: folder.ipc())
        #expect(peer.negotiate(as: .request))
        peer.write([1] + [0, 0, 0, 1, 0, 0, 0, 0])
        #expect(peer.read(1) == nil)
    }
}
