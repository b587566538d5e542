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
        return try await store.counts(query)
    }

    /// Waits until registration's log is counted up to a position.
    ///
    /// - Throws: `FAILED_PRECONDITION` where it is of another log than the one that is counted; `DEADLINE_EXCEEDED`
    ///   where it is not counted in time.
    private func wait(
        for position: CommonV1.LogPosition, deadline: ContinuousClock.Instant
    ) async throws {
        guard position.region == store.region else { throw Self.otherLog }
        let asked = try position.cursor()
        _ = try await projections.registration.wait(until: position.sequence, deadline: deadline)
        let counted = try await store.registrationCursor()
        if let counted, let asked {
            let isSameEvent =
                counted.position.sequence != position.sequence || counted.eventID == asked.eventID
            guard counted.position.epoch == asked.position.epoch, isSameEvent else {
                throw Self.otherLog
            }
        }
        let sequence = counted?.position.sequence ?? 0
        // The store is asked, not the wait: a log that is being counted anew was passed once and is not any more.
        guard sequence >= position.sequence else {
            throw RPCError(
                .deadlineExceeded, .statistics(.positionNotCounted),
                arguments: ["sequence": "\(position.sequence)", "counted": "\(sequence)"],
                retryAfter: .seconds(1))
        }
    }

    private static let otherLog = RPCError(
        .failedPrecondition, .statistics(.positionOfOtherLog),
        violations: [RPCV1.Violation("position", .statistics(.positionOfOtherLog))])
}
