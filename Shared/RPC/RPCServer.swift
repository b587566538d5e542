public import Transport

/// Answers calls on one or more endpoints.
public final class RPCServer: Sendable {
    private let dispatcher: CallDispatcher
    private let socket: ReplySocket
    private let limits: ServerLimits

    /// - Parameters:
    ///   - interceptors: what happens around every call, in order.
    ///   - allowedPeerUserIDs: on `ipc`, the system users who may connect; nil for all that the
    ///     socket's mode lets in.
    public init(
        handlers: HandlerTable,
        interceptors: [any ServerInterceptor],
        limits: ServerLimits = ServerLimits(),
        allowedPeerUserIDs: Set<UInt32>? = nil
    ) throws {
        let dispatcher = CallDispatcher(
            handlers: handlers, interceptors: interceptors, limits: limits)
        var socketLimits = ReplySocket.Limits()
        socketLimits.messageBytesMax = limits.messageBytesMax
        socketLimits.exchangesMax = limits.callsInFlightMax + limits.refusalsInFlightMax
        socketLimits.connectionsMax = limits.connectionsMax
        self.socket = try ReplySocket(
            limits: socketLimits, allowedPeerUserIDs: allowedPeerUserIDs
        ) { message, exchange in
            dispatcher.receive(message, exchange)
        }
        self.dispatcher = dispatcher
        self.limits = limits
    }

    /// Starts to accept connections there.
    public func listen(on endpoint: Endpoint, tls: TLSIdentity? = nil) throws {
        try socket.listen(on: endpoint, tls: tls)
    }

    /// Takes a renewed identity for every TLS listener; see ``ReplySocket/renew(_:)``.
    public func renew(_ tls: TLSIdentity) throws {
        try socket.renew(tls)
    }

    /// Where it listens, with real ports.
    public var endpoints: [Endpoint] { socket.boundEndpoints }

    /// Calls in their handlers now.
    public var callsInFlight: Int { dispatcher.callsInFlight }

    /// The most calls that can be.
    public var callsInFlightMax: Int { limits.callsInFlightMax }

    /// Refuses new calls and waits for the running ones, up to the limit.
    ///
    /// - Returns: whether all calls had ended.
    @discardableResult
    public func drain() async -> Bool {
        dispatcher.startDraining()
        return await withTaskGroup(of: Bool.self) { group in
            group.addTask { [dispatcher] in
                await dispatcher.waitUntilIdle()
                return true
            }
            group.addTask { [limits] in
                try? await Task.sleep(for: limits.drainTimeout)
                return false
            }
            let ended = await group.next() ?? false
            if !ended { dispatcher.abandonWaiting() }
            group.cancelAll()
            return ended
        }
    }

    /// Closes the listeners and connections. A program that is also a client closes its clients
    /// first: nng can hang when both ends of a connection close under load.
    ///
    /// - Returns: false when the limit passed first; the program should end all the same.
    @discardableResult
    public func close() async -> Bool {
        await socket.close(within: limits.closeTimeout)
    }
}

extension RPCServer {
    /// Watches one listener and opens it again when it stops; see ``ListenerWatchdog``.
    ///
    /// - Parameters:
    ///   - tls: this program's own identity, for a TLS listener; asked for at each probe.
    ///   - serverName: the DNS name of its certificate.
    public func watchdog(
        for endpoint: Endpoint, tls: @escaping @autoclosure @Sendable () -> TLSIdentity? = nil,
        serverName: @escaping @autoclosure @Sendable () -> String? = nil
    ) -> ListenerWatchdog {
        ListenerWatchdog(socket: socket, listener: endpoint, tls: tls(), serverName: serverName())
    }
}
