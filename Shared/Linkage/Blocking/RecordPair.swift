/// Two records that are worth comparing; `left` is the lower number.
struct RecordPair: Hashable, Comparable, Sendable {
    let packed: UInt64

    init(_ first: Int, _ second: Int) {
        packed = UInt64(min(first, second)) << 32 | UInt64(max(first, second))
    }

    init(packed: UInt64) {
        self.packed = packed
    }

    var left: Int { Int(packed >> 32) }
    var right: Int { Int(packed & 0xFFFF_FFFF) }

    static func < (left: RecordPair, right: RecordPair) -> Bool { left.packed < right.packed }

    /// The pairs in order, each once.
    static func distinct(_ packed: consuming [UInt64]) -> [RecordPair] {
        RadixSort.sort(&packed)
        var pairs: [RecordPair] = []
        pairs.reserveCapacity(packed.count)
        for number in packed where number != pairs.last?.packed {
            pairs.append(RecordPair(packed: number))
        }
        return pairs
    }
}
