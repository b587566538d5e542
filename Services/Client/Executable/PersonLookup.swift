import Basics
import ClientSpool
import Messages
import RPC
import Terminal

/// Turns how a device names people into the region's ids, by the receipts of the team's own batches. Nobody learns an id by
/// it that their role may not see anyway.
struct PersonLookup {
    /// A person, and the position of the receipt that named them.
    struct Found {
        let id: [UInt8]
        var position: CommonV1.LogPosition?
    }

    let client: RPCClient
    private var receipts: [String: RegistrationV1.Receipt] = [:]

    init(client: RPCClient) { self.client = client }

    /// Nil where the batch, the form or the household has no such person (yet).
    ///
    /// - Throws: failures of the call.
    mutating func find(_ person: CapturedPerson) async throws -> Found? {
        switch person {
        case .person(let id): return RecordID(written: id).map { Found(id: $0.bytes) }
        case .member(let batchID, let form, let member):
            let receipt = try await receipt(batchID)
            let people = receipt.results.first { $0.sourceKey == form }?.personIDs ?? []
            guard people.indices.contains(member - 1), !people[member - 1].isEmpty else {
                return nil
            }
            return Found(id: people[member - 1], position: receipt.position)
        case .household: return nil
        }
    }

    private mutating func receipt(_ batchID: String) async throws -> RegistrationV1.Receipt {
        if let known = receipts[batchID] { return known }
        guard let id = RecordID(written: batchID) else { return .init() }
        let answer = try await client.call(
            GatewayV1.GatewayService.getBatchStatus, .init(batchID: id.bytes),
            options: CallOptions(timeout: TerminalLimits.batchLookup))
        let receipt = answer.receipt ?? .init()
        receipts[batchID] = receipt
        return receipt
    }
}
