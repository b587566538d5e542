import Testing

@testable import GatewayCore

@Suite struct CallRateTests {
    private let start = ContinuousClock.now

    /// Makes a call; tells how long to wait where it is refused.
    private func call(
        _ rate: inout CallRate, _ subject: String, at now: ContinuousClock.Instant
    ) -> Duration? {
        do {
            try rate.take(subject, at: now)
            return nil
        } catch {
            return error.retryAfter
        }
    }

    @Test func `a burst passes, then the rate, and time fills the bucket to the burst again`()
        throws
    {
        var rate = CallRate()
        let burst = Int(GatewayLimits.burstPerSubjectMax)
        for _ in 0..<burst { #expect(call(&rate, "a", at: start) == nil) }
        let wait = try #require(call(&rate, "a", at: start))
        #expect(wait == .seconds(1 / GatewayLimits.callsPerSecondPerSubject))
        #expect(call(&rate, "a", at: start + wait / 2) != nil)
        #expect(call(&rate, "a", at: start + wait) == nil)
        let later = start + .seconds(3_600)
        for _ in 0..<burst { #expect(call(&rate, "a", at: later) == nil) }
        #expect(call(&rate, "a", at: later) != nil)
    }

    @Test func `a refused call costs nothing`() {
        var rate = CallRate()
        for _ in 0..<Int(GatewayLimits.burstPerSubjectMax) { _ = call(&rate, "a", at: start) }
        let first = call(&rate, "a", at: start)
        for _ in 0..<1_000 { #expect(call(&rate, "a", at: start) == first) }
    }

    @Test func `a clock that stands still or steps back gives nothing away`() {
        var rate = CallRate()
        for _ in 0..<Int(GatewayLimits.burstPerSubjectMax) { _ = call(&rate, "a", at: start) }
        #expect(call(&rate, "a", at: start - .seconds(100)) != nil)
        #expect(call(&rate, "a", at: start) != nil)
    }

    @Test
    func `subjects that came and went make room, and who has used up its rate is not forgotten`() {
        var rate = CallRate()
        for number in 0..<(GatewayLimits.subjectsMax - 1) {
            _ = call(&rate, "\(number)", at: start)
        }
        let later = start + .seconds(60)
        for _ in 0..<Int(GatewayLimits.burstPerSubjectMax) { _ = call(&rate, "busy", at: later) }
        #expect(call(&rate, "late", at: later) == nil)
        #expect(rate.subjectCount == 2)
        #expect(call(&rate, "busy", at: later) != nil)
    }

    @Test func `where no subject is idle a new one waits, and the table does not grow`() {
        var rate = CallRate()
        for number in 0..<GatewayLimits.subjectsMax { _ = call(&rate, "\(number)", at: start) }
        #expect(call(&rate, "late", at: start) == .seconds(1))
        #expect(rate.subjectCount == GatewayLimits.subjectsMax)
        #expect(call(&rate, "late", at: start + .seconds(60)) == nil)
    }
}
