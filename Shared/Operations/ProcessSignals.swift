import Dispatch
import Glibc

/// The signals that a service listens to, as a sequence.
public struct ProcessSignals: Sendable {
    /// What the operator asks.
    public enum Request: Sendable, Hashable {
        /// SIGTERM or SIGINT: end the running calls and stop.
        case stop
        /// SIGHUP: read again what an operator renews: revocations, keys, the token and the certificate.
        case reload
    }

    /// Takes the signals over from their standard actions; `SIGPIPE` is ignored. Call once, early.
    public static func requests() -> AsyncStream<Request> {
        signal(SIGPIPE, SIG_IGN)
        let (stream, continuation) = AsyncStream.makeStream(of: Request.self)
        let queue = DispatchQueue(label: "org.jatigi.signals")
        for (number, request) in [(SIGTERM, Request.stop), (SIGINT, .stop), (SIGHUP, .reload)] {
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler { continuation.yield(request) }
            source.resume()
            // The source lives as long as the stream does.
            let kept = UncheckedBox(source)
            continuation.onTermination = { [previous = continuation.onTermination] reason in
                previous?(reason)
                kept.value.cancel()
            }
        }
        return stream
    }
}

/// Carries a value that is only touched on one queue.
private final class UncheckedBox<Value>: @unchecked Sendable {
    // SAFETY: set once before it is shared and only cancelled afterwards, which Dispatch allows
    // from any thread.
    let value: Value

    init(_ value: Value) { self.value = value }
}
