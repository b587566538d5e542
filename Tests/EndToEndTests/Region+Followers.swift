import Access
import Messages
import Operations
import RPC
import Status
import TestKit
import Testing

extension Region {
    /// What a service says of itself.
    func status(
        of service: ServiceName
    ) async throws -> HealthV1.ProgramStatus {
        let client = try client(.admin, of: service)
        let answer = try await client.call(HealthV1.HealthService.getStatus, .init())
        await client.close()
        return try #require(answer.program)
    }

    /// How many people statistics counts, repeats included.
    func countedPeople() async throws -> UInt64 {
        let client = try client(.viewer)
        let counts = try await client.call(StatisticsV1.StatisticsService.getCounts, .init())
        await client.close()
        return try #require(counts.total).people
    }

    /// Waits until the followers stand at the ends of the logs, with nothing set aside.
    ///
    /// - Parameter isRestored: whether a log may be another one, shorter than the one before.
    func expectLevelFollowers(
        isRestored: Bool = false, _ comment: Comment? = nil
    ) async throws {
        let end = ContinuousClock.now + Region.patience
        var isLevel = false
        while !isLevel, ContinuousClock.now < end {
            isLevel = (try? await areFollowersLevel(isRestored: isRestored)) ?? false
            if !isLevel { try await Task.sleep(for: .milliseconds(50)) }
        }
        #expect(isLevel, comment)
    }

    private func areFollowersLevel(isRestored: Bool) async throws -> Bool {
        let concerns = isRestored ? ["", "follower.log_shorter"] : [""]
        let registration = try await status(of: .registration).logHead
        let deduplication = try await status(of: .deduplication)
        let statistics = try await status(of: .statistics)
        let heads = [
            "registration": registration, "deduplication": deduplication.logHead,
            "directory": try await status(of: .directory).logHead,
        ]
        func isLevel(_ follower: HealthV1.FollowerStatus, _ head: CommonV1.LogPosition?) -> Bool {
            // Of an empty log there is no position.
            (follower.position?.sequence ?? 0) == (head?.sequence ?? 0)
                && concerns.contains(follower.lastFailureReason)
                && follower.quarantinedEvents + follower.heldEvents == 0
                && follower.lag == .lagEvents(0)
        }
        return deduplication.followers.allSatisfy { isLevel($0, registration) }
            && statistics.followers.allSatisfy { isLevel($0, heads[$0.source] ?? nil) }
    }
}
