import CNNG
import Glibc
import Synchronization

/// What the handle, the contexts and nng's threads share of one request socket.
///
/// Lifetime: the contexts refer to the core and the core to them, until closing has stopped every
/// operation and breaks the circle.
final class RequestCore: Sendable {
    /// How often closing looks whether the last completion has run. Only the exit path waits, and
    /// so the path of every request needs no condition variable.
    private static let drainPauseMicroseconds: UInt32 = 1000

    private struct Pool {
        var all: [RequestContext] = []
        var idle: [RequestContext] = []
    }

    let socket: nng_socket
    let limits: RequestSocket.Limits
    let gate: ConnectionGate
    let closed = OneShot<Bool>()
    let tlsDialers = TLSDialers()
    private let closing = Atomic<Bool>(false)
    /// Callbacks of failed requests that are running.
    private let failing = Atomic<Int>(0)
    private let pool = Mutex(Pool())
    /// The context that came back last, as its address, or 0: beside the pool, because an answer is
    /// mostly followed by the next request, and threads would queue for the pool's lock. The pool's
    /// list of all keeps it alive.
    private let lastBack = Atomic<UInt>(0)

    init(limits: RequestSocket.Limits) throws(TransportError) {
        precondition(limits.messageBytesMax > 0 && limits.inFlightMax > 0)
        var socket = nng_socket()
        try TransportError.check(nng_req0_open(&socket), "request socket")
        let gate = ConnectionGate(connectionsMax: .max, allowedPeerUserIDs: nil)
        do throws(TransportError) {
            try Self.configure(socket, limits)
            try gate.watch(socket)
        } catch {
            nng_close(socket)
            throw error
        }
        self.socket = socket
        self.limits = limits
        self.gate = gate
    }

    private static func configure(
        _ socket: nng_socket, _ limits: RequestSocket.Limits
    ) throws(TransportError) {
        let receiveBytesMax = limits.messageBytesMax + ReplyCore.headerBytes
        try TransportError.check(
            nng_socket_set_size(socket, NNG_OPT_RECVMAXSZ, receiveBytesMax), "receive limit")
        try TransportError.check(
            nng_socket_set_ms(socket, NNG_OPT_REQ_RESENDTIME, NNG_DURATION_INFINITE),
            "resend time")
        try TransportError.check(
            nng_socket_set_ms(socket, NNG_OPT_RECONNMINT, limits.reconnectMin.nngMilliseconds),
            "reconnect time")
        try TransportError.check(
            nng_socket_set_ms(socket, NNG_OPT_RECONNMAXT, limits.reconnectMax.nngMilliseconds),
            "reconnect time")
    }

    func dial(
        _ endpoint: Endpoint, tls: TLSIdentity?, serverName: String?
    ) throws(TransportError) {
        var dialer = nng_dialer()
        try TransportError.check(
            nng_dialer_create(&dialer, socket, endpoint.description), "dialer")
        do throws(TransportError) {
            let configuration = try Self.configure(dialer, endpoint, tls, serverName)
            try TransportError.check(
                nng_dialer_start(dialer, Int32(NNG_FLAG_NONBLOCK)), "dial")
            if let configuration { tlsDialers.add(dialer, configuration) }
        } catch {
            nng_dialer_close(dialer)
            throw error
        }
    }

    /// Dials once, by a socket of its own, and says why that fails; nil where it does not. Blocks for
    /// as long as the system tries to connect.
    static func dialFailure(
        _ endpoint: Endpoint, configure: (nng_dialer) throws(TransportError) -> Void
    ) -> TransportError? {
        do throws(TransportError) {
            var socket = nng_socket()
            try TransportError.check(nng_req0_open(&socket), "request socket")
            defer { nng_close(socket) }
            var dialer = nng_dialer()
            try TransportError.check(
                nng_dialer_create(&dialer, socket, endpoint.description), "dialer")
            try configure(dialer)
            try TransportError.check(nng_dialer_start(dialer, 0), "dial")
            return nil
        } catch {
            return error
        }
    }

    static func configure(
        _ dialer: nng_dialer, _ endpoint: Endpoint, _ tls: TLSIdentity?, _ serverName: String?
    ) throws(TransportError) -> TLSConfiguration? {
        switch (endpoint.scheme == .tls, tls) {
        case (true, let tls?):
            guard let serverName = serverName ?? endpoint.dnsName else {
                throw TransportError(
                    code: .invalidEndpoint, message: "a TLS server is dialed by its DNS name")
            }
            let configuration = try TLSConfiguration.client(tls, serverName: serverName)
            try configuration.set(on: dialer)
            return configuration
        case (true, nil):
            throw TransportError(
                code: .notAuthenticated, message: "a TLS endpoint needs an identity")
        case (false, .some):
            throw TransportError(
                code: .invalidEndpoint, message: "an identity is given for an endpoint without TLS")
        case (false, nil):
            return nil
        }
    }

