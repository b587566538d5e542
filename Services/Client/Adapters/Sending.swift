public import Access
import Basics
public import ClientSpool
public import Messages
public import RPC
import Status

/// Hands sealed batches from a spool to the region, one after another.
///
/// A batch leaves `waiting` only with the region's receipt in hand. Whatever goes wrong before
/// that, it stays; sending it again is harmless, since the region knows batches by their id.
public struct Sending {
    private let client: RPCClient
    private let spool: Spool

    /// What became of one batch.
    public struct Sent: Sendable {
        /// The batch.
        public let entry: SpoolEntry
        /// The region's answer.
        public let answer: GatewayV1.SubmitBatchResponse
    }

    /// Sends from a spool over a client.
    public init(client: RPCClient, spool: Spool) {
        self.client = client
        self.spool = spool
    }

    /// Sends one batch and notes the receipt.
    ///
    /// - Throws: `RPCError` with the entry still waiting; `SpoolError` `entryDamaged` where its
    ///   sealed batch cannot be read.
    public func send(_ entry: SpoolEntry) async throws -> Sent {
        var entry = entry
        let box = try spool.box(entry)
        entry.tries += 1
        let answer: GatewayV1.SubmitBatchResponse
        do throws(RPCError) {
            answer = try await client.call(
                GatewayV1.GatewayService.submitBatch,
                .init(batchID: Self.bytes(entry.batchID), sealedContent: box),
                options: CallOptions(timeout: Submission.batchTimeout))
        } catch {
            entry.lastFailure = error.details.reason
            try spool.save(entry)
            throw error
        }
        guard let receipt = answer.receipt, receipt.batchID == Self.bytes(entry.batchID) else {
            throw RPCError.internal
        }
        entry.state = .acknowledged
        entry.sequence = receipt.position?.sequence ?? 0
        entry.acknowledgedAtMilliseconds = Timestamp.now().millisecondsSinceEpoch
        entry.rejectedHouseholds = receipt.results.count { $0.outcome == .rejected }
        entry.lastFailure = ""
        try spool.save(entry)
        return Sent(entry: entry, answer: answer)
    }

    static func bytes(_ hexadecimal: String) -> [UInt8] {
        let digits = hexadecimal.compactMap(\.hexDigitValue)
        return stride(from: 0, to: digits.count - 1, by: 2).map {
            UInt8(digits[$0] << 4 | digits[$0 + 1])
        }
    }

    static func hexadecimal(_ bytes: [UInt8]) -> String {
        bytes.reduce(into: "") { text, byte in
            text += String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
        }
    }
}

extension Spool {
    /// Signs, seals and keeps one batch; returns when it is durable.
    public func keep(
        _ content: [UInt8], source: String, fileName: String, people: Int, rows: [Int],
        device: SigningKey, region: SealingPublicKey
    ) throws -> SpoolEntry {
        let entry = SpoolEntry(
            batchID: Sending.hexadecimal(ContentID.of(content)), source: source,
            fileName: fileName, people: people, rows: rows,
            storedAtMilliseconds: Timestamp.now().millisecondsSinceEpoch)
        try store(entry, box: try SealedBox.seal(content, from: device, to: region))
        return entry
    }
}
