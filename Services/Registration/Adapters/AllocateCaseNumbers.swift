import Access
import Basics
import Catalogue
import Messages
import RPC
import RegistrationCore
import Status
import Storage

/// Hands a block of case numbers to whoever asks, and the same block again for the same request.
struct AllocateCaseNumbers: Sendable {
    let store: RegistrationStore

    func run(
        _ request: RegistrationV1.AllocateCaseNumbersRequest, _ call: Call
    ) async throws -> RegistrationV1.AllocateCaseNumbersResponse {
        let requestID = try Field.id(request.requestID, "request_id")
        let limits = RegistrationLimits.caseNumbersPerBlock
        let count = Int(request.count)
        guard count >= limits.lowerBound else {
            throw Field.invalid("count", .registration(.required))
        }
        guard count <= limits.upperBound else {
            throw Field.invalid(
                "count", .request(.tooMany), ["max": "\(limits.upperBound)"])
        }
        let subject = try call.caller.subject
        return try await store.database.write { transaction in
            if let (block, numbers) = try store.caseNumbers.block(
                requestID, of: subject, in: transaction)
            {
                guard block.count == count else {
                    throw Field.invalid(
                        "request_id", .registrationState(.blockRequestChanged),
                        ["count": "\(block.count)"])
                }
                return .init(
                    caseNumbers: numbers,
                    allocatedAtMilliseconds: block.allocatedAt.millisecondsSinceEpoch,
                    alreadyAllocated: true)
            }
            let now = store.currentTime
            let left =
                RegistrationLimits.caseNumbersPerDayMax
                - (try store.caseNumbers.count(
                    of: subject, since: now.advanced(by: .seconds(-86_400)), in: transaction))
            guard count <= left else {
                throw RPCError(
                    .resourceExhausted, .registrationState(.caseNumbersOfDay),
                    arguments: [
                        "max": "\(RegistrationLimits.caseNumbersPerDayMax)", "left": "\(left)",
                    ],
                    retryAfter: .seconds(3_600))
            }
            let (block, numbers) = try store.caseNumbers.allocate(
                count, for: requestID, to: subject, at: now, in: transaction)
            return .init(
                caseNumbers: numbers,
                allocatedAtMilliseconds: block.allocatedAt.millisecondsSinceEpoch)
        }
    }
}