    func send(
        _ request: consuming Message, timeout: Duration,
        completion: @escaping RequestSocket.Completion
    ) -> PendingRequest {
        guard request.byteCount <= limits.messageBytesMax else {
            let error = TransportError(
                code: .tooLarge, message: "the request is over \(limits.messageBytesMax) bytes")
            return fail(error, completion)
        }
        let context: RequestContext
        do throws(TransportError) {
            context = try takeContext()
        } catch {
            return fail(error, completion)
        }
        let turn = context.start(request, timeout: timeout, completion: completion)
        return PendingRequest(context: context, turn: turn)
    }

    private func fail(
        _ error: TransportError, _ completion: @escaping RequestSocket.Completion
    ) -> PendingRequest {
        DeferredCall.run { completion(.failure(error)) }
        return PendingRequest(context: nil, turn: 0)
    }

    private func takeContext() throws(TransportError) -> RequestContext {
        guard !isClosing else {
            throw TransportError(code: .closed, message: "the request socket is closed")
        }
        if let context = takeLastBack() { return context }
        return try takeFromPool()
    }

    private func takeLastBack() -> RequestContext? {
        // SAFETY: `giveBack` stored the address of a context that the pool holds on to; whoever takes
        // the address out is the only one who has it, and closing waits for them.
        UnsafeRawPointer(bitPattern: lastBack.exchange(0, ordering: .acquiringAndReleasing)).map {
            Unmanaged<RequestContext>.fromOpaque($0).takeUnretainedValue()
        }
    }

    private func takeFromPool() throws(TransportError) -> RequestContext {
        try pool.withLock { pool throws(TransportError) -> RequestContext in
            // Closing may have begun since it was asked for, and have emptied the pool.
            guard !isClosing else {
                throw TransportError(code: .closed, message: "the request socket is closed")
            }
            if let context = pool.idle.popLast() { return context }
            guard pool.all.count < limits.inFlightMax else {
                throw TransportError(
                    code: .tooManyInFlight,
                    message: "\(limits.inFlightMax) requests are under way already")
            }
            let context = try RequestContext(core: self)
            pool.all.append(context)
            return context
        }
    }

    var isClosing: Bool { closing.load(ordering: .acquiring) }

    /// Takes back a context whose completion has run.
    func giveBack(_ context: RequestContext) {
        // SAFETY: not retained; the pool's list of all holds on to it.
        let address = UInt(bitPattern: Unmanaged.passUnretained(context).toOpaque())
        let previous = lastBack.exchange(address, ordering: .acquiringAndReleasing)
        guard let previous = UnsafeRawPointer(bitPattern: previous) else { return }
        // SAFETY: as in `takeLastBack`.
        let context = Unmanaged<RequestContext>.fromOpaque(previous).takeUnretainedValue()
        pool.withLock { $0.idle.append(context) }
    }

    /// Closes and forgets a context whose request has failed, and then runs its completion.
    ///
    /// Where the socket closes it closes its contexts, too, and they have to live until then. Both at
    /// once is not safe: nng 1.5.2 may free the socket while a context still locks it.
    func giveUp(_ context: RequestContext, completion: () -> Void) {
        failing.add(1, ordering: .sequentiallyConsistent)
        if closing.load(ordering: .sequentiallyConsistent) {
            giveBack(context)
        } else {
            context.close()
            pool.withLock { $0.all.removeAll { $0 === context } }
        }
        completion()
        failing.subtract(1, ordering: .sequentiallyConsistent)
    }

    /// Contexts that are in use.
    private var busyCount: Int {
        let last = takeLastBack()
        return pool.withLock { pool in
            if let last { pool.idle.append(last) }
            return pool.all.count - pool.idle.count
        }
    }

    /// Starts closing, once; `closed` tells when it is done.
    func beginClosing() {
        guard !closing.exchange(true, ordering: .sequentiallyConsistent) else { return }
        gate.stopAccepting()
        gate.giveUpWaiting()
        // Without a thread `closed` stays unresolved, and the caller's deadline reports it.
        _ = DetachedThread.start { self.finishClosing() }
    }

    private func finishClosing() {
        drain { failing.load(ordering: .sequentiallyConsistent) == 0 }
        nng_close(socket)
        // Every request has to have ended, as it does on a closed socket, before its operation is
        // stopped and its context let go.
        drain { busyCount == 0 && failing.load(ordering: .sequentiallyConsistent) == 0 }
        let contexts = pool.withLock { pool -> [RequestContext] in
            defer { (pool.all, pool.idle) = ([], []) }
            return pool.all
        }
        for context in contexts { context.stop() }
        closed.resolve(true)
    }

    private func drain(_ isEmpty: () -> Bool) {
        while !isEmpty() { usleep(Self.drainPauseMicroseconds) }
    }
}
