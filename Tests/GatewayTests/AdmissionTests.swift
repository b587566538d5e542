import Testing

@testable import GatewayCore

@Suite struct AdmissionTests {
    private let start = ContinuousClock.now

    /// Makes a call and ends it; tells how long to wait where it is refused.
    private func call(
        _ admission: inout Admission, _ subject: String, at now: ContinuousClock.Instant
    ) -> Duration? {
        do {
            try admission.enter(subject, at: now)
            admission.leave(subject)
            return nil
        } catch {
            return error.retryAfter
        }
    }

    @Test func `a subject's calls under way are bounded, and another's are not touched by it`()
        throws
    {
        var admission = Admission()
        for _ in 0..<GatewayLimits.callsInFlightPerSubjectMax {
            try admission.enter("a", at: start)
        }
        #expect(call(&admission, "a", at: start) == .milliseconds(200))
        #expect(call(&admission, "b", at: start) == nil)
        admission.leave("a")
        #expect(call(&admission, "a", at: start) == nil)
    }

    @Test func `a burst passes, then the rate, and time fills the bucket to the burst again`()
        throws
    {
        var admission = Admission()
        let burst = Int(GatewayLimits.burstPerSubjectMax)
        for _ in 0..<burst { #expect(call(&admission, "a", at: start) == nil) }
        let wait = try #require(call(&admission, "a", at: start))
        #expect(wait == .seconds(1 / GatewayLimits.callsPerSecondPerSubject))
        #expect(call(&admission, "a", at: start + wait / 2) != nil)
        #expect(call(&admission, "a", at: start + wait) == nil)
        let later = start + .seconds(3_600)
        for _ in 0..<burst { #expect(call(&admission, "a", at: later) == nil) }
        #expect(call(&admission, "a", at: later) != nil)
    }

    @Test func `a refused call costs nothing`() {
        var admission = Admission()
        for _ in 0..<Int(GatewayLimits.burstPerSubjectMax) { _ = call(&admission, "a", at: start) }
        let first = call(&admission, "a", at: start)
        for _ in 0..<1_000 { #expect(call(&admission, "a", at: start) == first) }
    }

    @Test func `a clock that stands still or steps back gives nothing away`() {
        var admission = Admission()
        for _ in 0..<Int(GatewayLimits.burstPerSubjectMax) { _ = call(&admission, "a", at: start) }
        #expect(call(&admission, "a", at: start - .seconds(100)) != nil)
        #expect(call(&admission, "a", at: start) != nil)
    }

    @Test func `subjects that came and went make room, and who is busy is not forgotten`() throws {
        var admission = Admission()
        for _ in 0..<GatewayLimits.callsInFlightPerSubjectMax {
            try admission.enter("busy", at: start)
        }
        for number in 0..<GatewayLimits.subjectsMax { _ = call(&admission, "\(number)", at: start) }
        #expect(call(&admission, "late", at: start + .seconds(60)) == nil)
        #expect(admission.subjectCount == 2)
        #expect(call(&admission, "busy", at: start + .seconds(60)) == .milliseconds(200))
    }

    @Test func `where no subject is idle a new one waits, and the table does not grow`() throws {
        var admission = Admission()
        for number in 0..<GatewayLimits.subjectsMax { try admission.enter("\(number)", at: start) }
        #expect(call(&admission, "late", at: start + .seconds(60)) == .seconds(1))
        #expect(admission.subjectCount == GatewayLimits.subjectsMax)
        admission.leave("0")
        #expect(call(&admission, "late", at: start + .seconds(60)) == nil)
    }
}
