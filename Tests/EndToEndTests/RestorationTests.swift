import Access
import Foundation
import Glibc
import Messages
import Operations
import RPC
import Status
import TestKit
import Testing

/// Going back to a backup: what was decided stays, what was lost is found out, and comes again.
@Suite(.serialized) struct RestorationTests {
    @Test func `after a restore everybody starts over, decisions stay, devices send again`()
        async throws
    {
        let region = try Region()
        let device = try await Device(region)
        try await region.start(environment: device.serviceEnvironment)
        let first = try await device.sample(seed: 1, households: 40)
        #expect(try await device.submit(first, seed: 1).code == 0)
        let decided = try await decide(region)

        // Two more files: one comes while the backup is made, one after it.
        let second = try await device.sample(seed: 2, households: 40)
        let during = try region.launch(
            "jatigi", device.submission(second, seed: 2), environment: device.environment)
        let backup = try await region.run(
            "jatigi", ["backup", "--config", region.configurationFile, "--lang", "en"], as: .admin)
        #expect(backup.code == 0, "\(backup.errors)")
        #expect(backup.output.contains("statistics: nothing to back up"), "\(backup.output)")
        #expect(await during.end().code == 0)
        let third = try await device.sample(seed: 3)
        #expect(try await device.submit(third, seed: 3).code == 0)
        let before = try await head(region)
        let everybody = try await people(region)
        try await checkCounts(region)

        await region.stop([.registration])
        let restored = try await restore(.registration, region, from: try path(region))
        #expect(restored.code == 0, "\(restored.errors)")
        let position = try #require(
            restored.errors.firstMatch(of: /log position (\d+)/).flatMap { UInt64($0.1) })
        #expect(position > 0 && position < before.sequence)
        try await region.start([.registration], environment: device.serviceEnvironment)
        let after = try await head(region)
        // The last position that is kept stands; the new epoch begins with the next event.
        #expect(after.sequence == position && after.epoch == before.epoch)
        try await checkCounts(region)
        #expect(try await region.members().count < everybody.count)
        #expect(try await pair(decided.pairID, region).state == .same)

        let again = try await device.sync(["--again-after", "\(position)"])
        #expect(again.code == 0, "\(again.errors)")
        let members = try await region.members()
        #expect(try await people(region) == everybody, "lost, or there twice")
        #expect(try await head(region).epoch != before.epoch)
        #expect(Set(members.map(\.personID)).count == everybody.count)
        try await checkCounts(region)
        let kept = try await pair(decided.pairID, region)
        #expect(kept.state == .same && kept.decidedBy == decided.decidedBy)

        // Numbers that were handed out after the backup must not come a second time.
        let numbers = "\(region.folder.path)/numbers.csv"
        let taken = try await region.run("jatigi", ["case-numbers", "take", "1", "--out", numbers])
        #expect(taken.code == 0, "\(taken.errors)")
        let serial = try String(contentsOfFile: numbers, encoding: .utf8)
            .firstMatch(of: /-(\d+)-/).flatMap { Int($0.1) }
        #expect(try #require(serial) > 100_000)

