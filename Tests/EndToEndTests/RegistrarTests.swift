import Access
import Foundation
import Operations
import TestKit
import Testing

/// What a registrar and a team do at a terminal after a file was handed in.
@Suite(.serialized) struct RegistrarTests {
    private struct Batch: Decodable {
        struct Region: Decodable {
            let screening: String
            let outcomes: [String: Int]
        }
        struct Entry: Decodable {
            let batchID: String
            let state: String
        }
        let batchID: String
        let region: Region?
        let spool: Entry?
    }

    private struct Spooled: Decodable {
        let batches: [Batch.Entry]
    }

    private struct Receipts: Decodable {
        struct Receipt: Decodable { let batchID: String }
        let batches: [Receipt]
        let outcomes: [String: Int]
    }

    private let header =
        "numero_fiche,numero_personne,etape,case_number,lieu,lieu_code,groupe,nom,prenom,sexe,age,lien,taille"

    private func row(
        _ form: String, stage: String = "enregistrement", number: String = "",
        place: String = "Koro", code: String = "ML0505", name: String = "Awa"
    ) -> String {
        "\(form),1,\(stage),\(number),\(place),\(code),PDI,Guindo,\(name),F,30,Chef de ménage,4"
    }

    private func submit(
        _ region: Region, _ rows: [String], _ more: [String] = [], as role: Role = .team
    ) async throws -> Program.Outcome {
        let file = try region.folder.write(
            "file.csv", ([header] + rows).joined(separator: "\n") + "\n")
        return try await region.run(
            "jatigi",
            ["submit", "--source", "team-1", "--collected-on", "2026-03-01"] + more + [file],
            as: role)
    }

    private func decoded<Value: Decodable>(
        _ outcome: Program.Outcome, as type: Value.Type = Value.self
    ) throws -> Value {
        try JSONDecoder().decode(type, from: Data(outcome.output.utf8))
    }

    private func jatigi(
        _ region: Region, _ arguments: [String], as role: Role = .registrar
    ) async throws -> Program.Outcome {
        try await region.run("jatigi", arguments + ["--lang", "en"], as: role)
    }

