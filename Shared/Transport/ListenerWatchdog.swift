import Synchronization

/// Dials a server's own listener again and again, and restarts it when nobody answers.
///
/// In nng 1.5 a peer that disconnects while it negotiates can stop a listener for good, silently
/// (upstream issue 1518): it goes on to agree on the protocol with whoever dials, and hands no
/// connection over any more. So neither a bare TCP connect, which would be such a peer itself, nor
/// the dialing side can tell; the probe here also looks for its connection at the server's side.
///
/// A service's liveness hangs on `lastSuccess`. Give one watchdog to each listener, and run it in a
/// task of its own: `await watchdog.run()` returns when that task is canceled.
public final class ListenerWatchdog: Sendable {
    /// How often and how patiently the listener is dialed.
    public struct Limits: Sendable, Hashable {
        /// The pause between two probes. With a probe that fails and the restart, a listener that
        /// stops is back within 10 s.
        public var interval = Duration.seconds(3)
        /// How long a probe may wait for its connection, and again until that is closed: on one
        /// machine a connection takes milliseconds.
        public var probeTimeout = Duration.seconds(2)
        /// How long the restart, which tries for two seconds, may take before the check goes on
        /// without it.
        public var restartTimeout = Duration.seconds(3)

        /// The limits above.
        public init() {}
    }

    /// What one check found and did.
    public enum Outcome: Sendable, Hashable {
        /// The listener accepts connections.
        case accepting
        /// It did not, and was closed and opened again.
        case restarted
        /// It did not, and could not be opened again; the next check tries.
        case restartFailed(TransportError)
        /// It accepts, but nng no longer closes what should be closed: connections pile up to the
        /// limit, so restart the program soon.
        /// Does not count as a success. Only the built-in probe can tell.
        case stuck
    }

    /// Tells whether the endpoint accepts a connection within the time.
    public typealias Probe = @Sendable (Endpoint, Duration) async -> Bool

    /// Whether the last probe's socket could be closed.
    private final class Cleanup: Sendable {
        let isStuck = Atomic<Bool>(false)
    }

    private let cleanup: Cleanup
    private let socket: ReplySocket
    private let listener: Endpoint
    private let dialed: Endpoint?
    private let limits: Limits
    private let probe: Probe
    private let lastSuccessAt = Mutex<ContinuousClock.Instant?>(nil)

    /// Watches one listener by connecting to it.
    ///
    /// - Parameters:
    ///   - socket: the server.
    ///   - listener: one of the socket's endpoints, as requested or as bound.
    ///   - dialed: how a client reaches it; by default as it is bound.
    ///   - tls: a client's identity, for a TLS listener; asked for at each probe, as it may be renewed.
    ///   - serverName: the DNS name of a TLS listener's certificate; by default the endpoint's host.
    ///   - limits: how often and how patiently.
    public convenience init(
        socket: ReplySocket, listener: Endpoint, dialed: Endpoint? = nil,
        tls: @escaping @autoclosure @Sendable () -> TLSIdentity? = nil,
        serverName: @escaping @autoclosure @Sendable () -> String? = nil,
        limits: Limits = Limits()
    ) {
        let cleanup = Cleanup()
        self.init(socket, listener, dialed: dialed, limits: limits, cleanup: cleanup) {
            endpoint, timeout in
            await Self.connects(
                to: socket, listener, at: endpoint.dialable, tls(), serverName(), within: timeout,
                cleanup: cleanup)
        }
    }

    /// Watches one listener by the caller's own probe, such as a health request. A probe that
    /// connects and does not wait for a reply finds nothing.
    public convenience init(
        socket: ReplySocket, listener: Endpoint, dialed: Endpoint? = nil,
        limits: Limits = Limits(), probe: @escaping Probe
    ) {
        self.init(
            socket, listener, dialed: dialed, limits: limits, cleanup: Cleanup(), probe: probe)
    }

    private init(
        _ socket: ReplySocket, _ listener: Endpoint, dialed: Endpoint?, limits: Limits,
        cleanup: Cleanup, probe: @escaping Probe
    ) {
        self.cleanup = cleanup
        self.socket = socket
        self.listener = listener
        self.dialed = dialed
        self.limits = limits
        self.probe = probe
    }

    /// When a probe last found the listener accepting; `nil` before the first.
    public var lastSuccess: ContinuousClock.Instant? { lastSuccessAt.withLock { $0 } }

    /// Probes once, and restarts the listener when the probe fails.
    public func check() async -> Outcome {
        if await probe(dialed ?? socket.bound(listener), limits.probeTimeout) {
            guard !cleanup.isStuck.load(ordering: .acquiring) else { return .stuck }
            lastSuccessAt.withLock { $0 = .now }
            return .accepting
        }
        return await restart()
    }

    /// Checks at once and after each interval, until its task is canceled.
    ///
    /// - Parameters:
    ///   - sleep: how to wait; a test passes its own.
    ///   - report: gets the outcome of every check, for a log or a metric.
    public func run(
        sleep: @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) },
        report: @Sendable (Outcome) -> Void = { _ in }
    ) async {
        while !Task.isCancelled {
            report(await check())
            do { try await sleep(limits.interval) } catch { return }
        }
    }

    private static func connects(
        to socket: ReplySocket, _ listener: Endpoint, at dialed: Endpoint, _ tls: TLSIdentity?,
        _ serverName: String?, within timeout: Duration, cleanup: Cleanup
    ) async -> Bool {
        // Any connection that arrives meanwhile proves as much as the probe's own.
        guard let arrival = socket.core.listeners.arrival(at: listener),
            let client = try? RequestSocket(),
            (try? client.dial(dialed, tls: tls, serverName: serverName)) != nil
        else { return false }
        let hasArrived = await OneShot.wait(for: arrival, within: timeout)
        arrival.resolve(false)
        // Leaving before this side has finished the handshake too would be the very fault that
        // stops a listener.
        if hasArrived { _ = await client.connected(within: timeout) }
        // A close that hangs means that nng's one reaper thread does: connections that end are no
        // longer cleaned up in the whole process, and only its own restart mends that.
        let hasClosed = await client.close(within: timeout)
        cleanup.isStuck.store(!hasClosed, ordering: .releasing)
        return hasArrived
    }

    private func restart() async -> Outcome {
        let outcome = OneShot<Outcome>()
        let hasThread = DetachedThread.start { [socket, listener] in
            do throws(TransportError) {
                try socket.restartListener(on: listener)
                outcome.resolve(.restarted)
            } catch {
                outcome.resolve(.restartFailed(error))
            }
        }
        let timeout = Task { [limits] in
            if hasThread { try? await Task.sleep(for: limits.restartTimeout) }
            let error = TransportError(code: .timedOut, message: "the listener did not restart")
            outcome.resolve(.restartFailed(error))
        }
        defer { timeout.cancel() }
        return await outcome.value
    }
}
