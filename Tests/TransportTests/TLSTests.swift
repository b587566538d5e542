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
        let member = member
        let bound = try #require(server.boundEndpoints.first)
        let watchdog = ListenerWatchdog(
            socket: server, listener: bound, dialed: endpoint, tls: member)
        #expect(await watchdog.check() == .accepting)
        try server.restartListener(on: bound)
        #expect(await watchdog.check() == .accepting)
    }

    @Test("a TLS listener on an address is probed under its certificate's name, and no other")
    func watchedUnderName() async throws {
        let member = member
        let bound = try #require(server.boundEndpoints.first)
        let watchdog = ListenerWatchdog(
            socket: server, listener: bound, tls: member, serverName: "localhost")
        #expect(await watchdog.check() == .accepting)
        let misled = ListenerWatchdog(
            socket: server, listener: bound, tls: member, serverName: "other.example.org")
        #expect(await misled.check() == .restarted)
        #expect(await watchdog.check() == .accepting)
    }

    // It took a new program to take a new certificate.
    @Test("a listener takes a renewed identity while it runs, and no connection is closed")
    func listenerRenewed() async throws {
        let former = try RequestSocket.dialing(endpoint, tls: member)
        #expect(try await former.call([1]) == [1])
        let successor = try CertificateAuthority("successor")
        try server.renew(try successor.identity(for: "localhost"))
        let later = try RequestSocket.dialing(
            endpoint, tls: successor.identity(for: "client.example.org"))
        #expect(try await later.call([2]) == [2])
        // Of the former authority, whose members are not let in any more: it has never been away.
        #expect(try await former.call([3]) == [3])
        try await expectRefused(endpoint, as: member, while: later)
    }

    @Test("a listener that is opened again keeps its renewed identity")
    func renewedListenerRestarted() async throws {
        let bound = try #require(server.boundEndpoints.first)
        let successor = try CertificateAuthority("successor")
        try server.renew(try successor.identity(for: "localhost"))
        try server.restartListener(on: bound)
        let later = try RequestSocket.dialing(
            endpoint, tls: successor.identity(for: "client.example.org"))
        #expect(try await later.call([1]) == [1])
    }

    @Test("a dialer takes a renewed identity for its next connection")
    func dialerRenewed() async throws {
        let bound = try #require(server.boundEndpoints.first)
        let client = try RequestSocket.dialing(endpoint, tls: member)
        #expect(try await client.call([1]) == [1])
        let successor = try CertificateAuthority("successor")
        try client.renew(try successor.identity(for: "client.example.org"))
        #expect(try await client.call([2]) == [2])
        try server.renew(try successor.identity(for: "localhost"))
        try server.restartListener(on: bound)
        #expect(await isAnswered(client))
    }

    @Test("an identity that cannot be parsed changes nothing")
    func brokenRenewal() async throws {
        let broken = TLSIdentity(
            authority: member.authority, certificate: member.certificate, privateKey: "SECRET")
        let client = try RequestSocket.dialing(endpoint, tls: member)
        let refusals = [
            #expect(throws: TransportError.self) { try server.renew(broken) },
            #expect(throws: TransportError.self) { try client.renew(broken) },
        ]
        #expect(refusals.allSatisfy { $0?.message.contains("SECRET") == false })
        #expect(try await client.call([1]) == [1])
        #expect(try await RequestSocket.dialing(endpoint, tls: member).call([2]) == [2])
    }

    @Test("an identity proves that its parts fit together and that its time has not passed")
    func proof() async throws {
        func failure(
            _ identity: TLSIdentity, as name: String = "a.example.org"
        ) async -> TransportError.Code? {
            do throws(TransportError) {
                try await identity.prove(serverName: name, within: patience)
                return nil
            } catch {
                return error.code
            }
        }
        let fit = try authority.identity(for: "a.example.org")
        #expect(await failure(fit) == nil)
        #expect(await failure(fit, as: "b.example.org") == .notAuthenticated)
        let other = try authority.identity(for: "a.example.org")
        let stranger = try CertificateAuthority("another").identity(for: "a.example.org")
        let caller = try authority.identity(for: "a.example.org", usage: "clientAuth")
        #expect(await failure(caller) == .notAuthenticated)
        let ended = try authority.identity(for: "a.example.org", days: -1)
        #expect(await failure(ended) == .notAuthenticated)
        let wrongKey = TLSIdentity(
            authority: fit.authority, certificate: fit.certificate, privateKey: other.privateKey)
        #expect(await failure(wrongKey) == .notAuthenticated)
        let wrongAuthority = TLSIdentity(
            authority: stranger.authority, certificate: fit.certificate,
            privateKey: fit.privateKey)
        #expect(await failure(wrongAuthority) == .notAuthenticated)
    }

    /// Whether a request is answered in time, perhaps by another connection than the one that is lost.
    private func isAnswered(_ client: RequestSocket) async -> Bool {
        let end = ContinuousClock.now + patience
        while ContinuousClock.now < end {
            if await client.failure(of: [7], timeout: .seconds(2)) == nil { return true }
        }
        return false
    }

    /// Nothing gets through, while a proper member is served by the same machinery.
    private func expectRefused(
        _ endpoint: Endpoint, as identity: TLSIdentity, while member: RequestSocket? = nil
    ) async throws {
        let client = try RequestSocket.dialing(endpoint, tls: identity)
        #expect(await client.failure(of: [1], timeout: .seconds(1)) != nil)
        #expect(client.connectionCount == 0)
        let served = try member ?? RequestSocket.dialing(self.endpoint, tls: self.member)
        #expect(try await served.call([9]) == [9])
    }
}
