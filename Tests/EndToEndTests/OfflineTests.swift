import Access
import Foundation
import Messages
import TestKit
import Testing

/// What a team sees of a file that cannot go at once, or must not go as it is.
@Suite(.serialized) struct OfflineTests {
    private struct Report: Decodable {
        struct Problem: Decodable {
            let row: Int
            let reason: String
        }
        struct Sent: Decodable { let isReceived: Bool }
        let problems: [Problem]
        let householdsLeftOut: Int
        let outcomes: [String: Int]?
        let earlier: [Sent]?
    }

    private struct Synced: Decodable {
        struct Sent: Decodable {
            let isReceived: Bool
            let people: Int
        }
        let batches: [Sent]
        let waiting: Int
    }

    private static let header = "fiche,nom,prenom,lieu,lien,groupe"

    private func file(_ device: Device, _ name: String, _ rows: [String]) throws -> String {
        try device.region.folder.write(
            name, ([Self.header] + rows).joined(separator: "\n") + "\n")
    }

    private func submit(
        _ device: Device, _ file: String, _ more: [String] = [], source: String = "team-1",
        with environment: [String: String] = [:]
    ) async throws -> Program.Outcome {
        try await device.region.run(
            "jatigi", ["submit", "--timeout", "2", "--source", source] + more + [file],
            environment: device.settings(environment))
    }

    private func report(_ outcome: Program.Outcome) throws -> Report {
        try JSONDecoder().decode(Report.self, from: Data(outcome.output.utf8))
    }

    @Test func `without a connection the file's problems are told, and what is kept`() async throws
    {
        let device = try await Device(try Region())
        let file = try file(
            device, "file.csv", ["F1,Togo,Awa,Koro,chef,PDI", "F2,,,Koro,chef,PDI"])
        let offline = try await submit(device, file)
        #expect(offline.code == 69)
        for text in ["row 3", "1 household left out", "1 batch is kept on this device"] {
            #expect(offline.errors.contains(text), "\(offline.errors)")
        }
        // No call is made without a token: the batch is kept before that is found out.
        let tokenless = try await submit(device, file, with: ["JATIGI_TOKEN_FILE": "/none"])
        #expect(tokenless.code == 78)
        #expect(tokenless.errors.contains("row 3") && tokenless.errors.contains("is kept on this"))
        let future = try device.region.folder.write(
            "keys/future.token",
            try device.region.token(.team, subject: "team-1", age: .seconds(-86_400)) + "\n")
        let slow = try await submit(device, file, with: ["JATIGI_TOKEN_FILE": future])
        #expect(slow.code == 69 && slow.errors.contains("clock is behind"), "\(slow.errors)")
        let json = try report(try await submit(device, file, ["--json"]))
        #expect(json.problems.map(\.row) == [3] && json.householdsLeftOut == 1)
        let dry = try await submit(device, file, ["--dry-run", "--json"])
        #expect(try dry.code == 1 && report(dry).problems.map(\.row) == [3])
        // "1 households, 1 people, 1 batches"
        for (language, text) in [
            ("fr", "1 ménage, 1 personne, 1 lot ; 1 ménage laissé de côté"),
            ("en", "1 household, 1 person, 1 batch; 1 household left out"),
        ] {
            let told = try await submit(device, file, ["--dry-run", "--lang", language])
            #expect(told.output.contains(text), "\(told.output)")
        }
        #expect(try await device.entries().map(\.state) == ["waiting"])
    }

