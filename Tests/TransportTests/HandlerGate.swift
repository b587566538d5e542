import Glibc
import Synchronization

/// Holds a handler's thread until it is let go, as a handler that hangs would.
final class HandlerGate: Sendable {
    private let state = Mutex((isHolding: false, isReleased: false))

    var isHolding: Bool { state.withLock { $0.isHolding } }

    func hold() {
        state.withLock { $0.isHolding = true }
        while !state.withLock({ $0.isReleased }) { usleep(1000) }
    }

    func release() {
        state.withLock { $0.isReleased = true }
    }
}
