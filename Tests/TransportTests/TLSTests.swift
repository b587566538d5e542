import Testing

@testable import Transport

@Suite("TLS")
struct TLSTests {
    private let authority: CertificateAuthority
    private let member: TLSIdentity
    private let server: ReplySocket
    private let endpoint: Endpoint

    init() throws {
        authority = try CertificateAuthority("test authority")
        member = try authority.identity(for: "client.example.org")
        server = try ReplySocket(handler: echo)
        try server.listen(
            on: Endpoint("tls+tcp://127.0.0.1:0"), tls: authority.identity(for: "localhost"))
        let port = try #require(server.boundEndpoints.first?.port)
        endpoint = try Endpoint("tls+tcp://localhost:\(port)")
    }

    @Test("two members of one authority talk when the server's name is right")
    func bothProved() async throws {
        let client = try RequestSocket.dialing(endpoint, tls: member)
        #expect(try await client.call([1, 2]) == [1, 2])
    }

    @Test("a server with another name's certificate of the same authority is refused")
    func wrongName() async throws {
        let impostor = try ReplySocket(handler: echo)
        try impostor.listen(
            on: Endpoint("tls+tcp://127.0.0.1:0"),
            tls: authority.identity(for: "other.example.org"))
        defer { withExtendedLifetime(impostor) {} }
        let port = try #require(impostor.boundEndpoints.first?.port)
        try await expectRefused(endpoint.replacingPort(port), as: member)
    }

    @Test("a client of another authority is refused")
    func clientOfOtherAuthority() async throws {
        let stranger = try CertificateAuthority("another").identity(for: "client.example.org")
        let mixed = TLSIdentity(
            authority: member.authority, certificate: stranger.certificate,
            privateKey: stranger.privateKey)
        try await expectRefused(endpoint, as: mixed)
    }

    @Test("a server of another authority is refused")
    func serverOfOtherAuthority() async throws {
        let stranger = try CertificateAuthority("another").identity(for: "client.example.org")
        let mixed = TLSIdentity(
            authority: stranger.authority, certificate: member.certificate,
            privateKey: member.privateKey)
        try await expectRefused(endpoint, as: mixed)
    }

    @Test(
        "what fails is told: nobody listens, the name is another's, the authority is a stranger's")
    func dialFailures() async throws {
        func failure(_ endpoint: Endpoint, _ identity: TLSIdentity) async -> TransportError.Code? {
            await RequestSocket.dialFailure(endpoint, tls: identity, within: .seconds(60))?.code
        }
        #expect(await failure(endpoint, member) == nil)
        let impostor = try ReplySocket(handler: echo)
        try impostor.listen(
            on: Endpoint("tls+tcp://127.0.0.1:0"),
            tls: authority.identity(for: "other.example.org"))
        let port = try #require(impostor.boundEndpoints.first?.port)
        let elsewhere = endpoint.replacingPort(port)
        #expect(await failure(elsewhere, member) == .notAuthenticated)
        #expect(await impostor.close())
        #expect(await failure(elsewhere, member) == .refused)
        let stranger = try CertificateAuthority("another").identity(for: "client.example.org")
        let mixed = TLSIdentity(
            authority: stranger.authority, certificate: member.certificate,
            privateKey: member.privateKey)
        #expect(await failure(endpoint, mixed) == .notAuthenticated)
    }

    @Test("an address without a name is not dialed")
    func needsName() throws {
        let client = try RequestSocket()
        let error = #expect(throws: TransportError.self) {
            try client.dial(#require(server.boundEndpoints.first), tls: member)
        }
        #expect(error?.code == .invalidEndpoint)
    }

    @Test("an identity is required for TLS and refused without it")
    func identityMatchesScheme() throws {
        let client = try RequestSocket()
        let missing = #expect(throws: TransportError.self) { try client.dial(endpoint) }
        #expect(missing?.code == .notAuthenticated)
        let extra = #expect(throws: TransportError.self) {
            try client.dial(Endpoint("tcp://127.0.0.1:1"), tls: member)
        }
        #expect(extra?.code == .invalidEndpoint)
        let listener = #expect(throws: TransportError.self) {
            try ReplySocket(handler: echo).listen(on: Endpoint("tls+tcp://127.0.0.1:0"))
        }
        #expect(listener?.code == .notAuthenticated)
    }

    @Test("a key that does not parse is refused when the socket listens, without being quoted")
    func malformedKey() throws {
        let broken = TLSIdentity(
            authority: member.authority, certificate: member.certificate, privateKey: "SECRET")
        let error = #expect(throws: TransportError.self) {
            try ReplySocket(handler: echo).listen(
                on: Endpoint("tls+tcp://127.0.0.1:0"), tls: broken)
        }
        #expect(error?.message.contains("SECRET") == false)
        #expect("\(broken)\(String(reflecting: broken))".contains("SECRET") == false)
    }

    @Test("a TLS listener is probed and restarted like any other")
    func watched() async throws {
        let bound = try #require(server.boundEndpoints.first)
        let watchdog = ListenerWatchdog(
            socket: server, listener: bound, dialed: endpoint, tls: member)
        #expect(await watchdog.check() == .accepting)
        try server.restartListener(on: bound)
        #expect(await watchdog.check() == .accepting)
    }

    @Test("a TLS listener on an address is probed under its certificate's name, and no other")
    func watchedUnderName() async throws {
        let bound = try #require(server.boundEndpoints.first)
        let watchdog = ListenerWatchdog(
            socket: server, listener: bound, tls: member, serverName: "localhost")
        #expect(await watchdog.check() == .accepting)
        let misled = ListenerWatchdog(
            socket: server, listener: bound, tls: member, serverName: "other.example.org")
        #expect(await misled.check() == .restarted)
        #expect(await watchdog.check() == .accepting)
    }

    /// Nothing gets through, while a proper member is served by the same machinery.
    private func expectRefused(_ endpoint: Endpoint, as identity: TLSIdentity) async throws {
        let client = try RequestSocket.dialing(endpoint, tls: identity)
        #expect(await client.failure(of: [1], timeout: .seconds(1)) != nil)
        #expect(client.connectionCount == 0)
        #expect(try await RequestSocket.dialing(self.endpoint, tls: member).call([9]) == [9])
    }
}
