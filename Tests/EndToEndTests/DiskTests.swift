import Access
import Foundation
import Messages
import Operations
import RPC
import Status
import TestKit
import Testing

@Suite(.serialized) struct DiskTests {
    @Test(
        .enabled(if: SmallDisk.isPermitted, "this machine permits no mount namespace"))
    func `a full disk refuses writes, lets reads go on, and is over when there is space`()
        async throws
    {
        let region = try Region()
        let device = try await Device(region)
        let data = "\(region.folder.path)/data"
        // Above the bound of 256 MiB while it is empty; memory is used for what is written only.
        try await region.start(
            [.registration], environment: device.serviceEnvironment,
            launcher: SmallDisk.launcher(data, size: "300m"))
        try await region.start(Region.services.filter { $0 != .registration })
        let file = try await device.sample(seed: 1)
        #expect(try await device.submit(file, seed: 1).code == 0)
        let people = try await region.members().map(\.personID)
        #expect(!people.isEmpty)

        let process = try #require(region.processIdentifier(of: .registration))
        let filler = "/proc/\(process)/root\(data)/filler"
        try Data(count: 100 << 20).write(to: URL(filePath: filler))
        let other = try await device.sample(seed: 2)
        let end = ContinuousClock.now + Region.patience
        while try await reason(region) != "storage.disk_full", ContinuousClock.now < end {
            try await Task.sleep(for: .milliseconds(50))
        }
        #expect(try await reason(region) == "storage.disk_full")
        let refused = try await device.submit(other, seed: 2)
        #expect(refused.code == 75, "\(refused.code) \(refused.errors)")
        #expect(refused.errors.contains("disk is almost full"), "\(refused.errors)")
        #expect(try await device.entries().map(\.state) == ["acknowledged", "waiting"])
        #expect(try await device.entries()[1].lastFailure == "storage.disk_full")
        #expect(try await region.members().map(\.personID) == people, "reads go on")

        try FileManager.default.removeItem(atPath: filler)
        var code: Int32 = -1
        while code != 0, ContinuousClock.now < end {
            code = try await device.sync().code
            if code != 0 { try await Task.sleep(for: .milliseconds(200)) }
        }
        #expect(code == 0)
        #expect(try await device.entries().allSatisfy { $0.state == "acknowledged" })
        #expect(try await region.members().count > people.count)
        await region.stop()
    }

    @Test func `a second instance on a held database ends with 69 and says what holds it`()
        async throws
    {
        try await withRegion { region in
            // Other sockets, so that the database is what it meets.
            let run = "\(region.folder.path)/run2"
            try FileManager.default.createDirectory(
                atPath: run, withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
            for service in Region.services where service != .gateway {
                let second = try await region.run(
                    service.programName, ["--config", region.configurationFile],
                    environment: ["JATIGI_DIRECTORIES_RUN": run])
                #expect(second.code == 69, "\(service)")
                #expect(
                    second.errors.contains("another process owns the database"),
                    "\(service): \(second.errors)")
            }
        }
    }

    private func reason(_ region: Region) async throws -> String? {
        let client = try region.client(.admin, of: .registration)
        let answer = try await client.call(HealthV1.HealthService.getStatus, .init())
        await client.close()
        return answer.program?.statusReason
    }
}
