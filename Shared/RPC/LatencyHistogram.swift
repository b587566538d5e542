import Synchronization

/// A histogram of durations with 16 linear buckets in each power of two: every value is known to
/// within 1/16.
///
/// The shape is that of HdrHistogram (G. Tene) with four significant bits. 1 µs to 2^32 µs (71
/// minutes); longer values count as the longest.
public struct LatencyHistogram: Sendable {
    private static let subBucketBits = 4
    fileprivate static let bucketCount = (32 - subBucketBits + 1) << subBucketBits

    private var buckets: [UInt64] = []
    /// How many values were recorded.
    public private(set) var count: UInt64 = 0
    /// Their sum, in microseconds.
    public private(set) var sumMicroseconds: UInt64 = 0

    /// An empty histogram.
    public init() {}

    fileprivate init(buckets: [UInt64], sumMicroseconds: UInt64) {
        self.buckets = buckets
        count = buckets.reduce(0, +)
        self.sumMicroseconds = sumMicroseconds
    }

    /// Counts one value.
    public mutating func record(microseconds: UInt64) {
        if buckets.isEmpty { buckets = Array(repeating: 0, count: Self.bucketCount) }
        buckets[Self.index(of: microseconds)] += 1
        count += 1
        sumMicroseconds &+= microseconds
    }

    /// Adds another histogram's values.
    public mutating func merge(_ other: Self) {
        guard !other.buckets.isEmpty else { return }
        if buckets.isEmpty { buckets = Array(repeating: 0, count: Self.bucketCount) }
        for index in buckets.indices { buckets[index] += other.buckets[index] }
        count += other.count
        sumMicroseconds &+= other.sumMicroseconds
    }

    /// The smallest bucket bound, in microseconds, that at least `fraction` of the values lie at or
    /// below; 0 when empty.
    public func quantile(_ fraction: Double) -> UInt64 {
        let rank = max(1, UInt64((Double(count) * fraction).rounded(.up)))
        var seen: UInt64 = 0
        for (index, bucket) in buckets.enumerated() {
            seen += bucket
            if seen >= rank { return Self.upperBound(of: index) }
        }
        return 0
    }

    /// How many values lie at or below a bound, to within the width of its bucket.
    public func count(upTo microseconds: UInt64) -> UInt64 {
        guard !buckets.isEmpty else { return 0 }
        return buckets[...Self.index(of: microseconds)].reduce(0, +)
    }

    static func index(of value: UInt64) -> Int {
        let value = min(value, UInt64(UInt32.max))
        guard value >= 1 << subBucketBits else { return Int(value) }
        let exponent = 63 - value.leadingZeroBitCount
        let shift = exponent - subBucketBits
        return (shift + 1) << subBucketBits + Int(value >> UInt64(shift)) & 15
    }

    static func upperBound(of index: Int) -> UInt64 {
        guard index >= 1 << subBucketBits else { return UInt64(index) }
        let shift = index >> subBucketBits - 1
        let mantissa = UInt64(index & 15 | 1 << subBucketBits)
        return (mantissa + 1) << UInt64(shift) - 1
    }
}

/// A histogram that several threads add to without waiting for each other.
final class ConcurrentLatencyHistogram: Sendable {
    private let buckets = InlineArray<464, Atomic<UInt64>> { _ in Atomic(0) }
    private let sumMicroseconds = Atomic<UInt64>(0)

    /// Counts one value.
    func record(microseconds: UInt64) {
        buckets[LatencyHistogram.index(of: microseconds)].add(1, ordering: .relaxed)
        sumMicroseconds.add(microseconds, ordering: .relaxed)
    }

    /// The values so far; one that comes in meanwhile may lack in the sum.
    var snapshot: LatencyHistogram {
        LatencyHistogram(
            buckets: buckets.indices.map { buckets[$0].load(ordering: .relaxed) },
            sumMicroseconds: sumMicroseconds.load(ordering: .relaxed))
    }
}
