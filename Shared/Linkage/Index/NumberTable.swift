internal import CMemory

/// Numbers under hashes, any count under one: what an index finds its records by.
///
/// Entries of 6 bytes, 24 bits of the hash above the number, lie in order in one list, in which each value of the
/// hash's first bits has a partition with a little room at its end. Hashes are spread evenly, so the place of one is
/// guessed by interpolation (Peterson, 1957). A partition that is full takes room from the next that has some, and
/// with every few insertions one partition after the other, from the last to the first, is moved to where it has room
/// again. So an entry is found or added at once, and nothing is ever rehashed or copied as a whole.
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

    /// Where the entries of one value of the first bits are; up to the next there is room.
    private struct Partition: BitwiseCopyable {
        /// Places by which it begins later than in an empty table, so that pages of an empty one are not written.
        var moved: UInt32 = 0
        var count: UInt32 = 0
    }

    private let partitionBits: UInt64
    private var entries = GrowingBuffer<Entry>()
    /// One more than there are: the last is empty, where the list ends.
    private var partitions = GrowingBuffer<Partition>()
    /// The partition that was given room last, and insertions since then.
    private var spread = 0
    private var insertions = 0
    /// Entries held.
    private(set) var count = 0

    /// An empty table.
    ///
    /// - Parameter partitionBits: bits that choose the partition, at most 20.
    init(partitionBits: Int) {
        self.partitionBits = UInt64(partitionBits)
        partitions.append(zeros: 1 << partitionBits + 1)
        entries.append(zeros: start(of: partitionCount))
    }

    /// Bytes held.
    var byteCount: Int { entries.byteCount + partitions.byteCount }

    private func place(_ hash: UInt64) -> (partition: Int, tag: UInt64) {
        (Int(hash >> (64 - partitionBits)), (hash << partitionBits) >> 40)
    }

    private func start(of partition: Int) -> Int {
        partition * Self.roomMin + Int(partitions[partition].moved)
    }

    private func places(of partition: Int) -> Range<Int> {
        let start = start(of: partition)
        return start..<start + Int(partitions[partition].count)
    }

    private func entries(of partition: Int) -> UnsafeBufferPointer<Entry> {
        // SAFETY: partitions lie within the list; the pointer is used before the table changes.
        UnsafeBufferPointer(rebasing: entries.elements[places(of: partition)])
    }

    /// Where the numbers under a hash lie, in order; valid until the table is changed.
    struct Run {
        fileprivate let partition: Int
        fileprivate let tag: UInt64
        fileprivate let places: Range<Int>

        /// Numbers under the hash.
        var count: Int { places.count }
    }

    /// Begins to fetch what lies under a hash, to be found soon.
    func prefetch(_ hash: UInt64) {
        let (partition, tag) = place(hash)
        let entries = entries(of: partition)
        guard let base = entries.baseAddress else { return }
        // Most lie so near to the guess: two lines at the most.
        let guess = base + Self.guess(tag, entries.count)
        // As numbers, for either may lie outside of the table.
        let address = UInt(bitPattern: guess)
        jatigi_prefetch(UnsafeRawPointer(bitPattern: address &- 36))
        jatigi_prefetch(UnsafeRawPointer(bitPattern: address &+ 24))
    }

    /// Finds the numbers under a hash.
    func run(_ hash: UInt64) -> Run {
        let (partition, tag) = place(hash)
        let entries = entries(of: partition)
        let start = Self.lowerBound(entries, tag << 24)
        var end = start
        while end < entries.count, entries[end].value >> 24 == tag { end += 1 }
        return Run(partition: partition, tag: tag, places: start..<end)
    }

    /// The number at a place of a run.
    subscript(run: Run, index: Int) -> UInt32 {
        entries(of: run.partition)[run.places.lowerBound + index].number
    }

    /// Appends the numbers of a run to a list, in order.
    func append(_ run: Run, to numbers: inout [UInt32]) {
        for entry in entries(of: run.partition)[run.places] { numbers.append(entry.number) }
    }

    /// The first number under a hash.
    func first(_ hash: UInt64) -> UInt32? {
        let (partition, tag) = place(hash)
        let entries = entries(of: partition)
        let index = Self.lowerBound(entries, tag << 24)
        guard index < entries.count, entries[index].value >> 24 == tag else { return nil }
        return entries[index].number
    }

    /// Adds a number to a run; false where it is there.
    @discardableResult
    mutating func insert(_ run: Run, _ number: UInt32) -> Bool {
        let value = run.tag << 24 | UInt64(number)
        // New records have the greatest numbers.
        var index = run.places.upperBound
        let known = entries(of: run.partition)
        while index > run.places.lowerBound, known[index - 1].value > value { index -= 1 }
        if index > run.places.lowerBound, known[index - 1].value == value { return false }
        makeRoom(in: run.partition)
        let places = places(of: run.partition)
        let place = places.lowerBound + index
        entries.move(place..<places.upperBound, to: place + 1)
        entries[place] = Entry(value)
        partitions[run.partition].count += 1
        count += 1
        spreadRoom()
        return true
    }

    /// Removes a number under a hash; false where it is not there.
    @discardableResult
    mutating func remove(_ hash: UInt64, _ number: UInt32) -> Bool {
        let (partition, tag) = place(hash)
        let value = tag << 24 | UInt64(number)
        let known = entries(of: partition)
        let index = Self.lowerBound(known, value)
        guard index < known.count, known[index].value == value else { return false }
        removeEntries(index..<index + 1, of: partition)
        return true
    }

    /// Puts one number in the place of all those of a run.
    mutating func replaceAll(_ run: Run, with number: UInt32) {
        removeEntries(run.places, of: run.partition)
        let start = run.places.lowerBound
        insert(Run(partition: run.partition, tag: run.tag, places: start..<start), number)
    }

    private mutating func removeEntries(_ range: Range<Int>, of partition: Int) {
        let places = places(of: partition)
        entries.move(
            places.lowerBound + range.upperBound..<places.upperBound,
            to: places.lowerBound + range.lowerBound)
        partitions[partition].count -= UInt32(range.count)
        count -= range.count
    }

    /// Where a hash lies if hashes are spread evenly.
    private static func guess(_ tag: UInt64, _ count: Int) -> Int {
        Int((tag &* UInt64(count)) >> 24)
    }

    /// The first place whose entry is not below a value.
    private static func lowerBound(_ entries: UnsafeBufferPointer<Entry>, _ value: UInt64) -> Int {
        guard entries.count > 0 else { return 0 }
        // Guess, then widen until the place lies between, then halve.
        let guess = guess(value >> 24, entries.count)
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

// MARK: Room

extension NumberTable {
    /// Entries that a partition should have room for beside those that it has: some, and a share of them.
    private static let roomMin = 2
    private static let roomShare = 64

    /// The room of a partition with so many entries.
    ///
    /// Partitions round differently. If all came to have one more at once, those that are moved first would take what
    /// the others need, and each insertion there would have to look for room far away.
    private static func room(for count: Int, in partition: Int) -> Int {
        roomMin + (count + partition % roomShare) / roomShare
    }

    /// Partitions, without the last.
    private var partitionCount: Int { 1 << Int(partitionBits) }

    private func isFull(_ partition: Int) -> Bool {
        places(of: partition).upperBound == start(of: partition + 1)
    }

    /// Makes room for an entry: where a partition is full, all up to the next that has room, or to the end, move on.
    private mutating func makeRoom(in partition: Int) {
        guard isFull(partition) else { return }
        var last = partition + 1
        while last < partitionCount, isFull(last) { last += 1 }
        if last == partitionCount { entries.append(zeros: 1) }
        let first = start(of: partition + 1)
        entries.move(first..<places(of: last).upperBound, to: first + 1)
        for moved in partition + 1...last { partitions[moved].moved += 1 }
    }

    /// Counts an insertion, and every so often gives the next partition its room: each when half of it is used.
    private mutating func spreadRoom() {
        let interval = (Self.roomMin + count / partitionCount / Self.roomShare) / 2
        insertions += 1
        guard insertions >= interval else { return }
        insertions = 0
        if spread == 0 {
            spread = partitionCount
            // What all should have, and what comes until the first has it.
            let room = partitionCount * (Self.roomMin + interval) + count / Self.roomShare
            entries.append(zeros: max(0, count + room - entries.count))
            move(spread, to: entries.count)
        }
        spread -= 1
        let places = places(of: spread)
        let next = start(of: spread + 1)
        let start = next - places.count - Self.room(for: places.count, in: spread)
        // The first stays, and none moves down, where others are.
        guard spread > 0, start > places.lowerBound else { return }
        entries.move(places, to: start)
        move(spread, to: start)
    }

    private mutating func move(_ partition: Int, to start: Int) {
        partitions[partition].moved = UInt32(start - partition * Self.roomMin)
    }
}

// MARK: Snapshot

extension NumberTable {
    func write(to snapshot: inout SnapshotWriter) throws {
        try snapshot.write(partitionBits)
        try snapshot.write(UInt64(spread))
        try snapshot.write(UInt64(insertions))
        try partitions.write(to: &snapshot)
        try entries.write(to: &snapshot)
    }

    init(from snapshot: inout SnapshotReader) throws {
        partitionBits = try snapshot.number()
        guard (1...20).contains(partitionBits) else { throw SnapshotError.damaged }
        spread = Int(truncatingIfNeeded: try snapshot.number())
        insertions = Int(truncatingIfNeeded: try snapshot.number() & 0xFFFF)
        partitions = try GrowingBuffer(from: &snapshot)
        entries = try GrowingBuffer(from: &snapshot)
        guard (0...partitionCount).contains(spread), partitions.count == partitionCount + 1,
            start(of: partitionCount) == entries.count, partitions[partitionCount].count == 0
        else { throw SnapshotError.damaged }
        for number in 0..<partitionCount {
            guard places(of: number).upperBound <= start(of: number + 1) else {
                throw SnapshotError.damaged
            }
            count += Int(partitions[number].count)
        }
    }

    /// Whether the entries of each partition are in order, and what they say can be.
    ///
    /// - Parameters:
    ///   - end: All numbers are below,
    ///   - other: but for this one, which is greater and stands alone under a hash.
    func isSound(below end: UInt32, orAlone other: UInt32) -> Bool {
        (0..<partitionCount).allSatisfy { partition in
            var last: UInt64?
            return entries(of: partition).allSatisfy { entry in
                let value = entry.value
                defer { last = value }
                guard let last else { return entry.number < end || entry.number == other }
                return last < value
                    && (entry.number < end
                        || entry.number == other && last >> 24 != value >> 24)
            }
        }
    }
}
