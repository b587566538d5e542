extension TLSIdentity {
    /// Whether the three texts can be parsed; whether they belong together only a connection shows.
    ///
    /// - Throws: `notAuthenticated`, mostly.
    public func parse() throws(TransportError) {
        _ = try TLSConfiguration.server(self)
    }

    /// Connects to itself over the loopback interface, which shows all at once that the three texts can
    /// be parsed, that certificate and key belong together, that the authority has signed the
    /// certificate, and that its time has begun and has not passed.
    ///
    /// - Parameters:
    ///   - serverName: a DNS name of the certificate, which must be fit for servers.
    ///   - limit: a handshake takes milliseconds.
    /// - Throws: `notAuthenticated` where this fails, `timedOut`, or what keeps a socket from opening.
    public func prove(
        serverName: String, within limit: Duration = .seconds(5)
    ) async throws(TransportError) {
        let server = try ReplySocket { _, _ in }
        let result = OneShot<TransportError?>()
        let ended = OneShot<Bool>()
        do throws(TransportError) {
            try server.listen(on: Endpoint("tls+tcp://127.0.0.1:0"), tls: self)
            let configuration = try TLSConfiguration.client(self, serverName: serverName)
            let endpoint = server.boundEndpoints[0]
            let hasThread = DetachedThread.start {
                result.resolve(
                    RequestCore.dialFailure(endpoint) { dialer throws(TransportError) in
                        try configuration.set(on: dialer)
                    })
                ended.resolve(true)
            }
            guard hasThread, await OneShot.wait(for: ended, within: limit) else {
                throw TransportError(code: .timedOut, message: "TLS with itself took too long")
            }
            if let failure = await result.value {
                throw TransportError(
                    code: .notAuthenticated,
                    message: "certificate, key and authority do not fit: \(failure.message)")
            }
        } catch {
            _ = await server.close(within: limit)
            throw error
        }
        _ = await server.close(within: limit)
    }
}