        // Deduplication's own database: decisions come back, the rest is followed again.
        await region.stop([.deduplication])
        let own = try await restore(
            .deduplication, region, from: try path(region, of: .deduplication))
        #expect(own.code == 0, "\(own.errors)")
        try await region.start([.deduplication], environment: device.serviceEnvironment)
        try await checkCounts(region)
        #expect(try await pair(decided.pairID, region).state == .same)
        await region.stop()
    }

    // The status said it, and whoever asked for figures got fewer people without a word.
    @Test func `counts of a log that went back say so, until it has come as far`() async throws {
        let region = try Region()
        let device = try await Device(region)
        try await region.start(environment: device.serviceEnvironment)
        let file = try await device.sample(seed: 1)
        #expect(try await device.submit(file, seed: 1).code == 0)
        func counts(_ arguments: [String] = []) async throws -> Program.Outcome {
            try await region.run("jatigi", ["counts", "--lang", "en"] + arguments, as: .viewer)
        }
        /// What is warned of once the followers have read the logs.
        func warnings(until isSo: (String) -> Bool) async throws -> String {
            let end = ContinuousClock.now + Region.patience
            while true {
                let outcome = try await counts()
                if outcome.code == 0, isSo(outcome.errors) { return outcome.errors }
                guard ContinuousClock.now < end else { return outcome.errors }
            }
        }
        let backward = "these figures went back: the log of the service “registration”"
        #expect(try await warnings { $0.isEmpty }.isEmpty)
        #expect(try await counts(["--json"]).output.contains(/"shorterLogs" : \[\s*\]/))

        await region.stop([.registration])
        for suffix in ["", "-wal", "-shm", ".lock"] {
            unlink("\(region.folder.path)/data/registration.sqlite" + suffix)
        }
        try await region.start([.registration], environment: device.serviceEnvironment)
        #expect(try await warnings { $0.contains(backward) }.contains(backward))
        #expect(try await counts(["--csv"]).errors.contains(backward))
        let json = try await counts(["--json"]).output
        #expect(json.contains(/"shorterLogs" : \[\s*"registration"\s*\]/), "\(json)")

        #expect(try await device.sync(["--again-after", "0"]).code == 0)
        #expect(try await warnings { $0.isEmpty }.isEmpty)
        await region.stop()
    }

    @Test func `a restore is refused while the program runs, and of what is not its backup`()
        async throws
    {
        let region = try Region()
        let device = try await Device(region)
        try await region.start(environment: device.serviceEnvironment)
        let file = try await device.sample(seed: 1)
        #expect(try await device.submit(file, seed: 1).code == 0)
        let made = try await region.run(
            "jatigi", ["backup", "--config", region.configurationFile], as: .admin)
        #expect(made.code == 0)
        let backup = try path(region)
        let running = try await restore(.registration, region, from: backup)
        #expect(running.code == 69 && running.errors.contains("busy"), "\(running.errors)")
        let people = try await region.members().map(\.personID)
        await region.stop([.registration])

        let foreign = try await restore(
            .registration, region, from: try path(region, of: .directory))
        #expect(foreign.code == 69 && foreign.errors.contains("foreign"), "\(foreign.errors)")
        let text = try region.folder.write(
            "notes.sqlite", String(repeating: "not a database\n", count: 500))
        #expect(try await restore(.registration, region, from: text).code == 69)
        let none = try await restore(
            .registration, region, from: "\(region.folder.path)/none.sqlite")
        #expect(none.code == 69 && none.errors.contains("not restored"))
        var bytes = try Data(contentsOf: URL(filePath: backup))
        for index in stride(from: 8_192, to: bytes.count, by: 61) { bytes[index] ^= 0x55 }
        let damaged = URL(filePath: "\(region.folder.path)/damaged.sqlite")
        try bytes.write(to: damaged)
        let refused = try await restore(.registration, region, from: damaged.path)
        #expect(refused.code == 69 && refused.errors.contains("corrupt"), "\(refused.errors)")
        try bytes.prefix(bytes.count / 2).write(to: damaged)
        #expect(try await restore(.registration, region, from: damaged.path).code == 69)
        for service in [ServiceName.gateway, .statistics] {
            let nothing = try await restore(service, region, from: backup)
            #expect(nothing.code == 69, "\(service)")
            #expect(nothing.errors.contains("keeps nothing of its own"), "\(service)")
        }
        let left = try FileManager.default.contentsOfDirectory(
            atPath: "\(region.folder.path)/data")
        #expect(left.allSatisfy { !$0.contains("restoring") && !$0.contains("before-") }, "\(left)")
        try await region.start([.registration], environment: device.serviceEnvironment)
        #expect(try await region.members().map(\.personID) == people)
        await region.stop()
    }

    @Test func `the directory goes back to its backup, and is followed on from there`()
        async throws
    {
        try await withRegion { region in
            func directory(_ arguments: [String]) async throws -> Program.Outcome {
                try await region.run(
                    "jatigi", ["directory"] + arguments + ["--lang", "en"], as: .admin)
            }
            func add(_ name: String, place: String) async throws {
                let added = try await directory(
                    ["organisations", "add", "name_fr=\(name)", "kind=national_ngo", "country=MLI"])
                #expect(added.code == 0, "\(added.errors)")
                let file = try region.folder.write(
                    "\(place).csv", "code,name_fr,level,parents\n\(place),\(name),3,ML0505\n")
                let imported = try await directory(["places", "import", file])
                #expect(imported.code == 0, "\(imported.errors)")
            }
            func organisations() async throws -> String {
                try await directory(["organisations", "list"]).output
            }
            try await add("Puits du Séno", place: "ML050501")
            let before = try await organisations()
            let backup = try await region.run(
                "jatigi", ["backup", "--config", region.configurationFile], as: .admin)
            #expect(backup.code == 0, "\(backup.errors)")
            let kept = try #require(try await region.status(of: .directory).logHead)
            try await add("Secours du Gourma", place: "ML050502")
            try await region.expectLevelFollowers()

            await region.stop([.directory])
            let file = try path(region, of: .directory)
            let restored = try await restore(.directory, region, from: file)
            #expect(restored.code == 0, "\(restored.errors)")
            #expect(restored.errors.contains("restored \(file) to "), "\(restored.errors)")
            #expect(restored.errors.contains("up to log position \(kept.sequence); the former"))
            try await region.start([.directory])
            #expect(try await organisations() == before)
            let gone = try await directory(["places", "search", "Secours"])
            #expect(!gone.output.contains("ML050502"), "\(gone.output)")
            let there = try await directory(["places", "search", "Puits"])
            #expect(there.output.contains("ML050501"), "\(there.errors)")

            // The log begins a new epoch, and who follows it forgets what was lost.
            try await add("Bâches du Delta", place: "ML050503")
            let head = try #require(try await region.status(of: .directory).logHead)
            #expect(head.epoch != kept.epoch && head.sequence > kept.sequence)
            try await region.expectLevelFollowers(isRestored: true)
            for (place, isKnown) in [("ML050501", true), ("ML050502", false), ("ML050503", true)] {
                #expect(try await knows(place, region, until: isKnown) == isKnown, "\(place)")
            }
        }
    }

    /// Whether registration takes a place for one, now or once it has followed the directory so far.
    private func knows(
        _ place: String, _ region: Region, until wanted: Bool
    ) async throws -> Bool {
        let client = try region.client(.registrar)
        let end = ContinuousClock.now + Region.patience
        var isKnown = !wanted
        while isKnown != wanted, ContinuousClock.now < end {
            let answer = try? await client.call(
                RegistrationV1.RegistrationService.listHouseholds, .init(placeCode: place))
            isKnown = answer != nil
            if isKnown != wanted { try await Task.sleep(for: .milliseconds(50)) }
        }
        await client.close()
        return isKnown
    }

    /// Everybody by what the teams wrote of them; who is there twice is there twice.
    private func people(_ region: Region) async throws -> [String] {
        try await region.members().map { person in
            let year = person.birthDate?.year ?? 0
            return "\(person.givenName) \(person.familyName) \(year) \(person.sourceKey)"
        }.sorted()
    }

    private func restore(
        _ service: ServiceName, _ region: Region, from backup: String
    ) async throws -> Program.Outcome {
        try await region.run(
            service.programName,
            ["--config", region.configurationFile, "--restore", backup])
    }

    private func path(
        _ region: Region, of service: ServiceName = .registration
    ) throws -> String {
        let folder = "\(region.folder.path)/data/backup"
        let names = try FileManager.default.contentsOfDirectory(atPath: folder)
        let name = try #require(names.first { $0.hasPrefix(service.rawValue) }, "\(names)")
        return "\(folder)/\(name)"
    }

    /// Calls the heaviest open pair one person.
    private func decide(_ region: Region) async throws -> DeduplicationV1.Pair {
        let client = try region.client(.adjudicator)
        let end = ContinuousClock.now + Region.patience
        var open: DeduplicationV1.Pair?
        while open == nil, ContinuousClock.now < end {
            open = try await client.call(
                DeduplicationV1.DeduplicationService.listPairs, .init(pageSize: 1)
            ).pairs.first
            if open == nil { try await Task.sleep(for: .milliseconds(50)) }
        }
        let pair = try #require(open)
        let answer = try await client.call(
            DeduplicationV1.DeduplicationService.decidePair,
            .init(pairID: pair.pairID, decision: .same, revision: pair.revision))
        await client.close()
        return try #require(answer.pair)
    }

    private func pair(_ id: [UInt8], _ region: Region) async throws -> DeduplicationV1.Pair {
        let client = try region.client(.adjudicator)
        let answer = try await client.call(
            DeduplicationV1.DeduplicationService.getPair, .init(pairID: id))
        await client.close()
        return try #require(answer.pair)
    }

    private func head(_ region: Region) async throws -> CommonV1.LogPosition {
        try #require(try await region.status(of: .registration).logHead)
    }

    /// Compares the counts with what registration has, once the followers stand at the ends of the logs.
    private func checkCounts(_ region: Region) async throws {
        try await region.expectLevelFollowers(isRestored: true)
        let client = try region.client(.viewer)
        let counts = try await client.call(StatisticsV1.StatisticsService.getCounts, .init())
        await client.close()
        let total = try #require(counts.total)
        #expect(total.people == UInt64(try await region.present().count))
        #expect(total.peopleNet < total.people, "one pair is one person")
    }
}
