import Access
import Foundation
import Glibc

/// The folder of a spool: private to its owner, and there after a power cut.
enum SpoolFolder {
    /// Makes a folder of mode 0700 where there is none, durably, and checks the one that is there.
    static func make(_ folder: String) throws(SpoolError) {
        var missing: [String] = []
        var path = folder
        while !path.isEmpty, !FileManager.default.fileExists(atPath: path) {
            missing.append(path)
            path = (path as NSString).deletingLastPathComponent
        }
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
        } catch {
            throw unusable(folder, error)
        }
        for path in missing {
            try synchronize((path as NSString).deletingLastPathComponent)
        }
        try check(folder)
    }

    /// The files of the folder.
    static func names(_ folder: String) throws(SpoolError) -> [String] {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: folder)
        } catch {
            throw unusable(folder, error)
        }
    }

    /// What a description says; nil where the file is gone.
    static func entry(_ path: String) throws(SpoolError) -> SpoolEntry? {
        guard access(path, F_OK) == 0 else { return nil }
        let bytes: Data
        do {
            bytes = try SecretFile.read(path: path, byteCountMax: SpoolLimits.descriptionBytesMax)
                .withUnsafeBytes { Data($0) }
        } catch {
            throw SpoolError(.entryDamaged, path, error)
        }
        guard let entry = try? JSONDecoder().decode(SpoolEntry.self, from: bytes) else {
            throw SpoolError(.entryDamaged, path)
        }
        return entry
    }

    /// When a file was last changed, by the device's clock, UTC milliseconds; 0 where it is gone.
    static func changed(_ path: String) -> Int64 {
        var status = stat()
        guard stat(path, &status) == 0 else { return 0 }
        return Int64(status.st_mtim.tv_sec) * 1_000 + Int64(status.st_mtim.tv_nsec) / 1_000_000
    }

    private static func check(_ folder: String) throws(SpoolError) {
        var status = stat()
        guard stat(folder, &status) == 0 else { throw .system(.folderUnusable, folder) }
        guard status.st_uid == geteuid() else { throw SpoolError(.folderForeign, folder) }
        guard status.st_mode & 0o077 == 0 else {
            let mode = "0" + String(status.st_mode & 0o7777, radix: 8)
            throw SpoolError(
                .folderUnusable, folder,
                AccessError(
                    .fileUnsafe, "\(folder) has mode \(mode); allowed is 0700",
                    ["path": folder, "mode": mode, "allowed": "0700"]))
        }
    }

    /// What Foundation says of a folder, as the system's error that lies behind it.
    private static func unusable(_ folder: String, _ error: any Error) -> SpoolError {
        var isFolder: ObjCBool = true
        if FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder),
            !isFolder.boolValue
        {
            return SpoolError(
                .folderUnusable, folder, .unavailable("use", path: folder, code: ENOTDIR))
        }
        let inner = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
        let code: CInt =
            switch ((error as? CocoaError)?.code, inner) {
            case (.fileReadNoSuchFile?, _), (.fileNoSuchFile?, _): ENOENT
            case (.fileReadNoPermission?, _), (.fileWriteNoPermission?, _): EACCES
            case (_, let inner?): CInt(inner.code)
            default: EIO
            }
        return SpoolError(
            .folderUnusable, folder, .unavailable("use", path: folder, code: code))
    }

    /// Makes durable that a folder holds what it holds.
    private static func synchronize(_ folder: String) throws(SpoolError) {
        let descriptor = open(
            folder.isEmpty ? "." : folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .system(.folderUnusable, folder) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw .system(.notWritten, folder) }
    }
}
