import Access
import Foundation
import Messages
import Operations
import RPC
import TestKit
import Testing

/// What becomes of a household after it was registered, from a team's file to the counts: people leave, are corrected, are
/// erased.
@Suite(.serialized) struct HouseholdLifeTests {
    private struct Receipts: Decodable {
        let outcomes: [String: Int]
    }

    private struct Households: Decodable {
        struct Household: Decodable {
            struct Member: Decodable {
                let personID: String
                let givenName: String
                let isPresent: Bool
            }
            let caseNumber: String
            let householdID: String
            let members: [Member]
        }
        let items: [Household]
    }

    private let header =
        "numero_fiche,numero_personne,etape,lieu_code,groupe,nom,prenom,sexe,age,lien,date_depart,justification"

    private func row(
        _ form: Int, _ person: Int, _ name: String, sex: String = "F", age: Int = 30,
        stage: String = "enregistrement", why: String = ""
    ) -> String {
        let relation = person == 1 ? "Chef de ménage" : "Enfant"
        return "\(form),\(form)-\(person),\(stage),ML0505,PDI,Zzguindo,\(name),\(sex),"
            + "\(person == 1 ? age : 9),\(relation),,\(why)"
    }

    private func submit(_ region: Region, _ rows: [String]) async throws -> [String: Int] {
        let file = try region.folder.write(
            "file.csv", ([header] + rows).joined(separator: "\n") + "\n")
        let sent = try await region.run(
            "jatigi",
            ["submit", "--source", "team-1", "--collected-on", "2026-03-01", "--json", file])
        return try JSONDecoder().decode(Receipts.self, from: Data(sent.output.utf8)).outcomes
            .filter { $0.value > 0 }
    }

    private func jatigi(
        _ region: Region, _ arguments: [String], as role: Role = .registrar
    ) async throws -> Program.Outcome {
        try await region.run("jatigi", arguments + ["--lang", "en"], as: role)
    }

    private func households(_ region: Region, _ name: String) async throws
        -> [Households.Household]
    {
        let found = try await jatigi(region, ["households", "--name", name, "--json"])
        return try JSONDecoder().decode(Households.self, from: Data(found.output.utf8)).items
    }

    private func events(_ region: Region) async throws -> [RegistrationV1.Event] {
        let client = try region.client(.follower, of: .registration)
        let answer = try await client.call(
            RegistrationV1.RegistrationService.readEvents, .init(eventsMax: 1_000))
        await client.close()
        return answer.events
    }

    /// Counts that rest on the whole log, as "people, people net" of each value.
    private func counts(
        _ region: Region, by dimension: StatisticsV1.Dimension = .sex
    ) async throws -> [String: [UInt64]] {
        let position = try await events(region).last?.position
        let client = try region.client(.viewer)
        let answer = try await client.call(
            StatisticsV1.StatisticsService.getCounts,
            .init(dimensions: [dimension], position: position),
            options: CallOptions(timeout: Region.patience))
        await client.close()
        return Dictionary(
            answer.rows.map { ($0.values.joined(), [$0.people, $0.peopleNet]) },
            uniquingKeysWith: { first, _ in first })
    }

    private func pairCount(_ region: Region) async throws -> Int {
        let client = try region.client(.adjudicator)
        let answer = try await client.call(
            DeduplicationV1.DeduplicationService.listPairs, .init())
        await client.close()
        return answer.pairs.count
    }

    @Test func `who leaves is in the receipt and the log, and counted no more`() async throws {
        try await withRegion { region in
            let sent = try await submit(
                region, [row(1, 1, "Awa"), row(1, 2, "Seydou", sex: "M"), row(2, 1, "Fanta")])
            #expect(sent["registered"] == 2)
            #expect(try await counts(region) == ["F": [2, 2], "M": [1, 1]])
            let left = try await submit(region, ["1,1-2,départ,,,,,,,,2026-03-01,"])
            #expect(left["departed"] == 1, "\(left)")
            let last = try #require(try await events(region).last)
            guard case .peopleDeparted(let change) = last.change else {
                Issue.record("\(last.change.debugDescription)")
                return
            }
            #expect(change.personIDs.count == 1 && change.departedOn?.day == 1)
            #expect(try await counts(region) == ["F": [2, 2]])
            let family = try #require(try await households(region, "seydou").first)
            #expect(family.members.map(\.isPresent) == [true, false])
            let shown = try await jatigi(region, ["household", family.caseNumber])
            #expect(shown.output.contains(/Seydou.+left/), "\(shown.output)")
        }
    }

