import Access
public import Foundation
import Glibc

/// Fingerprints on a device's disk that wait for a connection, in a folder of their own below the spool.
///
/// Each is one file of mode 0600, written whole or not at all: who it is of, and the capture, signed with the device's key
/// and sealed to the region's key for fingerprints, which not even this device can open again. What was handed over is
/// deleted at once.
public struct CaptureSpool: Sendable {
    private let folder: String

    /// The captures below a spool's folder, which need not be there.
    public init(spoolFolder: String) { folder = "\(spoolFolder)/fingerprints" }

    /// What waits, oldest first, and names of files that cannot be read.
    ///
    /// - Throws: `folderUnusable`.
    public func list() throws(SpoolError) -> (captures: [KeptCapture], damaged: [String]) {
        guard access(folder, F_OK) == 0 else { return ([], []) }
        var captures: [KeptCapture] = []
        var damaged: [String] = []
        for name in try SpoolFolder.names(folder) where name.hasSuffix(Self.suffix) {
            let bytes = try? SecretFile.read(
                path: "\(folder)/\(name)", byteCountMax: SpoolLimits.captureBytesMax
            ).withUnsafeBytes { Data($0) }
            let capture = bytes.flatMap { try? JSONDecoder().decode(KeptCapture.self, from: $0) }
            if let capture { captures.append(capture) } else { damaged.append(name) }
        }
        captures.sort {
            ($0.storedAtMilliseconds, $0.fileName) < ($1.storedAtMilliseconds, $1.fileName)
        }
        return (captures, damaged.sorted())
    }

    /// Keeps captures; durable on return.
    ///
    /// - Throws: `full`, and then none is kept; `notWritten`; `folderUnusable`.
    public func store(_ captures: [KeptCapture]) throws(SpoolError) {
        try SpoolFolder.make(folder)
        let waiting = try list().captures.count
        guard waiting + captures.count <= SpoolLimits.capturesMax else {
            throw SpoolError(.full, folder)
        }
        for capture in captures {
            let path = path(capture)
            guard let data = try? JSONEncoder().encode(capture) else {
                throw SpoolError(.entryDamaged, path)
            }
            // SAFETY: the buffer is only read while the closure runs.
            let written = data.withUnsafeBytes { buffer in
                Result { () throws(AccessError) in
                    try SecretFile.write(path: path, buffer, replacing: true)
                }
            }
            if case .failure(let error) = written { throw SpoolError(.notWritten, path, error) }
        }
    }

    /// Deletes one; one that is not there is no error.
    ///
    /// - Throws: `folderUnusable` where the file system does not let it go.
    public func remove(_ capture: KeptCapture) throws(SpoolError) {
        let path = path(capture)
        guard unlink(path) == 0 || errno == ENOENT else { throw .system(.folderUnusable, path) }
    }

    private static let suffix = ".capture"

    private func path(_ capture: KeptCapture) -> String { "\(folder)/\(capture.id)\(Self.suffix)" }
}

/// A capture that waits on a device.
public struct KeptCapture: Codable, Sendable, Hashable {
    /// Names the file: made from the box, in hexadecimal.
    public let id: String
    /// Who it is of.
    public let person: CapturedPerson
    /// Name of the scanner's file, without its folder.
    public let fileName: String
    /// When it was put here, by the device's clock, UTC milliseconds.
    public let storedAtMilliseconds: Int64
    /// The sealed capture.
    public let box: Data

    /// A capture that was just sealed.
    public init(
        _ box: [UInt8], of person: CapturedPerson, fileName: String, storedAtMilliseconds: Int64
    ) {
        id = ContentID.of(box).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }
            .joined()
        self.person = person
        self.fileName = fileName
        self.storedAtMilliseconds = storedAtMilliseconds
        self.box = Data(box)
    }
}

/// How a device names a person in what it keeps, for days perhaps: by what never comes to mean somebody else.
public enum CapturedPerson: Codable, Sendable, Hashable {
    /// By the region's id, in hexadecimal.
    case person(id: String)
    /// By the batch (its id in hexadecimal), the form's number in it, and the place on the form, from 1: before the
    /// region gave an id. A batch is named by its content, and its receipt tells the ids in the order of that.
    case member(batchID: String, form: String, member: Int)
    /// By the household's number and the place in it, from 1. An earlier version kept it so; a correction may have
    /// changed the order since, so it is only read to be deleted.
    case household(caseNumber: String, member: Int)
}
