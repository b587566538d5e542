import Glibc
import Synchronization

/// Unpredictable bytes from the kernel's generator (getentropy(3)), fetched 256 bytes at a time: a
/// system call for each identifier would cost more than the identifier.
///
/// Safe to share between threads. A process that forks must not go on using it.
public final class BufferedRandom: RandomNumberGenerator, Sendable {
    private struct State {
        var numbers: [UInt64] = []
        var used = 0
    }

    /// 256 bytes are the most that one call gives.
    private static let numbersPerFetch = 32
    private let state = Mutex(State())

    /// Nothing fetched yet.
    public init() {}

    /// The next number; each is given out once and forgotten.
    public func next() -> UInt64 {
        state.withLock { state in
            if state.used == state.numbers.count { Self.fetch(&state) }
            let number = state.numbers[state.used]
            state.numbers[state.used] = 0
            state.used += 1
            return number
        }
    }

    private static func fetch(_ state: inout State) {
        var numbers = [UInt64](repeating: 0, count: numbersPerFetch)
        // SAFETY: the buffer is the array's own and lives through the call.
        let result = numbers.withUnsafeMutableBytes { buffer in
            buffer.baseAddress.map { getentropy($0, buffer.count) } ?? -1
        }
        if result != 0 {
            // Only a kernel without the call comes here: number by number, then.
            var system = SystemRandomNumberGenerator()
            for index in numbers.indices { numbers[index] = system.next() }
        }
        state = State(numbers: numbers)
    }
}
