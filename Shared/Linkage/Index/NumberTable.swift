/// Numbers under hashes, any count under one: what an index finds its records by.
///
/// Entries of 6 bytes, 24 bits of the hash above the number, lie in order in many small arrays, one for each value
/// of the hash's first bits. Hashes are spread evenly, so the place of one is guessed by interpolation (Peterson,
/// 1957), and an entry is found or added at once: nothing is ever rehashed, and no growth moves more than one array.
/// Two hashes that share the first bits and the next 24 are taken for one.
struct NumberTable: Sendable {
    /// Numbers are below.
    static let numbersEnd = 1 << 24

    /// An entry in six bytes that need no padding.
    private struct Entry: BitwiseCopyable {
        let high: UInt16
        let middle: UInt16
        let low: UInt16

        init(_ value: UInt64) {
            high = UInt16(truncatingIfNeeded: value >> 32)
            middle = UInt16(truncatingIfNeeded: value >> 16)
            low = UInt16(truncatingIfNeeded: value)
        }

        var value: UInt64 { UInt64(high) << 32 | UInt64(middle) << 16 | UInt64(low) }
        var number: UInt32 { UInt32(middle & 0xFF) << 16 | UInt32(low) }
    }

    private let partitionBits: UInt64
    private var partitions: [[Entry]]
    /// Entries held.
    private(set) var count = 0

    /// An empty table.
    ///
    /// - Parameter partitionBits: bits that choose the array, at most 20.
    init(partitionBits: Int) {
        self.partitionBits = UInt64(partitionBits)
        partitions = Array(repeating: [], count: 1 << partitionBits)
    }

    /// Bytes held.
    var byteCount: Int {
        partitions.reduce(partitions.count * 8) { sum, entries in
            sum + (entries.capacity > 0 ? 32 + entries.capacity * MemoryLayout<Entry>.size : 0)
        }
    }

    private func place(_ hash: UInt64) -> (partition: Int, tag: UInt64) {
        (Int(hash >> (64 - partitionBits)), (hash << partitionBits) >> 40)
    }

    /// Where the numbers under a hash lie, in order; valid until the table is changed.
    struct Run {
        fileprivate let partition: Int
        fileprivate let tag: UInt64
        fileprivate let places: Range<Int>

        /// Numbers under the hash.
        var count: Int { places.count }
    }

    /// Finds the numbers under a hash.
    func run(_ hash: UInt64) -> Run {
        let (partition, tag) = place(hash)
        return partitions[partition].withUnsafeBufferPointer { entries in
            let start = Self.lowerBound(entries, tag << 24)
            var end = start
            while end < entries.count, entries[end].value >> 24 == tag { end += 1 }
            return Run(partition: partition, tag: tag, places: start..<end)
        }
    }

    /// The number at a place of a run.
    subscript(run: Run, index: Int) -> UInt32 {
        partitions[run.partition][run.places.lowerBound + index].number
    }

    /// Appends the numbers of a run to a list, in order.
    func append(_ run: Run, to numbers: inout [UInt32]) {
        for entry in partitions[run.partition][run.places] { numbers.append(entry.number) }
    }

    /// The first number under a hash.
    func first(_ hash: UInt64) -> UInt32? {
        let (partition, tag) = place(hash)
        return partitions[partition].withUnsafeBufferPointer { entries in
            let index = Self.lowerBound(entries, tag << 24)
            guard index < entries.count, entries[index].value >> 24 == tag else { return nil }
            return entries[index].number
        }
    }

    /// Adds a number to a run; false where it is there.
    @discardableResult
    mutating func insert(_ run: Run, _ number: UInt32) -> Bool {
        let partition = run.partition
        let value = run.tag << 24 | UInt64(number)
        // New records have the greatest numbers.
        var index = run.places.upperBound
        while index > run.places.lowerBound, partitions[partition][index - 1].value > value {
            index -= 1
        }
        if index > run.places.lowerBound, partitions[partition][index - 1].value == value {
            return false
        }
        let room = partitions[partition].count
        if room == partitions[partition].capacity {
            // A little more, not twice as much: there are thousands of arrays.
            partitions[partition].reserveCapacity(room + room / 16 + 4)
        }
        partitions[partition].insert(Entry(value), at: index)
        count += 1
        return true
    }

    /// Removes a number under a hash; false where it is not there.
    @discardableResult
    mutating func remove(_ hash: UInt64, _ number: UInt32) -> Bool {
        let (partition, tag) = place(hash)
        let value = tag << 24 | UInt64(number)
        let index = partitions[partition].withUnsafeBufferPointer { Self.lowerBound($0, value) }
        guard index < partitions[partition].count, partitions[partition][index].value == value
        else { return false }
        partitions[partition].remove(at: index)
        count -= 1
        return true
    }

    /// Puts one number in the place of all those of a run.
    mutating func replaceAll(_ run: Run, with number: UInt32) {
        let entry = Entry(run.tag << 24 | UInt64(number))
        partitions[run.partition].replaceSubrange(run.places, with: CollectionOfOne(entry))
        count += 1 - run.count
    }

    /// The first place whose entry is not below a value.
    private static func lowerBound(_ entries: UnsafeBufferPointer<Entry>, _ value: UInt64) -> Int {
        guard entries.count > 0 else { return 0 }
        // Guess, then widen until the place lies between, then halve.
        let guess = min(Int(((value >> 24) &* UInt64(entries.count)) >> 24), entries.count - 1)
        var (low, high) = (0, entries.count)
        var step = 8
        if entries[guess].value < value {
            low = guess + 1
            while low + step < high, entries[low + step].value < value {
                low += step + 1
                step *= 2
            }
            high = min(high, low + step)
        } else {
            high = guess
            while high - step >= 0, entries[high - step].value >= value {
                high -= step
                step *= 2
            }
            low = max(0, high - step)
        }
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].value < value { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

// MARK: Snapshot

extension NumberTable {
    func write(to snapshot: inout SnapshotWriter) throws {
        try snapshot.write(partitionBits)
        for partition in partitions { try snapshot.write(partition) }
    }

    init(from snapshot: inout SnapshotReader) throws {
        let bits = try snapshot.number()
        guard (1...20).contains(bits) else { throw SnapshotError.damaged }
        self.init(partitionBits: Int(bits))
        for index in partitions.indices {
            partitions[index] = try snapshot.elements(Entry.self)
            count += partitions[index].count
        }
    }
}
