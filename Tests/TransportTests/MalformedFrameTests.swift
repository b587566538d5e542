import Testing

@testable import Transport

/// What comes below the envelope from a peer that is no nng, or a broken one: its connection ends or
/// the frame is dropped, and nobody else notices.
@Suite("Malformed frames")
struct MalformedFrameTests {
    /// The eight bytes that a connection begins with.
    private static let headers: [(what: String, bytes: [UInt8])] = [
        ("a peer that replies too", [0, 0x53, 0x50, 0, 0, 0x31, 0, 0]),
        ("a publisher", [0, 0x53, 0x50, 0, 0, 0x20, 0, 0]),
        ("another version", [0, 0x53, 0x50, 1, 0, 0x30, 0, 0]),
        ("a browser", Array("GET / HT".utf8)),
        ("zeros", [0, 0, 0, 0, 0, 0, 0, 0]),
    ]

    /// Frames after a right header, without what a Unix socket puts before each.
    private static let fatalFrames: [(what: String, bytes: [UInt8])] = [
        ("an empty frame", frame([])),
        ("a frame shorter than a request id", frame([0x80, 0, 0])),
        ("a request id without its highest bit", frame([0, 0, 0, 1])),
        ("a body without a request id", frame([1, 2, 3, 4, 5, 6])),
        ("a length over every limit", [0x7F] + [UInt8](repeating: 0xFF, count: 7)),
    ]

    private static func frame(_ payload: [UInt8], claiming count: Int? = nil) -> [UInt8] {
        [0, 0, 0, 0] + withUnsafeBytes(of: UInt32(count ?? payload.count).bigEndian) { [UInt8]($0) }
            + payload
    }

    @Test("a peer that begins otherwise is hung up on", arguments: ["ipc", "tcp"])
    func wrongHeader(scheme: String) async throws {
        try await withServer(scheme) { endpoint in
            for (what, bytes) in Self.headers {
                let peer = try RawPeer.connected(to: endpoint)
                peer.write(bytes)
                // The server greets whoever comes.
                _ = peer.read(8)
                #expect(peer.read(1) == nil, "\(what)")
                #expect(try await RequestSocket.dialing(endpoint).call([1]) == [1], "\(what)")
            }
        }
    }

    @Test(
        "a peer that stops in the middle of its greeting is hung up on", arguments: ["ipc", "tcp"])
    func halfHeader(scheme: String) async throws {
        try await withServer(scheme) { endpoint in
            let peers = try (0..<8).map { _ in try RawPeer.connected(to: endpoint) }
            for (count, peer) in peers.enumerated() {
                peer.write(Array([0, 0x53, 0x50, 0, 0, 0x30, 0, 0].prefix(count)))
            }
            #expect(try await RequestSocket.dialing(endpoint).call([1]) == [1])
            #expect(await eventually { peers.allSatisfy(\.wasHungUpOn) })
        }
    }

    @Test("a frame that holds no request ends its connection", arguments: ["ipc", "tcp"])
    func fatalFrame(scheme: String) async throws {
        try await withServer(scheme) { endpoint in
            var frames = Self.fatalFrames.map { ($0.what, Self.mark(scheme) + $0.bytes) }
            if scheme == "ipc" {
                frames.append(("another kind of frame", [2] + Self.frame([0x80, 0, 0, 1, 7])))
            }
            for (what, bytes) in frames {
                let peer = try RawPeer.connected(to: endpoint)
                #expect(peer.negotiate(as: .request))
                peer.sendMessage(id: 1, body: [1])
                #expect(peer.receiveMessage()?.body == [1])
                peer.write(bytes)
                #expect(peer.read(1) == nil, "\(what)")
                #expect(try await RequestSocket.dialing(endpoint).call([1]) == [1], "\(what)")
            }
        }
    }

    @Test(
        "a frame that was passed on too often is dropped, and its connection goes on",
        arguments: ["ipc", "tcp"])
    func tooManyHops(scheme: String) async throws {
        try await withServer(scheme) { endpoint in
            let peer = try RawPeer.connected(to: endpoint)
            #expect(peer.negotiate(as: .request))
            let hops = [UInt8](repeating: 0, count: 400)
            peer.write(Self.mark(scheme) + Self.frame(hops + [0x80, 0, 0, 1, 7]))
            peer.sendMessage(id: 2, body: [1])
            let answer = try #require(peer.receiveMessage())
            #expect(answer.id == 2 && answer.body == [1])
        }
    }

    @Test(
        "a frame that is cut anywhere is never handled, and its connection goes with its peer",
        arguments: ["ipc", "tcp"])
    func truncated(scheme: String) async throws {
        try await withServer(scheme) { endpoint in
            let whole = Self.mark(scheme) + Self.frame([0x80, 0, 0, 1, 7, 7, 7, 7])
            for count in 0..<whole.count {
                let peer = try RawPeer.connected(to: endpoint)
                #expect(peer.negotiate(as: .request))
                peer.write(Array(whole.prefix(count)))
            }
            #expect(try await RequestSocket.dialing(endpoint).call([1]) == [1])
        }
    }

    /// What nng puts before each frame on a Unix socket.
    private static func mark(_ scheme: String) -> [UInt8] { scheme == "ipc" ? [1] : [] }

    /// Runs `body` beside a client that is served before and after, and expects that nothing but its
    /// requests, which are all `[1]`, was handled and that no connection stays.
    private func withServer(
        _ scheme: String, _ body: (Endpoint) async throws -> Void
    ) async throws {
        let folder = try TemporaryDirectory()
        let handled = Collected<[UInt8]>()
        let server = try ReplySocket { request, exchange in
            handled.append(request.bytes)
            echo(request, exchange)
        }
        defer { withExtendedLifetime(server) {} }
        try server.listen(
            on: Endpoint(scheme == "ipc" ? "ipc://\(folder.path)/s" : "tcp://127.0.0.1:0"))
        let endpoint = try #require(server.boundEndpoints.first)
        let other = try RequestSocket.dialing(endpoint)
        #expect(try await other.call([1]) == [1])
        try await body(endpoint)
        #expect(try await other.call([1]) == [1])
        #expect(await eventually { server.connectionCount == 1 })
        #expect(await other.close(within: patience))
        #expect(await eventually { server.connectionCount == 0 })
        #expect(handled.values.allSatisfy { $0 == [1] })
        #expect(await server.close(within: patience))
    }
}
