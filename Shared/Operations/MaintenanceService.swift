import Basics
import Foundation
import Messages
import RPC
import Status

/// Answers `jatigi.health.v1.MaintenanceService` for a program that owns a database.
struct MaintenanceService: Sendable {
    let service: ServiceName
    let folder: String
    /// Writes the copy to a path and gives its size in bytes.
    let backUp: @Sendable (String) async throws -> UInt64

    func register(in table: inout HandlerTable) {
        typealias Service = HealthV1.MaintenanceService
        table.handle(Service.backUp) { _, _ in try await makeBackup(at: .now()) }
        table.complete(Service.name, Service.methods)
    }

    /// Writes a backup and then removes the oldest of this service, so that a timer cannot fill the disk.
    func makeBackup(at time: Timestamp) async throws -> HealthV1.BackUpResponse {
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        // Of fixed width: by name is by age.
        let time = time.description.filter { $0.isNumber || $0 == "T" }
        let path = "\(folder)/\(service.rawValue)-\(time).sqlite"
        let size = try await backUp(path)
        for name in files("sqlite").dropLast(MaintenanceLimits.backupsKept) { remove(name) }
        return HealthV1.BackUpResponse(path: path, sizeBytes: size)
    }

    /// Removes what a program that ended in the middle of a backup left behind; call it before the next can begin.
    func removeUnfinished() {
        for name in files("sqlite.partial") { remove(name) }
    }

    /// This service's own files, the oldest first; what else an operator keeps there is left alone.
    private func files(_ suffix: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        let form = /[0-9]{8}T[0-9]{9}/
        return names.filter { name in
            let parts = name.split(separator: "-", maxSplits: 1)
            guard parts.count == 2, parts[0] == service.rawValue else { return false }
            let rest = parts[1].split(separator: ".", maxSplits: 1)
            return rest.count == 2 && rest[1] == suffix && rest[0].wholeMatch(of: form) != nil
        }.sorted()
    }

    private func remove(_ name: String) {
        try? FileManager.default.removeItem(atPath: "\(folder)/\(name)")
    }
}

/// Bounds of what maintenance keeps.
enum MaintenanceLimits {
    /// Backups of one service: a week of nightly ones.
    static let backupsKept = 7
}
