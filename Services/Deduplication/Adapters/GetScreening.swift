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
        guard position.region == store.region else { throw RPCError(.dataLoss, .rpc(.dataLoss)) }
        let first = try await read(position, batchID)
        guard first.state == .pending,
            try await store.follower.wait(until: position.sequence, deadline: deadline)
        else { return first }
        return try await read(position, batchID)
    }

    /// What is there now; pending where the position is still to come.
    private func read(
        _ position: CommonV1.LogPosition, _ batchID: [UInt8]
    ) async throws -> DeduplicationV1.GetScreeningResponse {
        try await store.database.read { reading in
            let cursor = try store.followedCursor(in: reading)
            var answer = DeduplicationV1.GetScreeningResponse(
                state: .done, followed: CommonV1.LogPosition(cursor, region: store.region))
            // Sequence 0 is before the first event: there was nothing to screen.
            if position.sequence > 0 {
                guard let epoch = RecordID(bytes: position.epoch) else {
                    throw Field.invalid("position.epoch", .registration(.idMalformed))
                }
                let verdict = try store.epochs.epochs(in: reading).verdict(
                    sequence: position.sequence, epoch: epoch,
                    followed: cursor?.position.sequence ?? 0)
                switch verdict {
                case .passed: break
                case .ahead:
                    answer.state = .pending
                    return answer
                case .lost: throw RPCError(.dataLoss, .rpc(.dataLoss))
                }
            }
            answer.pairs = try store.pairs.screened(batchID, in: reading).map {
                try screened($0, in: reading)
            }
            return answer
        }
    }

    /// The pair without names: whoever submits may not see others' records.
    private func screened(
        _ screened: PairRows.Screened, in reading: ReadTransaction
    ) throws -> DeduplicationV1.ScreenedPair {
        let key = try screened.pair.key
        let other = key.earlier == screened.person ? key.later : key.earlier
        return .init(
            pairID: screened.pair.pairID, personID: screened.person.bytes,
            otherCaseNumber: try store.records.summary(other, in: reading)?.caseNumber ?? "",
            level: screened.pair.level, weightBits: screened.pair.weightBits,
            evidence: screened.pair.evidence)
    }
}
