/// Decides whether a subject may make one more call: by calls under way, and by rate.
///
/// The rate is a token bucket (RFC 2697 describes one for packets): it fills with time up to the
/// burst, and each call takes one out. A value type: time is given, so that tests need no clock.
public struct Admission: Sendable {
    private struct Account: Sendable {
        var inFlight = 0
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

    private var accounts: [String: Account] = [:]

    /// Subjects that are remembered.
    var subjectCount: Int { accounts.count }

    /// Nobody has called yet.
    public init() {}

    /// Why a call is not admitted.
    public struct Refusal: Error, Sendable, Hashable {
        /// When the same call may be admitted.
        public let retryAfter: Duration
    }

    /// Counts a call in, or refuses it.
    public mutating func enter(
        _ subject: String, at now: ContinuousClock.Instant
    ) throws(Refusal) {
        if accounts[subject] == nil, accounts.count >= GatewayLimits.subjectsMax {
            forgetIdle(at: now)
            guard accounts.count < GatewayLimits.subjectsMax else {
                throw Refusal(retryAfter: .seconds(1))
            }
        }
        var account = accounts[subject] ?? Account(filledAt: now)
        account.fill(until: now)
        guard account.inFlight < GatewayLimits.callsInFlightPerSubjectMax else {
            throw Refusal(retryAfter: .milliseconds(200))
        }
        guard account.available >= 1 else {
            let missing = 1 - account.available
            throw Refusal(retryAfter: .seconds(missing / GatewayLimits.callsPerSecondPerSubject))
        }
        account.available -= 1
        account.inFlight += 1
        accounts[subject] = account
    }

    /// Counts a call out.
    public mutating func leave(_ subject: String) {
        accounts[subject]?.inFlight -= 1
    }

    /// A subject without a call under way and with a full bucket is the same as one never seen.
    private mutating func forgetIdle(at now: ContinuousClock.Instant) {
        accounts = accounts.filter { _, account in
            var account = account
            account.fill(until: now)
            return account.inFlight > 0 || account.available < GatewayLimits.burstPerSubjectMax
        }
    }
}
