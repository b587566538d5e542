import Messages
import Testing

@testable import Operations

@Suite struct MetricsTextTests {
    // It was 0, and an alarm on a lag that grows stayed quiet for as long as the source was out of reach.
    @Test func `a lag that is not known has no sample, and one that is 0 has`() {
        var status = HealthV1.ProgramStatus(program: "jatigi-statistics")
        status.followers = [
            .init(source: "registration", setAsideEvents: 2),
            .init(source: "directory", lag: .lagEvents(0)),
        ]
        let lines = MetricsText(status: status, methods: [:]).text.split(separator: "\n")
        #expect(
            lines.filter { $0.hasPrefix("jatigi_follower_lag_events{") } == [
                "jatigi_follower_lag_events{source=\"directory\"} 0"
            ])
        #expect(lines.contains("jatigi_follower_contact_seconds{source=\"registration\"} 0"))
        #expect(lines.contains("jatigi_follower_set_aside_events{source=\"registration\"} 2"))
    }

    // Calls in their handlers were told, and nobody saw that half of them waited for their turn.
    @Test func `calls that wait have a sample where a program lets them wait`() {
        var status = HealthV1.ProgramStatus(program: "jatigi-gateway", requestsInFlight: 30)
        func lines() -> [Substring] {
            MetricsText(status: status, methods: [:]).text.split(separator: "\n")
        }
        #expect(!lines().contains { $0.contains("jatigi_requests_waiting") })
        status.requestsWaitingMax = 40
        #expect(lines().contains("jatigi_requests_waiting 0"))
        status.requestsWaiting = 6
        #expect(lines().contains("jatigi_requests_waiting 6"))
        #expect(lines().contains("jatigi_requests_in_flight 30"))
    }
}
