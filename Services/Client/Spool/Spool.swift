import Access
import Foundation
import Glibc

/// Batches on a device's disk that wait for a connection, and those kept after it.
///
/// Each entry is two files of mode 0600, written whole or not at all and durable when `store`
/// returns: `ID.box`, signed with the device's key and sealed to the region's, and `ID.json`, which
/// tells where the batch is and holds no personal data. An entry exists when both are there. One
/// program at a time works in a spool.
public final class Spool {
    private let folder: String
    private let lock: Int32

    /// Opens a spool, and makes its folder where there is none.
    ///
    /// - Throws: `busy` where another program has it open; `folderUnusable`.
    public init(folder: String) throws(SpoolError) {
        self.folder = folder
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
        } catch {
            throw SpoolError(.folderUnusable, "\(folder): cannot be made")
        }
        var status = stat()
        guard stat(folder, &status) == 0, status.st_mode & 0o077 == 0, status.st_uid == geteuid()
        else {
            throw SpoolError(.folderUnusable, "\(folder): must be a folder of yours with mode 0700")
        }
        lock = open("\(folder)/lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard lock >= 0 else { throw SpoolError(.folderUnusable, "\(folder): no lock can be made") }
        guard flock(lock, LOCK_EX | LOCK_NB) == 0 else {
            close(lock)
            throw SpoolError(.busy, folder)
        }
    }

    deinit { close(lock) }

    /// Keeps a sealed batch. A batch that is there already stays as it is.
    public func store(_ entry: SpoolEntry, box: [UInt8]) throws {
        if try self.entry(entry.batchID) != nil { return }
        guard try entryNames().count < SpoolLimits.entriesMax else {
            throw SpoolError(.full, "\(folder): \(SpoolLimits.entriesMax) batches at most")
        }
        try write(box, path(entry.batchID, "box"))
        try save(entry)
    }

    /// Replaces what is known of an entry.
    public func save(_ entry: SpoolEntry) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let data = [UInt8](try encoder.encode(entry))
        try write(data, path(entry.batchID, "json"))
    }

    /// All entries, oldest first. A damaged one is reported and left where it is.
    public func entries() throws -> (entries: [SpoolEntry], damaged: [String]) {
        var entries: [SpoolEntry] = []
        var damaged: [String] = []
        for name in try entryNames() {
            do {
                if let entry = try entry(name) { entries.append(entry) }
            } catch {
                damaged.append(name)
            }
        }
        entries.sort {
            ($0.storedAtMilliseconds, $0.batchID) < ($1.storedAtMilliseconds, $1.batchID)
        }
        return (entries, damaged)
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
            throw SpoolError(.entryDamaged, error.message)
        }
    }

    /// Deletes acknowledged batches that are older than the limit, and gives their number.
    @discardableResult
    public func removeOld(nowMilliseconds: Int64) throws -> Int {
        let limit = nowMilliseconds - Int64(SpoolLimits.keepAcknowledged / .milliseconds(1))
        let old = try entries().entries.filter {
            $0.state == .acknowledged && $0.acknowledgedAtMilliseconds < limit
        }
        for entry in old { try remove(entry.batchID) }
        return old.count
    }

    /// Deletes one batch for good, in whatever state it is; one that is not there is no error.
    ///
    /// - Throws: `folderUnusable` where the file system does not let it go.
    public func remove(_ batchID: String) throws(SpoolError) {
        // The description first: a box alone is invisible, a description alone looks damaged.
        for kind in ["json", "box"] {
            guard unlink(path(batchID, kind)) == 0 || errno == ENOENT else {
                throw SpoolError(.folderUnusable, "\(path(batchID, kind)): cannot be removed")
            }
        }
    }

    private func write(_ bytes: [UInt8], _ path: String) throws {
        // SAFETY: the buffer is only read while the closure runs.
        try bytes.withUnsafeBytes { try SecretFile.write(path: path, $0, replacing: true) }
    }

    private func entry(_ batchID: String) throws -> SpoolEntry? {
        let path = path(batchID, "json")
        guard access(path, F_OK) == 0 else { return nil }
        let bytes = try SecretFile.read(
            path: path, byteCountMax: SpoolLimits.descriptionBytesMax
        ).withUnsafeBytes { Data($0) }
        do {
            return try JSONDecoder().decode(SpoolEntry.self, from: bytes)
        } catch {
            throw SpoolError(.entryDamaged, path)
        }
    }

    private func entryNames() throws(SpoolError) -> [String] {
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: folder)
        } catch {
            throw SpoolError(.folderUnusable, "\(folder): cannot be read")
        }
        return names.filter { $0.hasSuffix(".json") }.map { String($0.dropLast(5)) }
    }

    private func path(_ batchID: String, _ kind: String) -> String {
        "\(folder)/\(batchID).\(kind)"
    }
}
