/// Records under their keys, eight bytes each: 42 bits of the key's hash above the record's number.
///
/// They lie in one buffer, in buckets by the highest bits, so that each is sorted in a processor's own
/// memory. Two different keys share 42 bits so seldom that it costs a comparison now and then.
final class KeyedRecords {
    static let bucketCount = 256
    private static let recordBits = 22
    private static let bucketShift: UInt64 = 56
    private static let recordMask = (1 << UInt64(recordBits)) - 1 as UInt64
    private static let chunk = 4096

    private var entries: UnsafeMutableBufferPointer<UInt64>
    /// Where each bucket begins, and the end of the last.
    private var starts = [Int](repeating: 0, count: bucketCount + 1)
    /// Entries that each bucket still holds.
    private var counts = [Int](repeating: 0, count: bucketCount)

    static func record(_ entry: UInt64) -> Int { Int(entry & recordMask) }
    static func key(_ entry: UInt64) -> UInt64 { entry & ~recordMask }

    /// The records with their keys, sorted by the key and under it by the record.
    ///
    /// - Parameter keys: calls with each record of a range and its keys.
    init(
        records: Int, keys: @escaping @Sendable (Range<Int>, (Int, [UInt64]) -> Void) -> Void
    ) async {
        precondition(records <= 1 << Self.recordBits)
        entries = .allocate(capacity: 0)
        var count = 0
        await InParallel.chunks(of: records, size: Self.chunk) { range in
            var entries: [UInt64] = []
            keys(range) { record, keys in
                for key in keys { entries.append(key & ~Self.recordMask | UInt64(record)) }
            }
            return entries
        } collect: { more in
            if count + more.count > entries.count {
                // What the first chunk says of the others, and an eighth.
                let expected = more.count * (records / Self.chunk + 1) / 8 * 9
                grow(to: count + max(more.count, count == 0 ? expected : count / 4), keeping: count)
            }
            for entry in more {
                entries[count] = entry
                count += 1
            }
        }
        divide(count)
        await each { entries in
            Self.sort(entries)
        } collect: { _ in
        }
    }

    deinit { entries.deallocate() }

    /// Gives the memory back.
    func removeAll() {
        entries.deallocate()
        entries = .allocate(capacity: 0)
        starts = [Int](repeating: 0, count: starts.count)
        counts = [Int](repeating: 0, count: counts.count)
    }

    private func grow(to capacity: Int, keeping count: Int) {
        let larger = UnsafeMutableBufferPointer<UInt64>.allocate(capacity: capacity)
        // SAFETY: the first `count` entries are written; the old buffer is not used again.
        _ = larger.moveInitialize(fromContentsOf: entries[..<count])
        entries.deallocate()
        entries = larger
    }

    /// Moves each entry to its bucket, in place: the American flag sort of McIlroy, Bostic and McIlroy
    /// (1993), "Engineering Radix Sort".
    private func divide(_ count: Int) {
        for place in 0..<count { counts[Int(entries[place] >> Self.bucketShift)] += 1 }
        for bucket in counts.indices { starts[bucket + 1] = starts[bucket] + counts[bucket] }
        var places = starts
        for bucket in counts.indices {
            while places[bucket] < starts[bucket + 1] {
                let entry = entries[places[bucket]]
                let home = Int(entry >> Self.bucketShift)
                entries[places[bucket]] = entries[places[home]]
                entries[places[home]] = entry
                places[home] += 1
            }
        }
    }

    /// Sorts a bucket and drops what stands twice in it; gives how many stay.
    private static func sort(_ bucket: UnsafeMutableBufferPointer<UInt64>) -> (Int, Void) {
        var sorted = Array(bucket)
        RadixSort.sort(&sorted, bits: 0..<Int(bucketShift))
        var kept = 0
        for entry in sorted where kept == 0 || entry != bucket[kept - 1] {
            bucket[kept] = entry
            kept += 1
        }
        return (kept, ())
    }

    /// Works on the buckets on all processors.
    ///
    /// - Parameter work: may change a bucket; gives how many of its first entries stay, and a result.
    func each<Result: Sendable>(
        _ work: @escaping @Sendable (UnsafeMutableBufferPointer<UInt64>) -> (Int, Result),
        collect: (Result) -> Void
    ) async {
        await InParallel.each(Self.bucketCount) { number in
            // SAFETY: buckets do not overlap, each is given to one part of the work, and the buffer lives
            // while this method runs.
            Bucket(
                entries: .init(
                    rebasing: entries[starts[number]..<starts[number] + counts[number]]))
        } work: { bucket in
            work(bucket.entries)
        } collect: { number, worked in
            counts[number] = worked.0
            collect(worked.1)
        }
    }

    /// The entries of a bucket.
    subscript(bucket: Int) -> UnsafeBufferPointer<UInt64> {
        .init(rebasing: entries[starts[bucket]..<starts[bucket] + counts[bucket]])
    }

    /// Calls with the place of each run of one key of two records or more.
    static func groups(of entries: UnsafeBufferPointer<UInt64>, _ body: (Range<Int>) -> Void) {
        var start = 0
        while start < entries.count {
            var end = start + 1
            while end < entries.count, (entries[end] ^ entries[start]) & ~recordMask == 0 {
                end += 1
            }
            if end - start > 1 { body(start..<end) }
            start = end
        }
    }
}

/// A bucket on its way to one part of the work.
// SAFETY: `KeyedRecords.each` gives each bucket to one part of the work alone and waits for it.
private struct Bucket: @unchecked Sendable {
    let entries: UnsafeMutableBufferPointer<UInt64>
}
