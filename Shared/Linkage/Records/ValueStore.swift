/// Distinct values, each held once in one buffer and numbered in the order of their coming.
struct ValueStore: Sendable {
    /// Parts of the table of numbers; each grows alone, so that none of many values takes long.
    private static let partBits: UInt64 = 6

    /// An open table of numbers, each one more than the value's; 0 is free.
    private struct Part {
        var slots: [UInt32] = []
        var count = 0
    }

    private(set) var bytes = GrowingBuffer<UInt8>()
    /// Where each value begins, and the end of the last.
    private(set) var starts = GrowingBuffer<UInt32>([0])
    private var parts = [Part](repeating: Part(), count: 1 << partBits)

    var count: Int { starts.count - 1 }

    /// Bytes held.
    var byteCount: Int {
        bytes.byteCount + starts.byteCount + parts.reduce(0) { $0 + 4 * $1.slots.capacity }
    }

    /// The bytes of a value; valid until a value is added.
    subscript(id: UInt32) -> UnsafeBufferPointer<UInt8> {
        // SAFETY: starts are in order and within the bytes, one more than values.
        UnsafeBufferPointer(
            rebasing: bytes.elements[Int(starts[Int(id)])..<Int(starts[Int(id) + 1])])
    }

    /// The number of a value, new or known.
    mutating func id(of value: some Collection<UInt8>) -> (id: UInt32, isNew: Bool) {
        let number = UInt32(count)
        if let known = keep(number, of: value) { return (known, false) }
        bytes.append(contentsOf: value)
        starts.append(UInt32(bytes.count))
        return (number, true)
    }

    /// Keeps the number of a value, unless it has one.
    private mutating func keep(_ number: UInt32, of value: some Collection<UInt8>) -> UInt32? {
        let hash = Self.hash(value)
        let part = Int(hash >> (64 - Self.partBits))
        if parts[part].count * 2 >= parts[part].slots.count { grow(part) }
        let slot = slot(of: value, hash, in: parts[part])
        if parts[part].slots[slot] != 0 { return parts[part].slots[slot] - 1 }
        parts[part].slots[slot] = number + 1
        parts[part].count += 1
        return nil
    }

    /// The number of a value that is there.
    func knownID(of value: some Collection<UInt8>) -> UInt32? {
        let hash = Self.hash(value)
        let part = parts[Int(hash >> (64 - Self.partBits))]
        guard !part.slots.isEmpty else { return nil }
        let number = part.slots[slot(of: value, hash, in: part)]
        return number == 0 ? nil : number - 1
    }

    /// The slot of a value, or the free one where it belongs.
    private func slot(of value: some Collection<UInt8>, _ hash: UInt64, in part: Part) -> Int {
        let mask = part.slots.count - 1
        var slot = Int(truncatingIfNeeded: hash) & mask
        while part.slots[slot] != 0 {
            let known = self[part.slots[slot] - 1]
            if known.count == value.count, known.elementsEqual(value) { break }
            slot = (slot + 1) & mask
        }
        return slot
    }

    /// Hashed with the seed of the process, so that no list can be made to collide.
    private static func hash(_ value: some Collection<UInt8>) -> UInt64 {
        var hasher = Hasher()
        let isHashed: Void? = value.withContiguousStorageIfAvailable {
            hasher.combine(bytes: UnsafeRawBufferPointer($0))
        }
        if isHashed == nil { for byte in value { hasher.combine(byte) } }
        return UInt64(bitPattern: Int64(hasher.finalize()))
    }

    private mutating func grow(_ part: Int) {
        let known = parts[part].slots.filter { $0 != 0 }
        parts[part].slots = [UInt32](repeating: 0, count: max(8, parts[part].slots.count * 2))
        let mask = parts[part].slots.count - 1
        for number in known {
            var slot = Int(truncatingIfNeeded: Self.hash(self[number - 1])) & mask
            while parts[part].slots[slot] != 0 { slot = (slot + 1) & mask }
            parts[part].slots[slot] = number
        }
    }
}

// MARK: Snapshot

extension ValueStore {
    func write(to snapshot: inout SnapshotWriter) throws {
        try bytes.write(to: &snapshot)
        try starts.write(to: &snapshot)
    }

    init(from snapshot: inout SnapshotReader) throws {
        bytes = try GrowingBuffer(from: &snapshot)
        starts = try GrowingBuffer(from: &snapshot)
        let starts = starts.elements
        guard starts.first == 0, Int(starts.last ?? 1) == bytes.count,
            zip(starts, starts.dropFirst()).allSatisfy({ $0 < $1 })
        else { throw SnapshotError.damaged }
        for number in 0..<UInt32(count) {
            guard keep(number, of: self[number]) == nil else { throw SnapshotError.damaged }
        }
    }
}
