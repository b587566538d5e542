import CNNG

/// One address that a socket listens on, with what is needed to open it again.
struct Listener: Sendable {
    enum State: Sendable {
        case listening(nng_listener, bound: Endpoint)
        /// Being closed and opened again by one caller.
        case restarting(bound: Endpoint)
        /// Could not be opened again; the next restart tries.
        case down(bound: Endpoint)
    }

    /// What was asked for; its port may be 0.
    let requested: Endpoint
    var tls: TLSIdentity?
    var state: State
    /// What nng was given for TLS, the current one last. nng 1.5.2 reads it without a lock, so that
    /// none may go while the listener is open; a renewal adds one.
    var configurations: [TLSConfiguration]

    /// Where it really listens: the requested address with the port that the system gave.
    var bound: Endpoint {
        switch state {
        case .listening(_, let bound), .restarting(let bound), .down(let bound): bound
        }
    }

    func answers(to endpoint: Endpoint) -> Bool {
        endpoint == requested || endpoint == bound
    }

    /// Owner and group may connect, others may not: a service's callers share its group.
    static let ipcPermissions: Int32 = 0o660

    /// Creates, configures and starts a listener; nothing is left behind when it throws.
    static func open(
        _ endpoint: Endpoint, tls: TLSIdentity?, on socket: nng_socket, gate: ConnectionGate
    ) throws(TransportError) -> (nng_listener, bound: Endpoint, TLSConfiguration?) {
        var listener = nng_listener()
        try TransportError.check(
            nng_listener_create(&listener, socket, endpoint.description), "listener")
        do throws(TransportError) {
            let configuration = try configure(listener, endpoint, tls)
            if endpoint.scheme == .ipc { gate.registerLocalListener(listener) }
            try TransportError.check(nng_listener_start(listener, 0), "listen")
            return (listener, try boundEndpoint(of: listener, endpoint), configuration)
        } catch {
            nng_listener_close(listener)
            gate.forgetListener(listener)
            throw error
        }
    }

    private static func configure(
        _ listener: nng_listener, _ endpoint: Endpoint, _ tls: TLSIdentity?
    ) throws(TransportError) -> TLSConfiguration? {
        if endpoint.scheme == .tcp || endpoint.scheme == .tls {
            // A device that loses its link says nothing; without this its connection would count for
            // ever. The system's tcp_keepalive_time says when a silent peer is asked.
            try TransportError.check(
                nng_listener_set_bool(listener, NNG_OPT_TCP_KEEPALIVE, true), "keepalive")
        }
        switch (endpoint.scheme, tls) {
        case (.tls, let tls?):
            let configuration = try TLSConfiguration.server(tls)
            try configuration.set(on: listener)
            return configuration
        case (.tls, nil):
            throw TransportError(
                code: .notAuthenticated, message: "a TLS endpoint needs an identity")
        case (_, .some):
            throw TransportError(
                code: .invalidEndpoint, message: "an identity is given for an endpoint without TLS")
        case (.ipc, nil):
            try TransportError.check(
                nng_listener_set_int(listener, NNG_OPT_IPC_PERMISSIONS, ipcPermissions),
                "socket permissions")
        case (.tcp, nil), (.inproc, nil):
            break
        }
        return nil
    }

    private static func boundEndpoint(
        of listener: nng_listener, _ endpoint: Endpoint
    ) throws(TransportError) -> Endpoint {
        guard endpoint.port != nil else { return endpoint }
        var port: Int32 = 0
        try TransportError.check(
            nng_listener_get_int(listener, NNG_OPT_TCP_BOUND_PORT, &port), "bound port")
        return endpoint.replacingPort(UInt16(truncatingIfNeeded: port))
    }
}
