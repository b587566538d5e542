import Basics
import Synchronization

/// Names requests: version 7 UUIDs, different for every request of every process.
///
/// The random part starts at random and counts up (RFC 9562, section 6.2, method 1), so that naming a
/// request takes no lock. An id is a name and no secret.
final class RequestIDs: Sendable {
    private let randomA: UInt16
    private let randomB: Atomic<UInt64>

    init() {
        var random = SystemRandomNumberGenerator()
        randomA = random.next()
        randomB = Atomic(random.next())
    }

    /// The next id, 16 bytes.
    func next() -> [UInt8] {
        RecordID(
            milliseconds: UInt64(max(0, Timestamp.now().millisecondsSinceEpoch)),
            randomA: randomA, randomB: randomB.add(1, ordering: .relaxed).oldValue
        ).bytes
    }
}
