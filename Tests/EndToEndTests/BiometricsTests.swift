import Access
import Foundation
import Messages
import Operations
import RPC
import Status
import TestKit
import Testing
import Transport

/// Fingerprints from a scanner's file to a pair that a reviewer sees, with the real programs and a matcher beside them.
@Suite(.serialized) struct BiometricsTests {
    private struct Report: Decodable {
        struct Batch: Decodable {
            let batchID: String
        }
        let batches: [Batch]
    }

    private struct Capture: Decodable {
        struct Finger: Decodable {
            let finger: String
            let outcome: String
        }
        let personID: String
        let fingers: [Finger]
        let state: String
    }

    private struct Status: Decodable {
        let personID: String
        let state: String
        let waitingReason: String
        let consentWithdrawnAtMilliseconds: Int64
    }

    /// Two families who have nothing in common but one finger.
    private static let households = """
        form number,surname,first name,gender,date of birth,location,group,relationship
        17,Guindo,Aïssata,female,1990-03-12,KORO,IDP,head
        17,Guindo,Hama,male,2012-06-02,KORO,IDP,child
        18,Barry,Penda,female,1971-11-23,KORO,IDP,head

        """

    @Test
    func `fingers that were handed in while the matcher was away make a pair when it is back`()
        async throws
    {
        try await withKeys { region in
            let batch = try await registered(region)
            let endpoint = try Endpoint("ipc://\(region.folder.path)/run/matcher.ipc")
            // A device's whole batch, from one folder.
            let folder = "\(region.folder.path)/scans"
            try write(SampleFinger.record(1), "\(folder)/17_1_right-index.fmr")
            try write(SampleFinger.record(5), "\(folder)/17_2.fmr")
            try write(SampleFinger.record(1, shake: 2), "\(folder)/18_1.fmr")
            try write(SampleFinger.record(7), "\(folder)/18_2.fmr")
            let added = try await biometrics(
                region, "add", ["--batch", batch, "--consented-on", "2026-03-01", folder])
            // One file is of nobody; the others are sent.
            #expect(added.code == 1 && added.errors.contains("Form 18, member 2"))
            let captures = try JSONDecoder().decode([Capture].self, from: Data(added.output.utf8))
            #expect(captures.map(\.fingers.first?.outcome) == ["stored", "stored", "stored"])
            #expect(captures.allSatisfy { $0.state == "check_pending" })
            let penda = try #require(captures.last).personID
            let waiting: Status = try await json(
                biometrics(region, "status", ["--batch", batch, "--form", "18", "--member", "1"]))
            #expect(waiting.state == "check_pending")

            let away = try await region.run("jatigi-status", ["--lang", "en"], as: .admin)
            #expect(away.output.contains("6 checks of fingerprints wait since"), "\(away.output)")
            try await eventually {
                try await region.run("jatigi-status", ["--lang", "en"], as: .admin).output
                    .contains("(the matcher does not answer)")
            }

            let matcher = try TestMatcher(on: endpoint)
            try await eventually {
                let status: Status = try await json(
                    biometrics(region, "status", ["--person-id", penda]))
                return status.state == "checked"
            }
            #expect(matcher.enrolled == 3)
            #expect(matcher.tokensSeen == 0, "a token of the region went to another program")
            let pairs = try await region.run("jatigi", ["pairs", "--lang", "en"], as: .adjudicator)
            #expect(pairs.output.contains("fingerprints: match"), "\(pairs.output)")

            let forgotten = try await biometrics(region, "forget", ["--person-id", penda])
            #expect(forgotten.code == 0 && forgotten.output.contains("1"), "\(forgotten.errors)")
            try await eventually { matcher.enrolled == 2 }
            let none = try await region.run("jatigi", ["pairs", "--lang", "en"], as: .adjudicator)
            #expect(!none.output.contains("fingerprints"))
            await matcher.stop()
            for folder in ["data", "log"] {
                try expectNoTrace(of: SampleFinger.record(1), "\(region.folder.path)/\(folder)")
            }
        }
    }

