import Messages
import Status

/// When and how often a call is tried again: only idempotent methods, only after transient
/// failures, only within the deadline.
///
/// The waits grow exponentially with full jitter (M. Brooker, "Exponential Backoff And Jitter", AWS
/// 2015), so that many clients that lost the same server do not come back at once.
public struct RetryPolicy: Sendable {
    /// Tries in all, the first one included.
    public var triesMax: Int
    /// Upper bound of the first wait; it doubles with each try.
    public var baseDelay: Duration
    /// Upper bound of any wait.
    public var delayMax: Duration

    /// Makes a policy.
    public init(
        triesMax: Int = 4, baseDelay: Duration = .milliseconds(50), delayMax: Duration = .seconds(5)
    ) {
        self.triesMax = triesMax
        self.baseDelay = baseDelay
        self.delayMax = delayMax
    }

    /// One try and no more.
    public static let never = RetryPolicy(triesMax: 1)

    /// The longest wait that a server may ask for: beyond it the caller is told instead, who knows
    /// better what to do with the time.
    private static let requestedDelayMax: Duration = .seconds(15)

    /// How long to wait after the `tries`th try failed with `error`; nil to give up, also where the
    /// server asks for a longer wait than is allowed: a full disk, say, is for people to mend.
    func delay(after tries: Int, of error: RPCError) -> Duration? {
        var random = SystemRandomNumberGenerator()
        return delay(after: tries, of: error, using: &random)
    }

    func delay(
        after tries: Int, of error: RPCError, using random: inout some RandomNumberGenerator
    ) -> Duration? {
        guard tries < triesMax, error.isTransient, error.code != .aborted,
            error.retryAfter <= Self.requestedDelayMax
        else { return nil }
        let ceiling = min(delayMax, baseDelay * (1 << min(tries - 1, 20)))
        let jittered = ceiling * Double.random(in: 0...1, using: &random)
        return max(error.retryAfter, jittered)
    }
}
