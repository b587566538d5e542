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
        table.handle(Service.backUp) { _, _ in
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
            let time = Timestamp.now().description.filter { $0.isNumber || $0 == "T" }
            let path = "\(folder)/\(service.rawValue)-\(time).sqlite"
            let size = try await backUp(path)
            return HealthV1.BackUpResponse(path: path, sizeBytes: size)
        }
        table.complete(Service.name, Service.methods)
    }
}
