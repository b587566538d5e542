import Access
import Foundation
import Glibc
import Messages
import Operations
import RPC
import TestKit
import Testing

@Suite(.serialized) struct SpoolTests {
    @Test func `what is kept offline is sealed, private, and sent once there is a connection`()
        async throws
    {
        let region = try Region()
        let device = try await Device(region)
        let file = try await device.sample(seed: 1, households: 12)
        let offline = try await device.submit(file, seed: 1)
        #expect(
            offline.code == 69 && offline.errors.contains("kept on this device"),
            "\(offline.errors)")
        let kept = try await device.entries()
        #expect(kept.count == 1 && kept.allSatisfy { $0.state == "waiting" })

        let sample = try Sample(csv: try String(contentsOfFile: file, encoding: .utf8))
        let files = try device.files()
        #expect(Set(files.keys) == [kept[0].batchID + ".box", kept[0].batchID + ".json", "lock"])
        for (name, content) in files {
            let mode = try FileManager.default.attributesOfItem(
                atPath: "\(device.spool)/\(name)")[.posixPermissions]
            #expect(mode as? Int == 0o600, "\(name)")
            for value in sample.personalValues where content.contains(value) {
                Issue.record("personal data in \(name)")
            }
        }
        try await region.start(environment: device.serviceEnvironment)
        #expect(try await device.sync().code == 0)
        let sent = try await device.entries()
        #expect(sent.map(\.state) == ["acknowledged"] && sent[0].people == kept[0].people)
        let nothing = try await device.sync()
        #expect(nothing.code == 0 && nothing.errors.isEmpty)
        let registered = try await region.members().map(\.sourceKey)
        #expect(registered.count == kept[0].people)
        await region.stop()
    }

    @Test func `a sync that is cut in the middle goes on where it was, and doubles nobody`()
        async throws
    {
        let region = try Region(screeningWait: 400)
        let device = try await Device(region)
        for seed in 1...6 {
            try await device.keep(seed: seed)
        }
        let kept = try await device.entries()
        #expect(kept.count == 6)
        try await region.start(environment: device.serviceEnvironment)
        // Screening that never ends makes each batch take its time.
        region.signal(SIGSTOP, to: .deduplication)
        let sync = try region.launch("jatigi", ["sync"], environment: device.environment)
        let end = ContinuousClock.now + Region.patience
        while try acknowledged(device) == 0, ContinuousClock.now < end {
            try await Task.sleep(for: .milliseconds(5))
        }
        await region.kill(.gateway)
        let cut = await sync.end()
        #expect(cut.code == 69 && !cut.errors.isEmpty)
        let after = try await device.entries()
        let waiting = after.filter { $0.state == "waiting" }
        #expect((1..<6).contains(waiting.count))
        #expect(waiting.contains { $0.tries > 0 && !$0.lastFailure.isEmpty })

        await region.kill(.deduplication)
        try await region.start(
            [.gateway, .deduplication], environment: device.serviceEnvironment)
        #expect(try await device.sync().code == 0)
        #expect(try await device.entries().allSatisfy { $0.state == "acknowledged" })
        let people = try await people(of: region)
        #expect(people.count == kept.reduce(0) { $0 + $1.people })
        #expect(Set(people).count == people.count)
        await region.stop()
    }

    @Test func `an expired token, an unknown device and another region's key keep the batch`()
        async throws
    {
        let region = try Region()
        let device = try await Device(region)
        try await region.start(environment: device.serviceEnvironment)
        let expired = try region.folder.write(
            "keys/expired.token",
            try region.token(.team, subject: "team-1", age: .seconds(400 * 86_400)) + "\n")
        let file = try await device.sample(seed: 1)
        let refused = try await device.submit(file, seed: 1, with: ["JATIGI_TOKEN_FILE": expired])
        #expect(refused.code == 77 && refused.errors.contains("expired"), "\(refused.errors)")
        let synced = try await device.sync(with: ["JATIGI_TOKEN_FILE": expired])
        #expect(synced.code == 77)
        #expect(try await device.entries().map(\.state) == ["waiting"])

        let known = try String(contentsOfFile: device.devicesFile, encoding: .utf8)
        try region.folder.write("devices.txt", "# struck off\n")
        region.signal(SIGHUP, to: .registration)
        try await waitForReload(region, times: 1)
        let unknown = try await device.sync()
        #expect(unknown.code == 65 && unknown.errors.contains("device"), "\(unknown.errors)")
        #expect(try await device.entries().map(\.state) == ["waiting"])
        try region.folder.write("devices.txt", known)
        region.signal(SIGHUP, to: .registration)
        try await waitForReload(region, times: 2)

        let stranger = try await Device(try Region())
        let other = try await device.sample(seed: 2)
        let sealed = try await device.submit(
            other, seed: 2,
            with: ["JATIGI_REGION_KEY": stranger.environment["JATIGI_REGION_KEY"] ?? ""])
        #expect(sealed.code == 65, "\(sealed.errors)")
        // The batch that can be opened goes, the other one stays and is named.
        let mixed = try await device.sync()
        #expect(mixed.code == 65)
        let states = try await device.entries().map(\.state)
        #expect(states == ["acknowledged", "waiting"])
        await region.stop()
    }

    @Test func `of two syncs at once the second says so and ends with 75`() async throws {
        let region = try Region()
        let device = try await Device(region)
        try await device.keep(seed: 1)
        try await region.start(environment: device.serviceEnvironment)
        region.signal(SIGSTOP, to: .gateway)
        let first = try region.launch("jatigi", ["sync"], environment: device.environment)
        // It holds the spool from before it connects until it has its answer.
        let end = ContinuousClock.now + Region.patience
        while try !isLocked("\(device.spool)/lock"), ContinuousClock.now < end {
            try await Task.sleep(for: .milliseconds(5))
        }
        let second = try await device.sync()
        #expect(second.code == 75, "\(second.errors)")
        #expect(first.isRunning)
        region.signal(SIGCONT, to: .gateway)
        #expect(await first.end().code == 0)
        #expect(try await device.entries().map(\.state) == ["acknowledged"])
        await region.stop()
    }

    @Test func `damaged entries are named and stay, the others go`() async throws {
        let region = try Region()
        let device = try await Device(region)
        for seed in 1...4 {
            try await device.keep(seed: seed)
        }
        let kept = try await device.entries()
        func path(_ index: Int, _ kind: String) -> String {
            "\(device.spool)/\(kept[index].batchID).\(kind)"
        }
        try Data("{".utf8).write(to: URL(filePath: path(0, "json")))
        try FileManager.default.removeItem(atPath: path(1, "box"))
        var box = try Data(contentsOf: URL(filePath: path(2, "box")))
        box[box.count / 2] ^= 1
        try box.write(to: URL(filePath: path(2, "box")))
        for path in [path(0, "json"), path(2, "box")] {
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        }
        try await region.start(environment: device.serviceEnvironment)
        let synced = try await device.sync()
        #expect(synced.code == 65, "the region cannot open the third")
        for index in 0..<3 {
            #expect(synced.errors.contains(kept[index].batchID), "\(index): \(synced.errors)")
        }
        let after = try await device.entries()
        #expect(after.map(\.batchID) == kept.dropFirst().map(\.batchID))
        #expect(after.map(\.state) == ["waiting", "waiting", "acknowledged"])
        #expect(FileManager.default.fileExists(atPath: path(0, "box")))
        // What is left is only damaged: nothing was sent, and that is not success.
        try Data("{".utf8).write(to: URL(filePath: path(2, "json")))
        #expect(try await device.sync().code == 1)
        await region.stop()
    }

    @Test(
        .enabled(if: SmallDisk.isPermitted, "this machine permits no mount namespace"))
    func `a full disk under the spool is told, before anything is sent`() async throws {
        let region = try Region()
        let device = try await Device(region)
        try await region.start(environment: device.serviceEnvironment)
        let file = try await device.sample(seed: 1, households: 60)
        try FileManager.default.createDirectory(
            atPath: device.spool, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        // Two pages: too few for the batch.
        let launcher = SmallDisk.launcher(device.spool, size: "8k")
        let command =
            launcher.dropFirst() + ["\(Program.folder)/jatigi"]
            + device.submission(file, seed: 1)
        let outcome = try await region.run(
            launcher[0], Array(command), environment: device.environment)
        #expect(outcome.code == 75, "\(outcome.code)")
        #expect(outcome.errors.contains(device.spool), "\(outcome.errors)")
        #expect(outcome.errors.contains("no room left on the disk"), "\(outcome.errors)")
        #expect(try await people(of: region).isEmpty)
        await region.stop()
    }

    /// Acknowledged batches, as the files say while a sync holds the spool.
    private func acknowledged(_ device: Device) throws -> Int {
        try device.files().count { name, content in
            name.hasSuffix(".json")
                && String(decoding: content, as: UTF8.self).contains("\"acknowledged\"")
        }
    }

    private func isLocked(_ path: String) throws -> Bool {
        // Trying to take the lock could take it from the program that is tested (proc(5)).
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        guard let node = attributes?[.systemFileNumber] as? Int else { return false }
        return try String(contentsOfFile: "/proc/locks", encoding: .utf8).contains(":\(node) ")
    }

    private func waitForReload(_ region: Region, times: Int) async throws {
        let end = ContinuousClock.now + Region.patience
        while region.log(.registration).components(separatedBy: "were read again").count <= times,
            ContinuousClock.now < end
        {
            try await Task.sleep(for: .milliseconds(10))
        }
    }

    private func people(of region: Region) async throws -> [[UInt8]] {
        try await region.members().map(\.personID)
    }
}

extension Region {
    /// Everybody whom registration knows.
    func members() async throws -> [RegistrationV1.Person] {
        try await households().flatMap(\.members)
    }

    /// Those of registered households who have not left.
    func present() async throws -> [RegistrationV1.Person] {
        try await households().filter { $0.stage == .registered }.flatMap(\.members)
            .filter { $0.presence != .departed }
    }

    private func households() async throws -> [RegistrationV1.Household] {
        let client = try client(.registrar, of: .registration)
        var households: [RegistrationV1.Household] = []
        var token = ""
        repeat {
            let page = try await client.call(
                RegistrationV1.RegistrationService.listHouseholds,
                .init(pageSize: 200, pageToken: token))
            households += page.households
            token = page.nextPageToken
        } while !token.isEmpty
        await client.close()
        return households
    }
}

extension Data {
    fileprivate func contains(_ text: String) -> Bool { range(of: Data(text.utf8)) != nil }
}