    @Test func `a correction waits, is accepted, and is then in the record and the counts`()
        async throws
    {
        try await withRegion { region in
            _ = try await submit(region, [row(1, 1, "Awa"), row(1, 2, "Seydou")])
            let proposed = try await submit(
                region,
                [
                    row(1, 1, "Awa", stage: "correction", why: "écrit trop vite"),
                    row(1, 2, "Seydou", sex: "M", stage: "correction", why: "écrit trop vite"),
                ])
            #expect(proposed["correction_proposed"] == 1, "\(proposed)")
            #expect(try await counts(region) == ["F": [2, 2]])
            let list = try await jatigi(region, ["corrections"])
            #expect(list.output.contains(/Seydou Zzguindo: sex +F +M/), "\(list.output)")
            let id = String(try #require(list.output.split(separator: "\n").last).prefix(8))
            #expect(try await jatigi(region, ["corrections", "accept", id]).code == 0)
            #expect(try await counts(region) == ["F": [1, 1], "M": [1, 1]])
            let family = try #require(try await households(region, "Awa").first)
            let shown = try await jatigi(region, ["household", family.caseNumber])
            #expect(shown.output.contains(/Seydou +Zzguindo +M/), "\(shown.output)")
            let person = try await jatigi(region, ["person", family.members[1].personID])
            #expect(person.output.contains(/Seydou +Zzguindo +M/), "\(person.output)")
            #expect(person.output.contains(family.caseNumber))
        }
    }

    /// Whether a text lies in a file of a folder, whatever the file is.
    private func isKept(_ text: String, in folder: String) throws -> Bool {
        let files =
            FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
        #expect(!files.isEmpty)
        return files.contains { name in
            let data = try? Data(contentsOf: URL(filePath: "\(folder)/\(name)"))
            return data?.range(of: Data(text.utf8)) != nil
        }
    }

    /// Waits until a name lies in no file, while the programs run.
    private func expectNowhere(_ name: String, while region: Region) async throws {
        let end = ContinuousClock.now + Region.patience
        let folder = "\(region.folder.path)/data"
        while try isKept(name, in: folder), ContinuousClock.now < end {
            try await Task.sleep(for: .milliseconds(50))
        }
        #expect(try !isKept(name, in: folder), "\(name)")
    }

    private func checkNowhere(_ names: [String], _ region: Region) throws {
        for name in names {
            for folder in ["data", "log"] {
                let isLeft = try isKept(name, in: "\(region.folder.path)/\(folder)")
                #expect(!isLeft, "\(name) in \(folder)")
            }
        }
    }

    // Everything but this one method was there: nobody could be erased.
    @Test func `who is erased is nowhere any more, and does not come back with the form`()
        async throws
    {
        try await withRegion { region in
            let file = (1...2).flatMap { form in
                [
                    row(form, 1, "Zzaminata", age: 40), row(form, 2, "Zzbakary", sex: "M"),
                    row(form, 3, "Zzcoumba"),
                ]
            }
            #expect(try await submit(region, file)["registered"] == 2)
            #expect(try await counts(region) == ["F": [4, 4], "M": [2, 2]])
            let end = ContinuousClock.now + Region.patience
            while try await pairCount(region) < 3, ContinuousClock.now < end {
                try await Task.sleep(for: .milliseconds(50))
            }
            #expect(try await pairCount(region) == 3)
            let families = try await households(region, "zzbakary")
            #expect(families.count == 2)
            let (first, second) = (families[0], families[1])

            let person = second.members[1].personID
            let choice = ["--person-id", person, "--reason", "requested"]
            #expect(try await jatigi(region, ["erase", "--yes"] + choice).code == 77)
            let dry = try await jatigi(
                region, ["erase", "--dry-run", "--person-id", person], as: .admin)
            #expect(dry.code == 0 && dry.output.contains("1 person goes"), "\(dry.output)")
            let silent = try await jatigi(region, ["erase"] + choice, as: .admin)
            #expect(silent.code == 65 && silent.errors.contains("--yes"), "\(silent.errors)")
            for wrong in [["--person-id", "x"], ["--case-number", "x"]] {
                let refused = try await jatigi(
                    region, ["erase", "--yes", "--reason", "danger"] + wrong, as: .admin)
                #expect(refused.code == 65, "\(refused.errors)")
            }
            #expect(
                try await jatigi(region, ["erase", "--reason", "danger"], as: .admin).code == 64)
            let one = try await jatigi(region, ["erase", "--yes"] + choice, as: .admin)
            #expect(one.code == 0 && one.output.contains("1 person erased"), "\(one.errors)")
            #expect(try await counts(region) == ["F": [4, 4], "M": [1, 1]])
            #expect(
                try await households(region, "zzbakary").map(\.caseNumber) == [first.caseNumber])

            let whole = ["erase", "--yes", "--case-number", first.caseNumber, "--reason", "danger"]
            let all = try await jatigi(region, whole, as: .admin)
            #expect(all.code == 0 && all.output.contains("3 people erased"), "\(all.errors)")
            let again = try await jatigi(region, whole, as: .admin)
            #expect(again.code == 0 && again.output.contains("Erased before"))
            #expect(try await counts(region) == ["F": [2, 2]])
            #expect(try await pairCount(region) == 0)
            #expect(try await jatigi(region, ["household", first.caseNumber]).code == 65)
            #expect(try await jatigi(region, ["person", person]).code == 65)
            let back = try await submit(region, file + [row(3, 1, "Zzdiarra")])
            #expect(back == ["rejected": 1, "unchanged": 1, "registered": 1], "\(back)")

            // The others of the household that stays are left in it.
            let left = try #require(try await households(region, "zzcoumba").first)
            #expect(left.members.map(\.givenName) == ["Zzaminata", "Zzcoumba"])
            _ = try await jatigi(
                region,
                ["erase", "--yes", "--household-id", left.householdID, "--reason", "expired"],
                as: .admin)
            #expect(try await counts(region) == ["F": [1, 1]])
            let list = try await jatigi(region, ["erasures"], as: .admin)
            #expect(list.output.contains(person) && list.output.contains("time is over"))
            try await expectNowhere("Zzaminata", while: region)
            await region.stop()
            try checkNowhere(["Zzaminata", "Zzbakary", "Zzcoumba"], region)
            #expect(try isKept("Zzdiarra", in: "\(region.folder.path)/data"))
        }
    }

    // Whoever was in no household could not be erased.
    @Test func `who is only in a declined correction is erased with it`() async throws {
        struct Corrections: Decodable {
            struct Correction: Decodable { let correctionID: String }
            let items: [Correction]
        }
        try await withRegion { region in
            _ = try await submit(region, [row(1, 1, "Zzawa")])
            _ = try await submit(
                region,
                [
                    row(1, 1, "Zzawa", stage: "correction", why: "oubliée"),
                    row(1, 2, "Zzseydou", stage: "correction", why: "oubliée"),
                ])
            let list = try await jatigi(region, ["corrections", "--json"])
            let id = try #require(
                try JSONDecoder().decode(Corrections.self, from: Data(list.output.utf8)).items.first
            ).correctionID
            #expect(try await jatigi(region, ["corrections", "decline", id]).code == 0)
            let choice = ["erase", "--correction-id", id, "--reason", "requested"]
            let dry = try await jatigi(region, choice + ["--dry-run"], as: .admin)
            #expect(dry.output.contains("1 record that names 2 people goes"), "\(dry.output)")
            let gone = try await jatigi(region, choice + ["--yes"], as: .admin)
            #expect(gone.output.contains("1 record that named 2 people erased"), "\(gone)")
            let erasures = try await jatigi(region, ["erasures"], as: .admin)
            #expect(erasures.output.contains(id))
            try await expectNowhere("Zzseydou", while: region)
            #expect(try isKept("Zzawa", in: "\(region.folder.path)/data"))
            func settle(_ words: [String]) async throws -> Program.Outcome {
                try await jatigi(
                    region,
                    ["events", words[0], "statistics", "registration"] + words[1...]
                        + ["--config", region.configurationFile], as: .admin)
            }
            for words in [["retry", "999"], ["set-aside", "1", "--yes"]] {
                let none = try await settle(words)
                #expect(none.code != 0 && none.errors.contains("No event of that log"), "\(none)")
            }
            // What waits no more may be tried again by whoever missed the answer.
            let again = try await settle(["retry", "1"])
            #expect(again.code == 0 && again.output.contains("Nothing waits"), "\(again)")
        }
    }

    // A restored backup brought them back, and nobody knew whom.
    @Test func `whom a restored backup brings back is erased again from the list`() async throws {
        try await withRegion { region in
            _ = try await submit(region, [row(1, 1, "Zzawa")])
            let backup = try await jatigi(
                region, ["backup", "--config", region.configurationFile], as: .admin)
            #expect(backup.code == 0, "\(backup.errors)")
            _ = try await submit(region, [row(2, 1, "Zzfanta")])
            for name in ["zzawa", "zzfanta"] {
                let family = try #require(try await households(region, name).first)
                let erased = try await jatigi(
                    region,
                    [
                        "erase", "--yes", "--case-number", family.caseNumber, "--reason",
                        "requested",
                    ], as: .admin)
                #expect(erased.code == 0, "\(erased.errors)")
            }
            let list = try await jatigi(region, ["erasures", "--json"], as: .admin)
            let file = try region.folder.write("erasures.json", list.output)
            await region.stop([.registration])
            let folder = "\(region.folder.path)/data/backup"
            let names = try FileManager.default.contentsOfDirectory(atPath: folder)
            let name = try #require(names.first { $0.hasPrefix("registration") })
            let restored = try await region.run(
                ServiceName.registration.programName,
                ["--config", region.configurationFile, "--restore", "\(folder)/\(name)"])
            #expect(restored.code == 0, "\(restored.errors)")
            try await region.start([.registration])
            #expect(try await households(region, "zzawa").count == 1)
            let again = try await jatigi(region, ["erasures", "repeat", file], as: .admin)
            #expect(again.code == 0 && again.output.contains("2 erasures repeated"), "\(again)")
            #expect(try await households(region, "zzawa").isEmpty)
            let back = try await submit(region, [row(1, 1, "Zzawa"), row(2, 1, "Zzfanta")])
            #expect(back == ["rejected": 2])
            let second = try await jatigi(
                region, ["erasures", "repeat", file, "--json"], as: .admin)
            #expect(second.code == 0 && second.output.contains(/"before" : 2/), "\(second)")
            let wrong = try region.folder.write("wrong.json", "{}")
            #expect(try await jatigi(region, ["erasures", "repeat", wrong], as: .admin).code == 65)
        }
    }
}
