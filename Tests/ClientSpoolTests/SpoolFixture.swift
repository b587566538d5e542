import Access
import Catalogue
import ClientService
import ClientSpool
import Foundation
import Messages
import Status
import TestKit

/// A spool in a folder of its own.
struct SpoolFixture {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    var path: String { "\(folder.path)/a/spool" }

    func open() throws -> Spool { try Spool(folder: path) }

    func entry(_ id: UInt8, people: Int = 1, storedAt: Int64 = 0) -> SpoolEntry {
        SpoolEntry(
            batchID: Self.batchID(id), source: "team-1", fileName: "file.csv", people: people,
            rows: [2], storedAtMilliseconds: storedAt)
    }

    static func batchID(_ id: UInt8) -> String {
        String(repeating: id < 16 ? "0\(String(id, radix: 16))" : String(id, radix: 16), count: 16)
    }

    /// Puts an acknowledged batch into the spool.
    @discardableResult
    func acknowledged(_ spool: Spool, _ id: UInt8, at milliseconds: Int64 = 1) throws -> SpoolEntry
    {
        var entry = try spool.store(entry(id), box: [id])
        entry.state = .acknowledged
        entry.sequence = UInt64(id)
        entry.acknowledgedAtMilliseconds = milliseconds
        try spool.save(entry)
        return entry
    }

    func files() throws -> Set<String> {
        Set(try FileManager.default.contentsOfDirectory(atPath: path))
    }
}

extension Spool {
    /// Keeps one batch.
    func store(_ entry: SpoolEntry, box: [UInt8]) throws -> SpoolEntry {
        try store([entry]) { _ in box }[0]
    }
}

/// A region that answers as a test says, and remembers what it was asked.
final class FakeRegion {
    static let now: Int64 = 1_790_000_000_000
    private(set) var received: [[UInt8]] = []
    private(set) var overtakenAt: [Int64] = []
    /// Whether it has had all batches before.
    var knows = false
    private let refuse: ([UInt8]) throws(RPCError) -> Void

    /// - Parameter refuse: throws for a batch that is not taken.
    init(refuse: @escaping ([UInt8]) throws(RPCError) -> Void = { _ in }) { self.refuse = refuse }

    var call: BatchCall {
        { request throws(RPCError) in
            self.received.append(request.batchID)
            self.overtakenAt.append(request.overtakenAtMilliseconds)
            try self.refuse(request.batchID)
            return .init(
                receipt: .init(
                    batchID: request.batchID,
                    position: .init(region: "ML19", sequence: UInt64(self.received.count)),
                    receivedAtMilliseconds: Self.now, alreadyReceived: self.knows))
        }
    }
}