    @Test func `what cannot go is refused before anything is kept`() async throws {
        let device = try await Device(try Region())
        let file = try file(device, "file.csv", ["F1,Togo,Awa,Koro,chef,PDI"])
        let foreign = try await submit(device, file, source: "team-2")
        #expect(foreign.code == 77, "\(foreign.errors)")
        let long = try await submit(
            device, file, source: "team-1/" + String(repeating: "x", count: 60))
        #expect(long.code == 64 && long.errors.contains("64"), "\(long.errors)")
        let group = try await submit(device, file, ["--group", "XYZ"])
        #expect(group.code == 64 && group.errors.contains("--group"))
        let day = try await submit(device, file, ["--collected-on", "0025-03-01"])
        #expect(day.code == 64 && day.errors.contains("--collected-on"))
        let half = try await submit(device, file, with: ["JATIGI_REGION_KEY": ""])
        #expect(half.code == 78 && half.errors.contains("--region-key"), "\(half.errors)")
        let mapping = try device.region.folder.write("form.map", "nothing\n")
        let mapped = try await submit(device, file, ["--mapping", mapping])
        #expect(mapped.code == 65 && mapped.errors.contains("form.map"), "\(mapped.errors)")
        #expect(!FileManager.default.fileExists(atPath: device.spool))
        let none = try await submit(
            device, file, with: ["JATIGI_REGION_KEY": "", "JATIGI_DEVICE_KEY": ""])
        #expect(none.code == 69)
        #expect(none.errors.contains("nothing is kept on this device"), "\(none.errors)")
        #expect(none.errors.contains("The gateway's address: "), "\(none.errors)")
        // A mistyped name was an empty spool.
        let absent = "\(device.spool)-typo"
        for command in ["sync", "spool"] {
            let typo = try await device.region.run(
                "jatigi", [command, "--spool", absent], environment: device.settings([:]))
            #expect(typo.code == 78 && typo.errors.contains("does not exist"), "\(typo.errors)")
        }
        #expect(!FileManager.default.fileExists(atPath: absent))
    }

    @Test func `a newer file does not overtake an older one that waits`() async throws {
        let region = try Region()
        let device = try await Device(region)
        let old = try file(device, "old.csv", ["F1,Togo,Awa,Koro,chef,PDI"])
        let kept = try await submit(device, old, with: ["JATIGI_TOKEN_FILE": "/none"])
        #expect(kept.code == 78)
        try await region.start(environment: device.serviceEnvironment)
        let new = try file(device, "new.csv", ["F1,Togo,Aïssata,Koro,chef,PDI"])
        let sent = try await submit(device, new, ["--json", "--timeout", "30"])
        #expect(sent.code == 0 && sent.errors.contains("1 older batch"), "\(sent.errors)")
        let report = try report(sent)
        #expect(report.earlier?.map(\.isReceived) == [true])
        #expect(report.outcomes?["correction_proposed"] == 1)
        #expect(try await region.members().map(\.givenName) == ["Awa"])
        await region.stop()
    }

    // Taken at last, it proposed to change back what the newer file says.
    @Test func `an older file that was refused says nothing against a newer one once it is taken`()
        async throws
    {
        let region = try Region()
        let device = try await Device(region)
        let stranger = try await Device(try Region())
        try await region.start(environment: device.serviceEnvironment)
        let old = try file(device, "old.csv", ["F1,Togo,Awa,Koro,chef,PDI"])
        let wrong = ["JATIGI_REGION_KEY": stranger.environment["JATIGI_REGION_KEY"] ?? ""]
        #expect(try await submit(device, old, with: wrong).code == 65)
        let new = try file(device, "new.csv", ["F1,Togo,Aïssata,Koro,chef,PDI"])
        // It ended as the older one did, so that a team took it for refused.
        #expect(try await submit(device, new, ["--timeout", "30"]).code == 1)
        #expect(try await region.members().map(\.givenName) == ["Aïssata"])
        let taken = try await submit(device, old, ["--json", "--timeout", "30"])
        #expect(try taken.code == 0 && report(taken).outcomes?["outdated"] == 1, "\(taken.errors)")
        #expect(try await device.entries().map(\.state) == ["acknowledged", "acknowledged"])
        let corrections = try await region.run(
            "jatigi", ["corrections", "--lang", "en"], as: .registrar)
        #expect(corrections.output.contains("No corrections"), "\(corrections.output)")
        await region.stop()
    }