    @Test func `what waits for a place is listed, and released with a code that exists`()
        async throws
    {
        try await withRegion { region in
            let sent = try await submit(
                region, [row("1", place: "Bankasse", code: "")], ["--json"])
            let receipts: Receipts = try decoded(sent)
            #expect(receipts.outcomes["held"] == 1)
            let batch = try #require(receipts.batches.first).batchID
            let state = try await jatigi(region, ["batch", batch], as: .team)
            #expect(state.code == 1 && state.output.contains("waits for a registrar"))
            let list = try await jatigi(region, ["held", "list"])
            #expect(list.code == 0 && list.output.contains("place “Bankasse”"), "\(list.output)")
            let id = String(try #require(list.output.split(separator: "\n").last).prefix(8))

            let shown = try await jatigi(region, ["held", "show", id])
            let record = try await jatigi(region, ["held", "show", id, "--json"])
            for said in ["Bankasse", "Guindo"] {
                #expect(shown.output.contains(said) && record.output.contains(said), "\(said)")
            }
            #expect(shown.output.contains("registration  Bankasse"), "\(shown.output)")
            #expect(try await jatigi(region, ["held", "show", id], as: .team).code == 77)

            let missing = try await jatigi(region, ["held", "release", id])
            #expect(missing.code == 65 && missing.errors.contains("Still missing: place"))
            let wrong = try await jatigi(
                region, ["held", "release", id, "--place", "place=Bandia"])
            #expect(wrong.code == 65 && wrong.errors.contains("“Bandia” does not exist"))
            #expect(wrong.errors.contains("ML0501"), "\(wrong.errors)")
            let field = try await jatigi(
                region, ["held", "release", id, "--place", "origin=ML0505"])
            #expect(field.code == 65 && field.errors.contains("it waits for: place"))
            for unknown in ["ffffffff", "abc"] {
                let none = try await jatigi(
                    region, ["held", "release", unknown, "--place", "place=ML0505"])
                #expect(none.code == 65 && none.errors.contains(unknown))
            }
            let released = try await jatigi(
                region, ["held", "release", id, "--place", "place=ML0505"])
            #expect(released.code == 0 && released.output.contains("BDG-00001-"))
            #expect(try await jatigi(region, ["held"]).output.contains("Nothing waits"))
            let team = try await jatigi(region, ["held"], as: .team)
            #expect(team.code == 77)
        }
    }

    @Test func `a number that names strangers is listed, and released once it is confirmed`()
        async throws
    {
        try await withRegion { region in
            let file = "\(region.folder.path)/numbers.csv"
            _ = try await jatigi(region, ["case-numbers", "take", "1", "--out", file], as: .team)
            let number = try #require(
                try String(contentsOfFile: file, encoding: .utf8).split(separator: "\r\n").last
            )
            .description
            let light: Receipts = try decoded(
                try await submit(
                    region, [row("1", stage: "pré-enregistrement", number: number)], ["--json"]))
            #expect(light.outcomes["pre_registered"] == 1)
            let sent: Receipts = try decoded(
                try await submit(region, [row("2", number: number, name: "Ramata")], ["--json"]))
            #expect(sent.outcomes["held"] == 1)
            let list = try await jatigi(region, ["held"])
            #expect(list.output.contains("case_number: Nobody on this form"), "\(list.output)")
            let id = String(try #require(list.output.split(separator: "\n").last).prefix(8))
            let silent = try await jatigi(region, ["held", "release", id])
            #expect(silent.code == 65 && silent.errors.contains("--case-number"))
            let wrong = try await jatigi(
                region, ["held", "release", id, "--case-number", number + "0"])
            #expect(wrong.code == 65 && !wrong.errors.contains("--case-number"))
            let released = try await jatigi(
                region, ["held", "release", id, "--case-number", number])
            #expect(released.output.contains("Released: registered, household \(number)"))
        }
    }

    @Test func `a correction shows each field before and after, and is accepted or declined`()
        async throws
    {
        try await withRegion { region in
            _ = try await submit(region, [row("1"), row("2")])
            _ = try await submit(region, [row("1", name: "Aïssata"), row("2", name: "Fanta")])
            let list = try await jatigi(region, ["corrections"])
            #expect(list.output.contains("given name") && list.output.contains("Aïssata"))
            let ids = try list.output.split(separator: "\n").dropFirst(2).map {
                try #require($0.split(separator: " ").first)
            }.map(String.init)
            #expect(ids.count == 2)
            let shown = try await jatigi(region, ["corrections", "show", ids[0]])
            #expect(shown.output.contains(/1\. Awa Guindo: given name +Awa +Aïssata/))
            let french = try await region.run(
                "jatigi", ["corrections", "show", ids[0], "--lang", "fr"], as: .registrar)
            #expect(french.output.contains("prénom") && french.output.contains("avant"))
            #expect(try await jatigi(region, ["corrections", "accept", ids[0]]).code == 0)
            #expect(try await jatigi(region, ["corrections", "decline", ids[1]]).code == 0)
            #expect(try await jatigi(region, ["corrections"]).output.contains("No corrections"))
            let late = try await jatigi(region, ["corrections", "accept", ids[1]])
            #expect(late.code == 65)
            let none = try await jatigi(region, ["corrections", "show", "ffff"])
            #expect(none.code == 65 && none.errors.contains("ffff"))
        }
    }

    @Test func `a batch is found by whoever asks, and an unknown one says where to look`()
        async throws
    {
        try await withRegion { region in
            let receipts: Receipts = try decoded(try await submit(region, [row("1")], ["--json"]))
            let id = try #require(receipts.batches.first).batchID
            let team: Batch = try decoded(
                try await jatigi(region, ["batch", id, "--json"], as: .team))
            #expect(team.region?.outcomes == ["registered": 1])
            for arguments in [[], ["--config", region.configurationFile]] {
                let admin = try await region.run(
                    "jatigi-status", ["batch", id, "--lang", "en"] + arguments, as: .admin)
                #expect([0, 75].contains(admin.code), "\(admin.errors)")
                #expect(admin.output.contains("received 2"))
            }
            let unknown = String(repeating: "0", count: 32)
            for program in ["jatigi", "jatigi-status"] {
                let none = try await region.run(
                    program, ["batch", unknown, "--lang", "en"], as: .admin)
                #expect(none.code == 65 && none.errors.contains("jatigi spool"))
                let wrong = try await region.run(
                    program, ["batch", "xyz", "--lang", "en"], as: .admin)
                #expect(wrong.code == 65 && wrong.errors.contains("“xyz” is no batch id"))
            }
            // Deduplication is away: the batch waits, and it is said why.
            guard Region.services.contains(.deduplication) else { return }
            await region.kill(.deduplication)
            let second: Receipts = try decoded(try await submit(region, [row("2")], ["--json"]))
            let waiting = try #require(second.batches.first).batchID
            let state = try await jatigi(region, ["batch", waiting], as: .team)
            #expect(state.code == 75 && state.output.contains("Why: "), "\(state.output)")
        }
    }

    @Test func `numbers taken in a block are registered offline, others of the region are refused`()
        async throws
    {
        try await withRegion { region in
            let file = "\(region.folder.path)/numbers.csv"
            let taken = try await jatigi(
                region, ["case-numbers", "take", "3", "--out", file], as: .team)
            #expect(taken.code == 0, "\(taken.errors)")
            let lines = try String(contentsOfFile: file, encoding: .utf8)
                .split(separator: "\r\n").map(String.init)
            #expect(lines.first == "case_number" && lines.count == 4)
            let again = try await jatigi(
                region, ["case-numbers", "take", "3", "--out", file], as: .team)
            #expect(again.code == 65 && again.errors.contains(file))
            let viewer = try await jatigi(
                region, ["case-numbers", "take", "1", "--out", file + "2"], as: .viewer)
            #expect(viewer.code == 77 && !FileManager.default.fileExists(atPath: file + "2"))
            let sent = try await submit(
                region, [row("1", number: lines[3]), row("2"), row("3", number: "BDG-00099-2")],
                ["--lang", "en"])
            let shown = try await jatigi(region, ["household", lines[3]])
            #expect(shown.code == 0 && shown.output.contains("Guindo"))
            // Its check character is that of 99, so only the block refuses it.
            #expect(sent.code == 1)
            #expect(
                (sent.output + sent.errors).contains("never handed out"),
                "\(sent.output)\(sent.errors)")
        }
    }

