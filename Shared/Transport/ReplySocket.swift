import CNNG
import Synchronization

/// The server's side of request/reply: listens, hands each request to a handler, sends its reply.
///
/// ```swift
/// let server = try ReplySocket(limits: .init(), allowedPeerUserIDs: [1001]) { request, exchange in
///     if let echo = try? Message(request.bytes) { exchange.reply(echo) }
/// }
/// try server.listen(on: Endpoint("ipc:///run/jatigi/echo.sock"), tls: nil)
/// ```
///
/// The handler runs on one of nng's few threads and must not block: it replies at once, or keeps
/// the `Exchange` and replies later from any thread. Closing waits for handlers that are running.
///
/// Ownership: close it once, when the program ends. Letting the last reference go closes it too,
/// on a thread of its own.
public final class ReplySocket: Sendable {
    /// Takes one request. The message is lent for the call; what is needed later is copied.
    public typealias Handler = @Sendable (borrowing Message, Exchange) -> Void

    let core: ReplyCore

    /// Opens the socket; it takes requests once it listens.
    ///
    /// - Parameters:
    ///   - limits: what this socket bears; see `Limits`.
    ///   - allowedPeerUserIDs: the system users whose programs may connect over `ipc`; `nil` for
    ///     whoever can open the socket file. With a list, `tcp` listeners are refused, since nobody
    ///     vouches for a TCP peer; TLS peers are checked by certificate, `inproc` is this process.
    ///   - handler: called on nng's threads, for several requests at once.
    /// - Throws: `outOfResources`, mostly.
    public init(
        limits: Limits = Limits(), allowedPeerUserIDs: Set<UInt32>? = nil,
        handler: @escaping Handler
    ) throws(TransportError) {
        core = try ReplyCore(
            limits: limits, allowedPeerUserIDs: allowedPeerUserIDs, handler: handler)
        try core.startExchanges()
    }

    deinit {
        core.beginClosing()
    }

    /// Listens on one more address; may block for a name lookup.
    ///
    /// - Parameters:
    ///   - endpoint: with port 0 the system chooses one; `boundEndpoints` tells which.
    ///   - tls: required for a TLS endpoint, where every client must show a certificate of the
    ///     identity's authority; `nil` for the others.
    /// - Throws: `addressInUse`, `invalidEndpoint`, `insecureEndpoint`, `notAuthenticated`, `closed`.
    public func listen(on endpoint: Endpoint, tls: TLSIdentity? = nil) throws(TransportError) {
        try core.listeners.add(endpoint, tls: tls)
    }

    /// Where the socket listens, in the order of the calls to `listen`, with real ports.
    public var boundEndpoints: [Endpoint] { core.listeners.boundEndpoints }

    /// Where a listener really is, given the address that was asked for; else that address.
    func bound(_ endpoint: Endpoint) -> Endpoint { core.listeners.bound(endpoint) }

    /// Closes one listener and opens it again with the same options and port.
    ///
    /// The connections that came in through it are closed and come back; requests under way on
    /// them end with `connectionReset` at the client. Blocks for up to two seconds.
    ///
    /// - Throws: `unknownListener`, or what `listen` throws; then a later call tries again.
    public func restartListener(on endpoint: Endpoint) throws(TransportError) {
        try core.listeners.restart(endpoint)
    }

    /// Gives every TLS listener a renewed identity, while it runs: connections that are there stay as
    /// they are, and new ones are made with it, but for perhaps one on each listener, which is still
    /// made with the former.
    ///
    /// - Throws: `notAuthenticated` where the identity cannot be parsed; then nothing has changed.
    public func renew(_ tls: TLSIdentity) throws(TransportError) {
        try core.listeners.renew(tls)
    }

    /// Refuses new connections from now on; those that exist go on until they or the socket close.
    public func stopAccepting() {
        core.gate.stopAccepting()
    }

    /// Connections at this moment, over all listeners.
    public var connectionCount: Int { core.gate.connectionCount }

    /// Closes the socket on a thread of its own: nng's close can hang.
    ///
    /// Replies that wait to be sent are dropped, so drain first. Calling it again waits for the
    /// first close.
    ///
    /// - Returns: false when `deadline` passed first; the close then goes on in the background, and
    ///   the program should end all the same.
    public func close(within deadline: Duration) async -> Bool {
        core.beginClosing()
        return await OneShot.wait(for: core.closed, within: deadline)
    }

    /// Closes within `limits.closeTimeout`.
    public func close() async -> Bool {
        await close(within: core.limits.closeTimeout)
    }
}
