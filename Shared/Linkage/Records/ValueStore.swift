/// Distinct values, each held once in one buffer and numbered in the order of their coming.
struct ValueStore: Sendable {
    private(set) var bytes: [UInt8] = []
    /// Where each value begins, and the end of the last.
    private(set) var starts: [UInt32] = [0]
    /// An open table of numbers, each one more than the value's; 0 is free.
    private var slots = [UInt32](repeating: 0, count: 16)

    var count: Int { starts.count - 1 }

    func range(_ id: UInt32) -> Range<Int> {
        Int(starts[Int(id)])..<Int(starts[Int(id) + 1])
    }

    /// The number of a value, new or known.
    mutating func id(of value: [UInt8]) -> (id: UInt32, isNew: Bool) {
        if count * 2 >= slots.count { grow() }
        var slot = slot(of: value[...])
        while slots[slot] != 0 {
            let range = range(slots[slot] - 1)
            if range.count == value.count, bytes[range].elementsEqual(value) {
                return (slots[slot] - 1, false)
            }
            slot = (slot + 1) & (slots.count - 1)
        }
        slots[slot] = UInt32(starts.count)
        bytes += value
        starts.append(UInt32(bytes.count))
        return (UInt32(count - 1), true)
    }

    /// Hashed with the seed of the process, so that no list can be made to collide.
    private func slot(of value: ArraySlice<UInt8>) -> Int {
        var hasher = Hasher()
        value.withUnsafeBytes { hasher.combine(bytes: $0) }
        return hasher.finalize() & (slots.count - 1)
    }

    private mutating func grow() {
        slots = [UInt32](repeating: 0, count: slots.count * 2)
        for id in 0..<count {
            var slot = slot(of: bytes[range(UInt32(id))])
            while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = UInt32(id + 1)
        }
    }
}