    @Test func `batches that are kept say what must be changed, and are taken out on purpose`()
        async throws
    {
        try await withRegion { region in
            let keys = "\(region.folder.path)/keys"
            for (kind, name) in [("make-key", "device"), ("make-sealing-key", "sealing")] {
                let made = try await region.run("jatigi", ["token", kind, "\(keys)/\(name)"])
                #expect(made.code == 0, "\(made.errors)")
            }
            let spool = ["--spool", "\(region.folder.path)/spool"]
            let sealed =
                spool + [
                    "--device-key", "\(keys)/device", "--region-key", "\(keys)/sealing.public",
                    "--lang", "en",
                ]
            // This region has no key to open sealed batches with.
            let refused = try await submit(region, [row("1")], sealed)
            #expect(refused.code == 65 && refused.errors.contains("jatigi spool remove"))
            let viewer = try await jatigi(region, ["sync", "--lang", "en"] + spool, as: .viewer)
            #expect(
                viewer.code == 77 && viewer.errors.contains("this token cannot send them"),
                "\(viewer.code) \(viewer.errors)")
            let sync = try await jatigi(region, ["sync"] + spool, as: .team)
            #expect(sync.code == 65 && sync.errors.contains("jatigi spool remove"))
            let entries: Spooled = try decoded(
                try await jatigi(region, ["spool", "--json"] + spool))
            let id = try #require(entries.batches.first).batchID
            let short = String(id.prefix(6))
            let batch = try await jatigi(region, ["batch", short] + spool, as: .team)
            #expect(batch.code == 75 && batch.output.contains("Waits on this device"))
            let asked = try await jatigi(region, ["spool", "remove", short] + spool)
            #expect(asked.code == 65 && asked.errors.contains("has NOT received"))
            let removed = try await jatigi(region, ["spool", "remove", short, "--yes"] + spool)
            #expect(removed.code == 0 && removed.errors.contains("WARNING"))
            let left: Spooled = try decoded(
                try await jatigi(region, ["spool", "--json"] + spool))
            #expect(left.batches.isEmpty)
            let none = try await jatigi(region, ["spool", "remove", short, "--yes"] + spool)
            #expect(none.code == 65)
        }
    }
}
