import CNNG

/// One reference to an nng TLS configuration, dropped with the object; nng keeps its own.
// SAFETY: nothing changes after `server` or `client` has returned, and nng counts its references
// under a lock of its own.
final class TLSConfiguration: @unchecked Sendable {
    let pointer: OpaquePointer
    /// The name that the other side's certificate must carry; nil at a listener.
    let serverName: String?

    private init(mode: nng_tls_mode, serverName: String? = nil) throws(TransportError) {
        var pointer: OpaquePointer?
        try TransportError.check(nng_tls_config_alloc(&pointer, mode), "TLS configuration")
        guard let pointer else {
            throw TransportError(code: .outOfResources, message: "no TLS configuration")
        }
        self.pointer = pointer
        self.serverName = serverName
    }

    deinit {
        nng_tls_config_free(pointer)
    }

    /// A listener's side: every client must show a certificate of the authority.
    static func server(_ identity: TLSIdentity) throws(TransportError) -> TLSConfiguration {
        let configuration = try TLSConfiguration(mode: NNG_TLS_MODE_SERVER)
        try configuration.load(identity)
        return configuration
    }

    /// A dialer's side. The name is not optional: without it nng accepts any certificate of the
    /// authority, so that one member could pose as every other.
    static func client(
        _ identity: TLSIdentity, serverName: String
    ) throws(TransportError) -> TLSConfiguration {
        let configuration = try TLSConfiguration(
            mode: NNG_TLS_MODE_CLIENT, serverName: serverName)
        try TransportError.check(
            nng_tls_config_server_name(configuration.pointer, serverName), "TLS server name")
        try configuration.load(identity)
        return configuration
    }

    /// Gives a listener this configuration, before it starts or while it runs; see
    /// ``ListenerTable/renew(_:)``.
    func set(on listener: nng_listener) throws(TransportError) {
        try TransportError.check(
            nng_listener_set_ptr(listener, NNG_OPT_TLS_CONFIG, UnsafeMutableRawPointer(pointer)),
            "TLS listener")
    }

    /// Gives a dialer this configuration, before it starts or while it runs; it holds from the next
    /// connection on.
    func set(on dialer: nng_dialer) throws(TransportError) {
        try TransportError.check(
            nng_dialer_set_ptr(dialer, NNG_OPT_TLS_CONFIG, UnsafeMutableRawPointer(pointer)),
            "TLS dialer")
    }

    private func load(_ identity: TLSIdentity) throws(TransportError) {
        try TransportError.check(
            nng_tls_config_ca_chain(pointer, identity.authority, nil), "TLS authority")
        try TransportError.check(
            nng_tls_config_own_cert(pointer, identity.certificate, identity.privateKey, nil),
            "TLS certificate and key")
        try TransportError.check(
            nng_tls_config_auth_mode(pointer, NNG_TLS_AUTH_MODE_REQUIRED), "TLS verification")
    }
}