    @Test func `a file that was sealed to a wrong key is sealed anew when it is submitted again`()
        async throws
    {
        let region = try Region()
        let device = try await Device(region)
        let stranger = try await Device(try Region())
        let file = try file(device, "file.csv", ["F1,Togo,Awa,Koro,chef,PDI"])
        try await region.start(environment: device.serviceEnvironment)
        let wrong = ["JATIGI_REGION_KEY": stranger.environment["JATIGI_REGION_KEY"] ?? ""]
        #expect(try await submit(device, file, with: wrong).code == 65)
        #expect(try await submit(device, file, ["--timeout", "30"]).code == 0)
        let entries = try await device.entries()
        #expect(entries.map(\.state) == ["acknowledged"] && entries[0].tries == 2)
        #expect(try await region.members().map(\.givenName) == ["Awa"])

        // And what a program reads of a sync.
        let other = try self.file(device, "other.csv", ["F2,Dolo,Fanta,Koro,chef,PDI"])
        _ = try await submit(device, other, with: ["JATIGI_TOKEN_FILE": "/none"])
        let outcome = try await device.sync(["--json"])
        let synced = try JSONDecoder().decode(Synced.self, from: Data(outcome.output.utf8))
        #expect(synced.batches.map(\.people) == [1] && synced.waiting == 0)
        #expect(synced.batches.map(\.isReceived) == [true])
        await region.stop()
    }

    // It was kept, and every sync of the team ended with 77 until it was removed.
    @Test func `a token whose role may not submit is refused before anything is kept`() async throws
    {
        let device = try await Device(try Region())
        let file = try file(device, "file.csv", ["F1,Togo,Awa,Koro,chef,PDI"])
        let viewer = try device.region.folder.write(
            "keys/viewer.token", try device.region.token(.viewer, subject: "team-1") + "\n")
        for (language, text) in [("fr", "Le rôle « viewer »"), ("en", "The role “viewer”")] {
            let refused = try await submit(
                device, file, with: ["JATIGI_TOKEN_FILE": viewer, "JATIGI_LANGUAGE": language])
            #expect(refused.code == 77 && refused.errors.contains(text), "\(refused.errors)")
        }
        #expect(!FileManager.default.fileExists(atPath: device.spool))
    }

    @Test func `a file that comes while another program is at work says that it was not kept`()
        async throws
    {
        let device = try await Device(try Region())
        try await device.keep(seed: 1)
        let lock = open("\(device.spool)/lock", O_RDWR)
        defer { close(lock) }
        #expect(flock(lock, LOCK_EX | LOCK_NB) == 0)
        let busy = try await submit(
            device, try file(device, "file.csv", ["F1,Togo,Awa,Koro,chef,PDI"]))
        #expect(busy.code == 75 && busy.errors.contains("neither kept nor sent"), "\(busy.errors)")
        #expect(try await device.entries().count == 1)
    }

    // It was called damaged by every command, and never sent.
    @Test func `a box that a cut left without its description is sent like any other`()
        async throws
    {
        let region = try Region()
        let device = try await Device(region)
        try await device.keep(seed: 1)
        let lost = try #require(try await device.entries().first?.batchID)
        try FileManager.default.removeItem(atPath: "\(device.spool)/\(lost).json")
        let listed = try await region.run("jatigi", ["spool"], environment: device.settings([:]))
        #expect(listed.code == 0 && listed.output.contains(lost), "\(listed.errors)")
        try await region.start(environment: device.serviceEnvironment)
        let synced = try await device.sync()
        #expect(synced.code == 0 && synced.output.contains(lost), "\(synced.errors)")
        #expect(try await device.entries().map(\.state) == ["acknowledged"])
        await region.stop()
    }

    // What it said went into whatever had taken the descriptor.
    @Test(arguments: ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
    func `a program that is started with closed streams works as with open ones`(
        closed: String
    ) async throws {
        let device = try await Device(try Region())
        let jatigi = "\(Program.folder)/jatigi"
        let synced = try await device.region.run(
            "/bin/sh", ["-c", "\(jatigi) sync \(closed)"], environment: device.settings([:]))
        #expect(synced.code == 0 && synced.errors.isEmpty, "\(synced.errors)")
        #expect(synced.output.isEmpty == (closed.contains(">&-") && closed != "2>&-"))
        #expect(try device.files() == ["lock": Data()])
        let program = "\(Program.folder)/jatigi-registration"
        let version = try await device.region.run(
            "/bin/sh", ["-c", "\(program) --version \(closed)"])
        #expect(version.code == 0 && version.errors.isEmpty, "\(version.errors)")
    }
}
