/// Decides by rate whether a subject may make one more call.
///
/// A token bucket (RFC 2697 describes one for packets): it fills with time up to the burst, and
/// each call takes one out. A value type: time is given, so that tests need no clock.
public struct CallRate: Sendable {
    private struct Bucket: Sendable {
        var available = GatewayLimits.burstPerSubjectMax
        var filledAt: ContinuousClock.Instant

        mutating func fill(until now: ContinuousClock.Instant) {
            let seconds = (now - filledAt) / .seconds(1)
            available = min(
                GatewayLimits.burstPerSubjectMax,
                available + max(0, seconds) * GatewayLimits.callsPerSecondPerSubject)
            filledAt = max(filledAt, now)
        }
    }

    private var buckets: [String: Bucket] = [:]

    /// Subjects that are remembered.
    var subjectCount: Int { buckets.count }

    /// Nobody has called yet.
    public init() {}

    /// Why a call is not admitted.
    public struct Refusal: Error, Sendable, Hashable {
        /// When the same call may be admitted.
        public let retryAfter: Duration
    }

    /// Counts a call, or refuses it.
    public mutating func take(
        _ subject: String, at now: ContinuousClock.Instant
    ) throws(Refusal) {
        if buckets[subject] == nil, buckets.count >= GatewayLimits.subjectsMax {
            forgetIdle(at: now)
            guard buckets.count < GatewayLimits.subjectsMax else {
                throw Refusal(retryAfter: .seconds(1))
            }
        }
        var bucket = buckets[subject] ?? Bucket(filledAt: now)
        bucket.fill(until: now)
        guard bucket.available >= 1 else {
            let missing = 1 - bucket.available
            throw Refusal(retryAfter: .seconds(missing / GatewayLimits.callsPerSecondPerSubject))
        }
        bucket.available -= 1
        buckets[subject] = bucket
    }

    /// A subject with a full bucket is the same as one never seen.
    private mutating func forgetIdle(at now: ContinuousClock.Instant) {
        buckets = buckets.filter { _, bucket in
            var bucket = bucket
            bucket.fill(until: now)
            return bucket.available < GatewayLimits.burstPerSubjectMax
        }
    }
}
