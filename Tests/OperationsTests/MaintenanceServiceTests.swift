import Basics
import Foundation
import Messages
import TestKit
import Testing

@testable import Operations

@Suite struct MaintenanceServiceTests {
    private let folder: TemporaryFolder
    private let service: MaintenanceService

    init() throws {
        let folder = try TemporaryFolder()
        self.folder = folder
        service = MaintenanceService(
            service: .registration, folder: folder.path,
            backUp: { path in
                try Data([1, 2, 3]).write(to: URL(filePath: path))
                return 3
            })
    }

    private func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    }

    // A timer's backups filled the disk that registration writes to.
    @Test func `the newest backups of a service are kept, and nothing else is touched`()
        async throws
    {
        let others = [
            "registration.sqlite", "registration-before-the-move.sqlite", "notes-registration.txt",
            "directory-20260101T000000000.sqlite", "registration-20260101T000000000.sqlite.copy",
        ]
        for name in others { try folder.write(name, "kept") }
        let start = Timestamp(millisecondsSinceEpoch: 1_800_000_000_000)
        var made: [String] = []
        for day in 0..<MaintenanceLimits.backupsKept + 3 {
            let answer = try await service.makeBackup(
                at: start.advanced(by: .seconds(86_400 * day)))
            #expect(answer.sizeBytes == 3)
            made.append(URL(filePath: answer.path).lastPathComponent)
        }
        #expect(try names() == (others + made.suffix(MaintenanceLimits.backupsKept)).sorted())
    }

    @Test func `what an interrupted backup left behind goes when the program starts`() throws {
        try folder.write("registration-20260101T000000000.sqlite.partial", "half")
        try folder.write("directory-20260101T000000000.sqlite.partial", "another's")
        service.removeUnfinished()
        #expect(try names() == ["directory-20260101T000000000.sqlite.partial"])
    }

    @Test func `a backup that fails removes none`() async throws {
        for day in 1...9 {
            try folder.write("registration-2026010\(day)T000000000.sqlite", "kept")
        }
        let failing = MaintenanceService(
            service: .registration, folder: folder.path, backUp: { _ in throw CancellationError() })
        await #expect(throws: CancellationError.self) { try await failing.makeBackup(at: .now()) }
        #expect(try names().count == 9)
    }
}
