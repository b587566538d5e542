import CNNG

/// One reference to an nng TLS configuration, dropped when the value goes; nng keeps its own.
struct TLSConfiguration: ~Copyable {
    let pointer: OpaquePointer

    private init(mode: nng_tls_mode) throws(TransportError) {
        var pointer: OpaquePointer?
        try TransportError.check(nng_tls_config_alloc(&pointer, mode), "TLS configuration")
        guard let pointer else {
            throw TransportError(code: .outOfResources, message: "no TLS configuration")
        }
        self.pointer = pointer
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
        let configuration = try TLSConfiguration(mode: NNG_TLS_MODE_CLIENT)
        try TransportError.check(
            nng_tls_config_server_name(configuration.pointer, serverName), "TLS server name")
        try configuration.load(identity)
        return configuration
    }

    private borrowing func load(_ identity: TLSIdentity) throws(TransportError) {
        try TransportError.check(
            nng_tls_config_ca_chain(pointer, identity.authority, nil), "TLS authority")
        try TransportError.check(
            nng_tls_config_own_cert(pointer, identity.certificate, identity.privateKey, nil),
            "TLS certificate and key")
        try TransportError.check(
            nng_tls_config_auth_mode(pointer, NNG_TLS_AUTH_MODE_REQUIRED), "TLS verification")
    }
}
