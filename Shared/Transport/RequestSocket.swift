import CNNG

/// The client's side of request/reply: dials, sends requests, delivers each reply to its sender.
///
/// ```swift
/// let client = try RequestSocket(limits: .init())
/// try client.dial(Endpoint("ipc:///run/jatigi/echo.sock"), tls: nil)
/// client.send(try Message([1, 2, 3]), timeout: .seconds(2)) { result in … }
/// ```
///
/// With several dialed endpoints nng sends each request to one that is ready. Nothing is ever sent
/// twice: when a connection is lost the request ends with `connectionReset`, and the layer above
/// knows whether it may try again.
///
/// Ownership: close it once. Letting the last reference go closes it too, on a thread of its own.
public final class RequestSocket: Sendable {
    /// Takes the outcome of one request; called exactly once, on a thread of nng's, and must not
    /// block it.
    public typealias Completion =
        @Sendable (consuming Result<Message, TransportError>) -> Void

    let core: RequestCore

    /// Opens the socket; requests wait, within their timeout, until a connection is there.
    ///
    /// - Throws: `outOfResources`, mostly.
    public init(limits: Limits = Limits()) throws(TransportError) {
        core = try RequestCore(limits: limits)
    }

    deinit {
        core.beginClosing()
    }

    /// Begins to connect and returns; nng tries again, ever more slowly, for as long as it takes.
    ///
    /// - Parameters:
    ///   - endpoint: a TLS endpoint needs a DNS name, which the server's certificate must carry.
    ///   - tls: required for a TLS endpoint, `nil` for the others.
    ///   - serverName: the name that a TLS server's certificate must carry, where that is not the
    ///     endpoint's host: a program that dials its own listener by address knows the name.
    /// - Throws: `invalidEndpoint`, `notAuthenticated`, `closed`.
    public func dial(
        _ endpoint: Endpoint, tls: TLSIdentity? = nil, serverName: String? = nil
    ) throws(TransportError) {
        try core.dial(endpoint, tls: tls, serverName: serverName)
    }

    /// Gives every TLS dialer a renewed identity: connections that are there stay as they are, the
    /// next ones are made with it.
    ///
    /// - Throws: `notAuthenticated` where the identity cannot be parsed.
    public func renew(_ tls: TLSIdentity) throws(TransportError) {
        try core.tlsDialers.renew(tls)
    }

    /// Sends one request.
    ///
    /// - Parameters:
    ///   - request: handed over, whatever the outcome.
    ///   - timeout: for all of it: waiting for a connection, sending, and the reply.
    ///   - completion: gets the reply or `timedOut`, `connectionReset`, `tooLarge`, `canceled`,
    ///     `tooManyInFlight` or `closed`.
    @discardableResult
    public func send(
        _ request: consuming Message, timeout: Duration, completion: @escaping Completion
    ) -> PendingRequest {
        core.send(request, timeout: timeout, completion: completion)
    }

    /// Connections at this moment, over all dialed endpoints.
    public var connectionCount: Int { core.gate.connectionCount }

    /// Waits until there is a connection; false when `limit` passed first or the socket closed.
    ///
    /// A server that turns this program away may do so just after the connection is made.
    public func connected(within limit: Duration) async -> Bool {
        let event = core.gate.connection()
        let isConnected = await OneShot.wait(for: event, within: limit)
        event.resolve(false)
        return isConnected
    }

    /// Tries once more to connect, apart from every socket, and says what fails: a dialer tries again
    /// and again and keeps to itself whether nobody listens or the two do not trust each other.
    ///
    /// - Returns: nil where the connection can be made, or `limit` passes first.
    public static func dialFailure(
        _ endpoint: Endpoint, tls: TLSIdentity?, within limit: Duration
    ) async -> TransportError? {
        let result = OneShot<TransportError?>()
        let ended = OneShot<Bool>()
        let hasThread = DetachedThread.start {
            result.resolve(
                RequestCore.dialFailure(endpoint) { dialer throws(TransportError) in
                    _ = try RequestCore.configure(dialer, endpoint, tls, nil)
                })
            ended.resolve(true)
        }
        guard hasThread, await OneShot.wait(for: ended, within: limit) else { return nil }
        return await result.value
    }

    /// Closes the socket on a thread of its own; requests under way end with `closed`.
    ///
    /// - Returns: false when `deadline` passed first; the close then goes on in the background.
    public func close(within deadline: Duration) async -> Bool {
        core.beginClosing()
        return await OneShot.wait(for: core.closed, within: deadline)
    }
}
