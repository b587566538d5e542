import Access
import Foundation
import Glibc

/// Batches on a device's disk that wait for a connection, and those kept after it.
///
/// Each entry is two files of mode 0600, written whole or not at all and durable when `store`
/// returns: `ID.box`, signed with the device's key and sealed to the region's, and `ID.json`, which
/// tells where the batch is. The box comes first: one without a description is what a program left that was cut off, and
/// waits like any other, with nothing known of it but its id. A description without its box is damaged. One program at a
/// time changes a spool; any may look into it.
public final class Spool {
    /// What lies in a spool.
    public struct Listing: Sendable {
        /// Oldest first.
        public let entries: [SpoolEntry]
        /// Names of entries that cannot be read; they stay where they are.
        public let damaged: [String]

        /// Those that the region has not acknowledged.
        public var waiting: [SpoolEntry] { entries.filter { $0.state == .waiting } }
    }

    private let folder: String
    private let lock: Int32

    /// Opens a spool for changes, makes its folder where there is none, and removes what a program
    /// that was cut off left unfinished.
    ///
    /// - Throws: `busy` where another program has it open; `folderUnusable`; `notWritten`.
    public init(folder: String) throws(SpoolError) {
        self.folder = folder
        try SpoolFolder.make(folder)
        lock = open("\(folder)/lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard lock >= 0 else { throw .system(.folderUnusable, "\(folder)/lock") }
        guard flock(lock, LOCK_EX | LOCK_NB) == 0 else {
            close(lock)
            throw SpoolError(.busy, folder)
        }
        sweep()
        describe()
    }

    deinit { close(lock) }

    /// What lies in a folder, also while another program is at work there.
    ///
    /// - Throws: `folderUnusable`.
    public static func list(folder: String) throws(SpoolError) -> Listing {
        var entries: [SpoolEntry] = []
        var damaged: [String] = []
        let names = try SpoolFolder.names(folder)
        let described = Set(names.filter { $0.hasSuffix(".json") }.map { $0.dropLast(5) })
        let boxes = names.filter { $0.hasSuffix(".box") }.map { $0.dropLast(4) }
        for batchID in described.map(String.init) {
            do {
                if let entry = try SpoolFolder.entry("\(folder)/\(batchID).json") {
                    entries.append(entry)
                }
            } catch {
                damaged.append(batchID)
            }
        }
        entries.sort { ($0.number, $0.batchID) < ($1.number, $1.batchID) }
        for batchID in boxes.map(String.init).sorted() where !described.contains(batchID[...]) {
            guard isBatchID(batchID) else {
                damaged.append(batchID)
                continue
            }
            entries.append(
                SpoolEntry(
                    undescribed: batchID, number: (entries.last?.number ?? 0) + 1,
                    storedAtMilliseconds: SpoolFolder.changed("\(folder)/\(batchID).box")))
        }
        return Listing(entries: entries, damaged: damaged.sorted())
    }

    /// What lies here.
    ///
    /// - Throws: `folderUnusable`.
    public func list() throws(SpoolError) -> Listing { try Self.list(folder: folder) }

    /// Keeps sealed batches behind all that lie here, and gives their entries as they are now; where
    /// there is no room for all of them, none is kept.
    ///
    /// One that is here already keeps its place and what is known of it. Its box is replaced unless
    /// the region has it and it can be read: the one here may be what was refused.
    ///
    /// - Parameter box: seals the batch at a position; what it throws ends the keeping.
    /// - Throws: `full`; `notWritten` where the disk takes nothing more, what was kept before staying
    ///   there; `folderUnusable`.
    public func store(_ new: [SpoolEntry], box: (Int) throws -> [UInt8]) throws -> [SpoolEntry] {
        let listing = try list()
        let known = Dictionary(
            listing.entries.map { ($0.batchID, $0) }, uniquingKeysWith: { first, _ in first })
        let added = Set(new.map(\.batchID)).subtracting(known.keys)
        guard listing.waiting.count + added.count <= SpoolLimits.waitingMax else {
            throw SpoolError(.full, folder)
        }
        var number = listing.entries.last?.number ?? 0
        return try new.enumerated().map { position, entry in
            if var known = known[entry.batchID] {
                if known.isUndescribed {
                    known = known.described(by: entry)
                    try save(known)
                }
                let isWhole = known.state == .acknowledged && (try? self.box(known)) != nil
                if !isWhole { try write(try box(position), path(known.batchID, "box")) }
                return known
            }
            number += 1
            var entry = entry
            entry.number = number
            try write(try box(position), path(entry.batchID, "box"))
            try save(entry)
            return entry
        }
    }

    /// Replaces what is known of an entry; durable on return.
    ///
    /// - Throws: `notWritten`.
    public func save(_ entry: SpoolEntry) throws(SpoolError) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        guard let data = try? encoder.encode(entry) else {
            throw SpoolError(.entryDamaged, entry.batchID)
        }
        try write([UInt8](data), path(entry.batchID, "json"))
    }

