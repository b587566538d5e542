import Basics
import Synchronization
import Testing

@Suite struct RecordIDGeneratorTests {
    /// SplitMix64 (Steele, Lea, Flood 2014): repeatable numbers.
    struct Seeded: RandomNumberGenerator, Sendable {
        var state: UInt64
        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }
    }

    struct Ones: RandomNumberGenerator, Sendable {
        mutating func next() -> UInt64 { .max }
    }

    @Test("identifiers rise while the clock stands still and when it steps back")
    func rises() {
        let clock = Mutex<Int64>(1_000_000)
        let generator = RecordIDGenerator(
            now: {
                clock.withLock { now in
                    now += [0, 0, 1, -5][Int(now & 3)]
                    return Timestamp(millisecondsSinceEpoch: now)
                }
            }, random: Seeded(state: 7))
        let ids = (0..<10_000).map { _ in generator.next() }
        #expect(zip(ids, ids.dropFirst()).allSatisfy { $0 < $1 })
        #expect(ids.allSatisfy { $0.version == 7 && $0.bytes[8] & 0xC0 == 0x80 })
    }

    @Test("a used-up random part is carried into the time")
    func carries() throws {
        let generator = RecordIDGenerator(
            now: { Timestamp(millisecondsSinceEpoch: 42) }, random: Ones())
        let first = generator.next()
        let second = generator.next()
        #expect(first.timestamp?.millisecondsSinceEpoch == 42)
        #expect(second.timestamp?.millisecondsSinceEpoch == 43)
        #expect(first < second)
    }

    @Test("threads never get the same identifier")
    func concurrent() async {
        let generator = RecordIDGenerator()
        let ids = await withTaskGroup(of: [RecordID].self) { group in
            for _ in 0..<8 { group.addTask { (0..<2000).map { _ in generator.next() } } }
            return await group.reduce(into: []) { $0 += $1 }
        }
        #expect(Set(ids).count == 16_000)
    }
}
