import Synchronization

/// Makes version 7 identifiers that rise strictly within one process.
///
/// Within one millisecond, and while the clock stands still or steps back, the random part of the
/// last identifier is raised by a random amount (RFC 9562, section 6.2, method 2), so identifiers
/// stay ordered and the next one cannot be guessed from the last. Safe to share between threads.
public final class RecordIDGenerator: Sendable {
    private struct State {
        var milliseconds: UInt64 = 0
        var randomA: UInt16 = 0
        var randomB: UInt64 = 0
        var random: any RandomNumberGenerator & Sendable
    }

    /// 62 bits follow the variant.
    private static let randomBMax: UInt64 = 0x3FFF_FFFF_FFFF_FFFF
    private static let randomAMax: UInt16 = 0x0FFF
    /// Steps of up to 2^32 leave room for 2^30 identifiers a millisecond before a carry.
    private static let stepMax: UInt64 = 0xFFFF_FFFF

    private let now: @Sendable () -> Timestamp
    private let state: Mutex<State>

    /// Makes a generator; tests inject the clock and the randomness.
    public init(
        now: @escaping @Sendable () -> Timestamp = { Timestamp.now() },
        random: any RandomNumberGenerator & Sendable = BufferedRandom()
    ) {
        self.now = now
        state = Mutex(State(random: random))
    }

    /// The next identifier, greater than every one this generator gave before.
    public func next() -> RecordID {
        let milliseconds = UInt64(max(0, now().millisecondsSinceEpoch))
        return state.withLock { state in
            if milliseconds > state.milliseconds {
                Self.reseed(&state, at: milliseconds)
            } else {
                Self.step(&state)
            }
            return RecordID(
                milliseconds: state.milliseconds, randomA: state.randomA, randomB: state.randomB)
        }
    }

    private static func reseed(_ state: inout State, at milliseconds: UInt64) {
        state.milliseconds = milliseconds
        state.randomA = UInt16(truncatingIfNeeded: state.random.next()) & randomAMax
        state.randomB = state.random.next() & randomBMax
    }

    private static func step(_ state: inout State) {
        let sum = state.randomB + (state.random.next() & stepMax) + 1
        state.randomB = sum & randomBMax
        guard sum > randomBMax else { return }
        if state.randomA < randomAMax {
            state.randomA += 1
        } else {
            reseed(&state, at: state.milliseconds + 1)
        }
    }
}
