public import Access
import Messages
public import Status
import Synchronization

/// Counts and times of every method of a server, since its start.
///
/// Threads that end calls at the same time add to the same numbers and never wait for each other; a
/// snapshot taken meanwhile may hold the count of a call and not yet its time.
public final class CallMetrics: ServerInterceptor {
    /// The counts of one method.
    public struct MethodCounts: Sendable {
        /// Calls that ended.
        public var calls: UInt64 = 0
        /// Calls that ended with each status code other than OK, by the code's number.
        public var errors: [Int32: UInt64] = [:]
        /// Time from arrival to answer.
        public var latency = LatencyHistogram()
    }

    private static let unknown = "unknown"
    /// Every name that is counted has its entry from the beginning.
    private let methods: [String: MethodCounter]
    private let others = MethodCounter()

    /// Counts of nothing yet.
    ///
    /// - Parameter methods: full names that are counted apart; the others are counted together as "unknown". Names come
    ///   from callers, with a token or without: counting whatever they send would let them fill the memory.
    public init(methods: [String] = AccessPolicy.standard.methods) {
        self.methods = Dictionary(
            methods.map { ($0, MethodCounter()) }, uniquingKeysWith: { first, _ in first })
    }

    /// Counts a call that ended.
    public func end(_ call: Call, error: RPCError?, elapsed: Duration) {
        (methods[call.method] ?? others).record(
            error: error, microseconds: UInt64(clamping: elapsed.wholeMicroseconds))
    }

    /// A copy of the counts of the methods that were called, by name.
    public var snapshot: [String: MethodCounts] {
        var counts = methods.compactMapValues(\.counts)
        counts[Self.unknown] = others.counts
        return counts
    }

    /// All methods together, without those of the health service, which would hide the others, and without the reading of
    /// logs, which waits for an event.
    public var total: MethodCounts {
        snapshot.reduce(into: MethodCounts()) { total, entry in
            guard !entry.key.hasPrefix(HealthV1.HealthService.name),
                !Self.waiting.contains(entry.key)
            else { return }
            total.merge(entry.value)
        }
    }

    private static let waiting: Set = [
        RegistrationV1.RegistrationService.readEvents.name,
        DeduplicationV1.DeduplicationService.readEvents.name,
        DirectoryV1.DirectoryService.readEvents.name,
    ]
}

/// What is counted of one method, by several threads; some 4 KB.
private final class MethodCounter: Sendable {
    private let errors = InlineArray<17, Atomic<UInt64>> { _ in Atomic(0) }
    private let latency = ConcurrentLatencyHistogram()

    func record(error: RPCError?, microseconds: UInt64) {
        latency.record(microseconds: microseconds)
        guard let error else { return }
        let code = Int(error.code.rawValue)
        let index = errors.indices.contains(code) ? code : Int(RPCV1.StatusCode.unknown.rawValue)
        errors[index].add(1, ordering: .relaxed)
    }

    /// The counts now; nil before the first call.
    var counts: CallMetrics.MethodCounts? {
        var counts = CallMetrics.MethodCounts()
        counts.latency = latency.snapshot
        counts.calls = counts.latency.count
        guard counts.calls > 0 else { return nil }
        for code in errors.indices {
            let count = errors[code].load(ordering: .relaxed)
            if count > 0 { counts.errors[Int32(code)] = count }
        }
        return counts
    }
}

extension CallMetrics.MethodCounts {
    mutating func merge(_ other: Self) {
        calls += other.calls
        errors.merge(other.errors, uniquingKeysWith: +)
        latency.merge(other.latency)
    }
}
