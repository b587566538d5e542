import Access
import Catalogue
import Logging
import Messages
public import RPC
import Status
import Storage

/// Answers `jatigi.health.v1.FollowingService`: what becomes of events that a program could not apply.
public struct FollowingService: Sendable {
    private let followers: [LogFollower]

    /// For a program with these followers.
    public init(_ followers: [LogFollower]) { self.followers = followers }

    /// Adds its method.
    public func register(in table: inout HandlerTable) {
        typealias Service = HealthV1.FollowingService
        table.handle(Service.settleEvent) { request, call in
            try await settle(request, for: try call.caller.subject)
        }
        table.complete(Service.name, Service.methods)
    }

    private func settle(
        _ request: HealthV1.SettleEventRequest, for caller: String
    ) async throws -> HealthV1.SettleEventResponse {
        guard let follower = followers.first(where: { $0.state.source == request.source }) else {
            throw RPCError(.notFound, .follower(.eventNotHeld))
        }
        guard request.settlement == .retry || request.settlement == .setAside else {
            throw RPCError(
                .invalidArgument, .registration(.required),
                violations: [RPCV1.Violation("settlement", .registration(.required))])
        }
        let release = try await follower.settle(eventAt: request.sequence, request.settlement)
        follower.logger.notice(
            "an event that could not be applied was settled",
            metadata: [
                "source": "\(request.source)", "sequence": "\(request.sequence)",
                "is_set_aside": "\(request.settlement == .setAside)", "by": "\(caller)",
                "applied": "\(release.applied)", "remaining": "\(release.remaining)",
            ])
        return .init(
            applied: UInt32(release.applied), remaining: UInt32(release.remaining),
            reason: release.reason ?? "")
    }
}
