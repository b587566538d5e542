import Basics
import Catalogue
import DeduplicationCore
import Following
import Messages
import RPC
import Status
import Storage

/// Answers for a batch once everything up to its position was screened.
struct GetScreening: Sendable {
    let store: DeduplicationStore

    /// - Parameter remaining: what is left of the caller's time; a tenth stays for the answer's way back.
    /// - Throws: `DATA_LOSS` where the position is not one of the followed log.
    func run(
        _ request: DeduplicationV1.GetScreeningRequest, remaining: Duration
    ) async throws -> DeduplicationV1.GetScreeningResponse {
        let deadline = ContinuousClock.now + remaining * 0.9
        let batchID = try Field.id(request.batchID, "batch_id")
        guard let position = request.position else {
            throw Field.invalid("position", .registration(.required))
        }
        let first = try await read(position, batchID)
        guard first.state == .pending, first.pendingReason.isEmpty,
            try await store.follower.wait(until: position.sequence, deadline: deadline)
        else { return first }
        return try await read(position, batchID)
    }

    /// What is there now; pending where the position is still to come.
    private func read(
        _ position: CommonV1.LogPosition, _ batchID: [UInt8]
    ) async throws -> DeduplicationV1.GetScreeningResponse {
        try await store.database.read { reading in
            let cursor = try store.followed.cursor(in: reading)
            var answer = DeduplicationV1.GetScreeningResponse(
                state: .done, followed: CommonV1.LogPosition(cursor, region: store.region))
            switch try store.followed.verdict(on: position, in: reading) {
            case .passed: break
            case .ahead:
                answer.state = .pending
                return answer
            case .lost: throw RPCError(.dataLoss, .rpc(.dataLoss))
            }
            guard try !isHeld(batchID, at: position.sequence, in: reading) else {
                answer.state = .pending
                answer.pendingReason = MessageKey.deduplication(.batchHeld).rawValue
                return answer
            }
            answer.pairs = try store.pairs.screened(batchID, in: reading).compactMap {
                guard let pair = $0.pair.ofRecordsAlone else { return nil }
                return try screened(pair, of: $0.person, in: reading)
            }
            return answer
        }
    }

    /// Whether an event of a batch, whose events end at a position, is held back and so not screened.
    private func isHeld(
        _ batchID: [UInt8], at last: UInt64, in reading: ReadTransaction
    ) throws -> Bool {
        let limit = DeduplicationLimits.batchEventsMax
        let first = last > UInt64(limit) ? last - UInt64(limit) + 1 : 1
        return try store.followed.held(at: first...max(first, last), limit: limit, in: reading)
            .contains { try RegistrationLog.event($0.event).batchID == batchID }
    }

    /// The pair without names: whoever submits may not see others' records.
    private func screened(
        _ pair: DeduplicationV1.Pair, of person: RecordID, in reading: ReadTransaction
    ) throws -> DeduplicationV1.ScreenedPair {
        let key = try pair.key
        let other = key.earlier == person ? key.later : key.earlier
        return .init(
            pairID: pair.pairID, personID: person.bytes,
            otherCaseNumber: try store.records.summary(other, in: reading)?.caseNumber ?? "",
            level: pair.level, weightBits: pair.weightBits, evidence: pair.evidence,
            probability: pair.probability)
    }
}
