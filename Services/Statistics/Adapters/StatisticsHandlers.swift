import Basics
import Catalogue
import Following
import Messages
import RPC
import StatisticsCore
import Status
import Storage

/// Answers `jatigi.statistics.v1`.
struct StatisticsHandlers: Sendable {
    typealias Service = StatisticsV1.StatisticsService

    let store: StatisticsStore
    let projections: Projections

    func register(in table: inout HandlerTable) {
        table.handle(Service.getCounts) { request, call in
            // The counting comes after the waiting, inside the same time.
            try await getCounts(request, waitingUntil: .now + call.remaining * 0.8)
        }
        table.complete(Service.name, Service.methods)
    }

    func getCounts(
        _ request: StatisticsV1.GetCountsRequest, waitingUntil deadline: ContinuousClock.Instant
    ) async throws -> StatisticsV1.GetCountsResponse {
        let query = try CountQuery(
            request, today: store.today, places: try await store.gazetteer())
        if let position = request.position, position.sequence > 0 {
            try await wait(for: position, deadline: deadline)
        }
        var counts = try await store.counts(
            query,
            heads: (
                projections.registration.headSequence, projections.deduplication.headSequence
            ))
        counts.shorterLogs = projections.shorterLogs
        return counts
    }

    /// Waits until registration's log is counted up to a position.
    ///
    /// - Throws: `FAILED_PRECONDITION` where it is of another log than the one that is counted; `DEADLINE_EXCEEDED`
    ///   where it is not counted in time.
    private func wait(
        for position: CommonV1.LogPosition, deadline: ContinuousClock.Instant
    ) async throws {
        if try await isCounted(position) { return }
        _ = try await projections.registration.wait(until: position.sequence, deadline: deadline)
        // The store is asked, not the wait: a log that is being counted anew was passed once and is not any more.
        guard try await isCounted(position) else {
            let counted = projections.registration.position?.sequence ?? 0
            throw RPCError(
                .deadlineExceeded, .statistics(.positionNotCounted),
                arguments: ["sequence": "\(position.sequence)", "counted": "\(counted)"],
                retryAfter: .seconds(1))
        }
    }

    private func isCounted(_ position: CommonV1.LogPosition) async throws -> Bool {
        try await store.database.read { reading in
            switch try store.registration.verdict(on: position, in: reading) {
            case .passed:
                // A batch that changed nothing was given a position without an event.
                let cursor = try store.registration.cursor(in: reading)
                guard
                    position.eventID.isEmpty || cursor?.position.sequence != position.sequence
                        || cursor?.eventID.bytes == position.eventID
                else { throw Self.otherLog }
                return true
            case .ahead: return false
            case .lost: throw Self.otherLog
            }
        }
    }

    private static let otherLog = RPCError(
        .failedPrecondition, .statistics(.positionOfOtherLog),
        violations: [RPCV1.Violation("position", .statistics(.positionOfOtherLog))])
}
