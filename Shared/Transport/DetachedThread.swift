import Glibc

/// Runs blocking calls of the C library on a thread of their own, off Swift's cooperative pool: a
/// pool thread that hangs in `nng_close` would take a processor from every task in the program.
enum DetachedThread {
    private final class Work {
        let body: @Sendable () -> Void

        init(_ body: @escaping @Sendable () -> Void) {
            self.body = body
        }
    }

    /// Starts the thread; false when the system has none to give, and `body` will not run.
    static func start(_ body: @escaping @Sendable () -> Void) -> Bool {
        // SAFETY: one reference, which the thread takes over, or which is released below.
        let work = Unmanaged.passRetained(Work(body))
        var thread = pthread_t()
        let result = pthread_create(&thread, nil, DetachedThread.run, work.toOpaque())
        guard result == 0 else {
            work.release()
            return false
        }
        pthread_detach(thread)
        return true
    }

    private static let run: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? =
        { argument in
            guard let argument else { return nil }
            // SAFETY: `start` passed exactly one retained `Work`, and this thread runs once.
            Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().body()
            return nil
        }
}
