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
        #expect(
            try await eventually(region, .registration) {
                $0.statusReason == "storage.disk_full"
            })
        let refused = try await device.submit(other, seed: 2)
        #expect(refused.code == 75, "\(refused.code) \(refused.errors)")
        #expect(refused.errors.contains("disk is almost full"), "\(refused.errors)")
        #expect(try await device.entries().map(\.state) == ["acknowledged", "waiting"])
        #expect(try await device.entries()[1].lastFailure == "storage.disk_full")
        #expect(try await region.members().map(\.personID) == people, "reads go on")

        try FileManager.default.removeItem(atPath: filler)
        let end = ContinuousClock.now + Region.patience
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

    @Test(
        .enabled(if: SmallDisk.isPermitted, "this machine permits no mount namespace"))
    func `followers whose disk is full wait, say so, and catch up when there is space`()
        async throws
    {
        let region = try Region(screeningWait: 0)
        let device = try await Device(region)
        let data = "\(region.folder.path)/data"
        let followers: [ServiceName] = [.deduplication, .statistics]
        try await region.start(
            Region.services.filter { !followers.contains($0) },
            environment: device.serviceEnvironment)
        // A disk of their own each.
        try await region.start(followers, launcher: SmallDisk.launcher(data, size: "300m"))
        let households = 40
        #expect(
            try await device.submit(
                try await device.sample(seed: 1, households: households), seed: 1
            ).code == 0)
        try await region.expectLevelFollowers()
        let known = try await region.countedPeople()
        #expect(known > 0)

        let fillers = try followers.map { service in
            let process = try #require(region.processIdentifier(of: service))
            return "/proc/\(process)/root\(data)/filler"
        }
        for filler in fillers { try Data(count: 100 << 20).write(to: URL(filePath: filler)) }
        for service in followers {
            #expect(
                try await eventually(region, service) {
                    $0.statusReason == "storage.disk_full"
                })
        }
        #expect(
            try await device.submit(
                try await device.sample(seed: 2, households: households), seed: 2
            ).code == 0, "registration has room")
        for service in followers {
            #expect(
                try await eventually(region, service) { status in
                    status.followers.contains {
                        $0.source == "registration" && $0.lastFailureReason == "storage.disk_full"
                            && $0.lag != .lagEvents(0)
                    }
                })
        }
        let shown = try await region.run(
            "jatigi-status", ["--config", region.configurationFile, "--lang", "en"], as: .admin)
        #expect(shown.code == 1)
        for service in followers {
            #expect(
                shown.output.contains("\(service.programName) ← registration: The server's disk"),
                "\(shown.output)")
        }
        #expect(try await region.countedPeople() == known, "reads go on, and nothing is half done")

        for filler in fillers { try FileManager.default.removeItem(atPath: filler) }
        try await region.expectLevelFollowers()
        let all = try await region.present().count
        #expect(try await region.countedPeople() == UInt64(all))
        try await expectPairsFoundOnce(in: region)
        await region.stop()
    }

    /// Waits until a service says so of itself.
    private func eventually(
        _ region: Region, _ service: ServiceName,
        _ condition: (HealthV1.ProgramStatus) -> Bool
    ) async throws -> Bool {
        let end = ContinuousClock.now + Region.patience
        while ContinuousClock.now < end {
            if condition(try await region.status(of: service)) { return true }
            try await Task.sleep(for: .milliseconds(50))
        }
        return false
    }

    /// Every open pair is of two people who make no other.
    private func expectPairsFoundOnce(in region: Region) async throws {
        let client = try region.client(.adjudicator)
        let pairs = try await client.call(
            DeduplicationV1.DeduplicationService.listPairs, .init(pageSize: 200)
        ).pairs
        await client.close()
        let people = pairs.map { Set([$0.earlier?.personID, $0.later?.personID]) }
        #expect(!pairs.isEmpty && Set(people).count == people.count)
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
}
