public import Access
import Messages
public import Status
import Synchronization

/// Counts and times of every method of a server, since its start.
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
    private let counts: Mutex<[String: MethodCounts]>

    /// Counts of nothing yet.
    ///
    /// - Parameter methods: full names that are counted apart; the others are counted together as "unknown". Names come
    ///   from callers, with a token or without: counting whatever they send would let them fill the memory.
    public init(methods: [String] = AccessPolicy.standard.methods) {
        counts = Mutex(
            Dictionary(
                (methods + [Self.unknown]).map { ($0, MethodCounts()) },
                uniquingKeysWith: { first, _ in first }))
    }

    /// Counts a call that ended.
    public func end(_ call: Call, error: RPCError?, elapsed: Duration) {
        let microseconds = UInt64(clamping: elapsed.wholeMicroseconds)
        counts.withLock { counts in
            guard
                let index = counts.index(forKey: call.method) ?? counts.index(forKey: Self.unknown)
            else { return }
            counts.values[index].record(error: error, microseconds: microseconds)
        }
    }

    /// A copy of the counts of the methods that were called, by name.
    public var snapshot: [String: MethodCounts] {
        counts.withLock { $0.filter { $0.value.calls > 0 } }
    }

    /// All methods together, without those of the health service, which would hide the others.
    public var total: MethodCounts {
        counts.withLock { counts in
            counts.reduce(into: MethodCounts()) { total, entry in
                guard !entry.key.hasPrefix(HealthV1.HealthService.name) else { return }
                total.merge(entry.value)
            }
        }
    }
}

extension CallMetrics.MethodCounts {
    mutating func record(error: RPCError?, microseconds: UInt64) {
        calls += 1
        if let error { errors[error.code.rawValue, default: 0] += 1 }
        latency.record(microseconds: microseconds)
    }

    mutating func merge(_ other: Self) {
        calls += other.calls
        errors.merge(other.errors, uniquingKeysWith: +)
        latency.merge(other.latency)
    }
}