    /// The sealed batch of an entry.
    ///
    /// - Throws: `entryDamaged` where its file is gone, too large or open to others.
    public func box(_ entry: SpoolEntry) throws(SpoolError) -> [UInt8] {
        do {
            return try SecretFile.read(
                path: path(entry.batchID, "box"), byteCountMax: SpoolLimits.boxBytesMax
            ).withUnsafeBytes { Array($0) }
        } catch {
            throw SpoolError(.entryDamaged, entry.batchID, error)
        }
    }

    /// Deletes acknowledged batches that are older than the limit, and gives their number.
    ///
    /// What is old is reckoned from the region's last receipt: a device's clock may stand anywhere,
    /// and can only keep batches longer.
    ///
    /// - Throws: `folderUnusable`.
    @discardableResult
    public func removeOld(nowMilliseconds: Int64) throws(SpoolError) -> Int {
        let acknowledged = try list().entries.filter { $0.state == .acknowledged }
        let last = acknowledged.map(\.acknowledgedAtMilliseconds).max() ?? 0
        let limit =
            min(last, nowMilliseconds) - Int64(SpoolLimits.keepAcknowledged / .milliseconds(1))
        let old = acknowledged.filter { $0.acknowledgedAtMilliseconds < limit }
        for entry in old { try remove(entry.batchID) }
        return old.count
    }

    /// Deletes one batch for good, in whatever state it is; one that is not there is no error.
    ///
    /// - Throws: `folderUnusable` where the file system does not let it go.
    public func remove(_ batchID: String) throws(SpoolError) {
        // The box first: what a cut leaves then still tells what it was, and can be removed again.
        for kind in ["box", "json"] {
            guard unlink(path(batchID, kind)) == 0 || errno == ENOENT else {
                throw .system(.folderUnusable, path(batchID, kind))
            }
        }
    }

    /// The name of a batch's files: its id in hexadecimal.
    private static func isBatchID(_ name: String) -> Bool {
        name.utf8.count == 32
            && name.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    }

    /// Gives boxes without a description their place in the order, before anything comes behind them.
    private func describe() {
        for entry in (try? list())?.entries ?? [] where entry.isUndescribed {
            // What is not noted now is noted another time: it waits all the same.
            try? save(entry)
        }
    }

    /// Removes files that were never published. A box without a description stays: it may be all that is left of a batch.
    private func sweep() {
        for name in (try? SpoolFolder.names(folder)) ?? [] where name.contains(".new-") {
            // What does not go now goes another time: it is in nobody's way.
            unlink("\(folder)/\(name)")
        }
    }

    private func write(_ bytes: [UInt8], _ path: String) throws(SpoolError) {
        // SAFETY: the buffer is only read while the closure runs.
        let written = bytes.withUnsafeBytes { buffer in
            Result { () throws(AccessError) in
                try SecretFile.write(path: path, buffer, replacing: true)
            }
        }
        if case .failure(let error) = written { throw SpoolError(.notWritten, path, error) }
    }

    private func path(_ batchID: String, _ kind: String) -> String {
        "\(folder)/\(batchID).\(kind)"
    }
}