    @Test
    func `a team without a connection keeps its captures sealed, and sends them with its batches`()
        async throws
    {
        let region = try Region()
        let device = try await Device(region)
        let keys = "\(region.folder.path)/keys"
        #expect(
            try await region.run("jatigi", ["token", "make-sealing-key", "\(keys)/fingers"]).code
                == 0)
        #expect(
            try await region.run("jatigi", ["token", "make-storage-key", "\(keys)/store"]).code == 0
        )
        let settings = ["JATIGI_BIOMETRICS_KEY": "\(keys)/fingers.public"]
        func jatigi(
            _ arguments: [String], _ more: [String: String] = [:]
        ) async throws -> Program.Outcome {
            try await region.run(
                "jatigi", arguments, environment: device.settings(settings.merging(more) { $1 }))
        }
        let file = try region.folder.write("families.csv", Self.households)
        let submission = ["submit", "--source", "team-1", "--collected-on", "2026-03-01", file]
        // A missing token is found out at once, a missing connection after some seconds.
        let cut = ["JATIGI_TOKEN_FILE": "/none"]
        #expect(try await jatigi(submission, cut).code == 78)
        let batch = try #require(try await device.entries().first).batchID
        let folder = "\(region.folder.path)/scans"
        for name in ["17_1", "17_2", "18_1"] {
            try write(SampleFinger.record(1), "\(folder)/\(name).fmr")
        }
        let add = ["--batch", String(batch.prefix(8)), "--consented-on", "2026-03-01", folder]
        let kept = try await jatigi(["biometrics", "add"] + add, cut)
        #expect(kept.code == 78 && kept.errors.contains("3 files of fingerprints are kept"))
        try expectNoTrace(of: SampleFinger.record(1), "\(device.spool)/fingerprints")
        let one = ["--batch", batch, "--form", "17", "--member", "2"]
        let withdrawn = try await jatigi(["biometrics", "forget"] + one, cut)
        #expect(withdrawn.errors.contains("1 kept file deleted"), "\(withdrawn.errors)")
        try await forgetPlace(device, jatigi, cut)

        let service = device.serviceEnvironment.merging([
            "JATIGI_BIOMETRICS_KEYS": "\(keys)/store",
            "JATIGI_BIOMETRICS_SEALING_KEY": "\(keys)/fingers",
        ]) { $1 }
        try await region.start(environment: service)
        let synced = try await jatigi(["sync"])
        #expect(synced.code == 0, "\(synced.errors)")
        #expect(synced.output.contains("18_1.fmr: right index finger, kept."), "\(synced.output)")
        #expect(!synced.output.contains("17_2.fmr"))
        let left = try FileManager.default.contentsOfDirectory(
            atPath: "\(device.spool)/fingerprints")
        #expect(left.isEmpty)
        let status = try await jatigi(
            ["biometrics", "status"] + ["--batch", batch, "--form", "18", "--member", "1"])
        #expect(status.output.contains("not compared with the others yet"))
        #expect(status.output.contains("no matcher is configured"), "\(status.output)")
        try await withdrawConsent(of: batch, region, device, jatigi, cut)
        // Another device's box, or one for another key, is refused and stays.
        await region.stop([.deduplication])
        try region.folder.write("devices.txt", "# none\n")
        try await region.start([.deduplication], environment: service)
        let unknown = try await jatigi(["biometrics", "add"] + add)
        #expect(
            unknown.code == 65 && unknown.errors.contains("not known here"), "\(unknown.errors)")
        #expect(unknown.errors.contains("3 files of fingerprints are kept"))
        await region.stop()
        for folder in ["data", "log"] {
            try expectNoTrace(of: SampleFinger.record(1), "\(region.folder.path)/\(folder)")
        }
    }

    /// An earlier version kept a place in a household. Without a connection it goes as well.
    private func forgetPlace(
        _ device: Device,
        _ jatigi: ([String], [String: String]) async throws -> Program.Outcome,
        _ cut: [String: String]
    ) async throws {
        let placed = "\(device.spool)/fingerprints/placed.capture"
        try Data(
            """
            {"id":"placed","person":{"household":{"caseNumber":"KOR-7","member":2}},
            "fileName":"f.fmr","storedAtMilliseconds":1,"box":"AQ=="}
            """.utf8
        ).write(to: URL(filePath: placed))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: placed)
        let inHousehold = try await jatigi(
            ["biometrics", "forget", "--case-number", "KOR-7", "--member", "2"], cut)
        #expect(inHousehold.code == 78 && !FileManager.default.fileExists(atPath: placed))
        #expect(inHousehold.errors.contains("1 kept file deleted"), "\(inHousehold.errors)")
    }

    /// Consent is withdrawn elsewhere while this device keeps a capture under the person's id: the capture is refused and
    /// goes, and one that names the withdrawal is taken. A place in a household is not kept at all.
    private func withdrawConsent(
        of batch: String, _ region: Region, _ device: Device,
        _ jatigi: ([String], [String: String]) async throws -> Program.Outcome,
        _ cut: [String: String]
    ) async throws {
        let member = ["--batch", batch, "--form", "18", "--member", "1"]
        let file = "\(region.folder.path)/scans/18_1.fmr"
        let consent = ["--consented-on", "2026-03-01"]
        let person: Status = try await json(
            jatigi(["biometrics", "status", "--json"] + member, [:]))
        let id = ["--person-id", person.personID]
        _ = try await jatigi(["biometrics", "add"] + id + consent + [file], cut)
        let number = try await caseNumber(region, batch)
        let place = ["--case-number", number, "--member", "1"]
        let placed = try await jatigi(["biometrics", "add"] + place + consent + [file], cut)
        #expect(placed.code == 78 && !placed.errors.contains("are kept"), "\(placed.errors)")
        let forgotten = try await region.run(
            "jatigi", ["biometrics", "forget"] + member, as: .team)
        #expect(forgotten.code == 0, "\(forgotten.errors)")
        let refused = try await jatigi(["sync"], [:])
        #expect(refused.errors.contains("withdrew consent"), "\(refused.errors)")
        let left = try FileManager.default.contentsOfDirectory(
            atPath: "\(device.spool)/fingerprints")
        #expect(left.isEmpty)
        let none: Status = try await json(
            jatigi(["biometrics", "status", "--json"] + member, [:]))
        #expect(none.state == "none" && none.consentWithdrawnAtMilliseconds > 0)
        let withdrawal = try #require(
            refused.errors.firstMatch(of: /--after-withdrawal ([0-9TZ:.-]+Z)/)?.output.1)
        let again = try await jatigi(
            ["biometrics", "add"] + member + consent + [
                "--after-withdrawal", "\(withdrawal)", file,
            ], [:])
        #expect(again.code == 0 && again.output.contains("kept"), "\(again.errors)")
    }

    @Test func `what cannot be used is told before anything is sent, and roles are held apart`()
        async throws
    {
        try await withKeys { region in
            let batch = try await registered(region)
            let good = "\(region.folder.path)/good.fmr"
            let bad = "\(region.folder.path)/bad.fmr"
            try write(SampleFinger.record(1), good)
            try write(Array(SampleFinger.record(1).dropLast()), bad)
            let member = ["--batch", batch, "--form", "17", "--member", "1"]
            let cut = try await biometrics(
                region, "add", member + ["--consented-on", "2026-03-01", good, bad])
            #expect(cut.code == 65 && cut.errors.contains("cut short"), "\(cut.errors)")
            let status: Status = try await json(biometrics(region, "status", member))
            #expect(status.state == "none")
            let future = try await biometrics(
                region, "add", member + ["--consented-on", "2999-01-01", good])
            #expect(future.code == 64)
            let nobody = try await biometrics(
                region, "add",
                ["--batch", batch, "--form", "17", "--member", "3"]
                    + ["--consented-on", "2026-03-01", good])
            #expect(nobody.code == 65 && nobody.errors.contains("no such person"))
            let denied = try await region.run(
                "jatigi",
                ["biometrics", "add", "--person-id", UUID().uuidString]
                    + ["--consented-on", "2026-03-01", good], as: .adjudicator)
            #expect(denied.code == 77)
            // A registrar, who has the household's number.
            let number = try await caseNumber(region, batch)
            let added = try await region.run(
                "jatigi",
                ["biometrics", "add", "--case-number", number, "--member", "2", "--lang", "fr"]
                    + ["--consented-on", "2026-03-01", good], as: .registrar)
            #expect(
                added.code == 0 && added.output.contains("index droit, gardé"), "\(added.errors)")
        }
    }

    @Test
    func `a region without a key refuses fingerprints, and one with a key for all does not start`()
        async throws
    {
        try await withRegion { region in
            let batch = try await registered(region)
            let file = "\(region.folder.path)/good.fmr"
            try write(SampleFinger.record(1), file)
            let refused = try await biometrics(
                region, "add",
                ["--batch", batch, "--form", "17", "--member", "1"]
                    + ["--consented-on", "2026-03-01", file])
            #expect(refused.code == 65)
            #expect(refused.errors.contains("keeps no fingerprints"), "\(refused.errors)")
        }
        let region = try Region()
        let key = "\(region.folder.path)/keys/biometrics"
        #expect(try await region.run("jatigi", ["token", "make-storage-key", key]).code == 0)
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: key)
        let check = try await region.run(
            "jatigi-deduplication", ["--config", region.configurationFile, "--check-config"],
            environment: ["JATIGI_BIOMETRICS_KEYS": key])
        #expect(check.code == 78 && check.errors.contains("0644"), "\(check.errors)")
    }

    /// A region with a key and the address of a matcher that is not there.
    private func withKeys(_ body: (Region) async throws -> Void) async throws {
        let region = try Region()
        let key = "\(region.folder.path)/keys/biometrics"
        #expect(try await region.run("jatigi", ["token", "make-storage-key", key]).code == 0)
        do {
            try await region.start(environment: [
                "JATIGI_BIOMETRICS_KEYS": key,
                "JATIGI_BIOMETRICS_MATCHER": "ipc://\(region.folder.path)/run/matcher.ipc",
            ])
            try await body(region)
        } catch {
            await region.stop()
            throw error
        }
        await region.stop()
    }

    /// Registers the two families and gives the batch.
    private func registered(_ region: Region) async throws -> String {
        let file = try region.folder.write("families.csv", Self.households)
        let outcome = try await region.run(
            "jatigi",
            ["submit", "--source", "team-1", "--collected-on", "2026-03-01", "--json", file])
        #expect(outcome.code == 0, "\(outcome.errors)\(outcome.output)")
        let report = try JSONDecoder().decode(Report.self, from: Data(outcome.output.utf8))
        return try #require(report.batches.first).batchID
    }

    private func biometrics(
        _ region: Region, _ command: String, _ arguments: [String]
    ) async throws -> Program.Outcome {
        try await region.run("jatigi", ["biometrics", command, "--json"] + arguments)
    }

    private func json<Value: Decodable>(_ outcome: Program.Outcome) async throws -> Value {
        #expect(outcome.code == 0, "\(outcome.errors)")
        return try JSONDecoder().decode(Value.self, from: Data(outcome.output.utf8))
    }

    private func caseNumber(_ region: Region, _ batch: String) async throws -> String {
        let client = try region.client(.team)
        let id = batch.filter { $0 != "-" }
        let bytes = stride(from: 0, to: 32, by: 2).compactMap { offset in
            let start = id.index(id.startIndex, offsetBy: offset)
            return UInt8(id[start..<id.index(start, offsetBy: 2)], radix: 16)
        }
        let answer = try await client.call(
            GatewayV1.GatewayService.getBatchStatus, .init(batchID: bytes))
        await client.close()
        return try #require(answer.receipt?.results.first { $0.sourceKey == "17" }).caseNumber
    }

    private func write(_ bytes: [UInt8], _ path: String) throws {
        let url = URL(filePath: path)
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: url)
    }

    private func eventually(_ condition: () async throws -> Bool) async throws {
        let end = ContinuousClock.now + Region.patience
        while try await !condition() {
            guard ContinuousClock.now < end else {
                Issue.record("it did not come to pass")
                return
            }
            try await Task.sleep(for: .milliseconds(200))
        }
    }

    /// Looks for a run of minutiae in every file of a folder, also as base 64.
    private func expectNoTrace(of record: [UInt8], _ folder: String) throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder)
        #expect(!names.isEmpty)
        for name in names {
            let bytes = try Data(contentsOf: URL(filePath: "\(folder)/\(name)"))
            for start in 40..<43 {
                let trace = Data(record[start..<start + 12])
                #expect(bytes.range(of: trace) == nil, "\(name)")
                #expect(bytes.range(of: trace.base64EncodedData()) == nil, "\(name)")
            }
        }
    }
}
