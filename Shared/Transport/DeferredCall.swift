import CNNG

/// Runs a closure once on one of nng's threads, never inside the caller, which may hold a lock.
final class DeferredCall {
    private let body: @Sendable () -> Void
    private var operation: OpaquePointer?

    private init(_ body: @escaping @Sendable () -> Void) {
        self.body = body
    }

    static func run(_ body: @escaping @Sendable () -> Void) {
        let call = DeferredCall(body)
        // SAFETY: the one reference belongs to the callback, which runs once; without an
        // operation there is no callback, and it is released here.
        let retained = Unmanaged.passRetained(call)
        guard nng_aio_alloc(&call.operation, finished, retained.toOpaque()) == 0,
            let operation = call.operation
        else {
            retained.release()
            // No memory for an operation: an outcome in the caller beats none at all.
            return body()
        }
        nng_aio_set_timeout(operation, NNG_DURATION_INFINITE)
        nng_sleep_aio(0, operation)
    }

    private static let finished: @convention(c) (UnsafeMutableRawPointer?) -> Void = { argument in
        guard let argument else { return }
        // SAFETY: `run` passed exactly one retained call, and its operation ends once.
        let call = Unmanaged<DeferredCall>.fromOpaque(argument).takeRetainedValue()
        call.body()
        // Freeing inside the callback would wait for itself.
        if let operation = call.operation { nng_aio_reap(operation) }
    }
}
