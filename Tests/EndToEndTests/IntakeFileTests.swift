import Access
import Foundation
import Operations
import TestKit
import Testing

/// Files as teams have them, with the real program, to a receipt.
@Suite(.serialized) struct IntakeFileTests {
    private struct Receipts: Decodable {
        let outcomes: [String: Int]
    }

    private static let header =
        "numero_fiche,numero_personne,etape,lieu,lieu_code,groupe,nom,prenom,sexe,age,lien,taille"

    private static func rows(_ form: String) -> [String] {
        [header, "\(form),1,enregistrement,Koro,ML0505,PDI,Guindo,Aïssata,F,30,Chef de ménage,1"]
    }

    private static func csv(_ form: String, _ separator: String = ",") -> String {
        rows(form).map { $0.replacingOccurrences(of: ",", with: separator) }
            .joined(separator: "\r\n") + "\r\n"
    }

    private static func data(_ text: String, _ encoding: String.Encoding) -> Data {
        text.data(using: encoding) ?? Data()
    }

    private static let jsonLines = """
        {"fiche": "L1", "etape": "enregistrement", "lieu": "Koro", "lieu_code": "ML0505", \
        "groupe": "PDI", "taille": 1, "membres": [{"numero_personne": "1", "nom": "Guindo", \
        "prenom": "Aïssata", "sexe": "F", "age": 30, "lien": "Chef de ménage"}]}

        """

    private static let files: [(name: String, content: Data)] = [
        ("plain.csv", data(csv("A"), .utf8)),
        ("excel.csv", Data([0xEF, 0xBB, 0xBF]) + data("sep=;\r\n" + csv("B", ";"), .utf8)),
        ("tabs.txt", data(csv("C", "\t"), .utf8)),
        ("windows.csv", data(csv("D", ";"), .windowsCP1252)),
        ("unicode.csv", Data([0xFF, 0xFE]) + data(csv("E", "\t"), .utf16LittleEndian)),
        ("forms.jsonl", data(jsonLines, .utf8)),
    ]

    private func submit(
        _ region: Region, _ name: String, _ content: Data, _ more: [String] = []
    ) async throws -> Program.Outcome {
        let file = "\(region.folder.path)/\(name)"
        try content.write(to: URL(filePath: file))
        return try await region.run(
            "jatigi",
            [
                "submit", "--source", "team-1", "--collected-on", "2026-03-01", "--lang", "en",
                "--json",
            ] + more + [file], as: .team)
    }

    // The second file was "an unexpected argument".
    @Test(arguments: [("fr", "Un fichier à la fois"), ("en", "One file at a time")])
    func `of two files none is taken, and why is said`(language: String, text: String) async throws
    {
        let region = try Region()
        let files = try ["A", "B", "C"].map { name in
            try region.folder.write("\(name).csv", Self.csv(name))
        }
        let refused = try await region.run(
            "jatigi", ["submit", "--source", "team-1", "--lang", language, "--dry-run"] + files)
        #expect(refused.code == 64 && refused.output.isEmpty, "\(refused)")
        #expect(refused.errors.contains(text), "\(refused)")
        #expect(refused.errors.contains(files[1] + ", " + files[2]), "\(refused)")
        #expect(!refused.errors.contains(files[0]), "\(refused)")
    }

    @Test func `each way in which a team's program writes a file ends in a registered household`()
        async throws
    {
        try await withRegion { region in
            for (name, content) in Self.files {
                let dry = try await submit(region, name, content, ["--dry-run"])
                #expect(dry.code == 0, "\(name): \(dry.errors)")
                let sent = try await submit(region, name, content)
                #expect(sent.code == 0, "\(name): \(sent.errors)")
                let receipts = try JSONDecoder().decode(
                    Receipts.self, from: Data(sent.output.utf8))
                #expect(receipts.outcomes["registered"] == 1, "\(name): \(sent.output)")
            }
            let list = try await region.run(
                "jatigi", ["households", "--place", "ML0505", "--lang", "en"], as: .registrar)
            // Read in each encoding as what was written.
            #expect(
                list.output.components(separatedBy: "Aïssata Guindo").count == Self.files.count + 1,
                "\(list.output)")
        }
    }

    @Test func `a form tool's own headers are read by a mapping`() async throws {
        try await withRegion { region in
            let mapping = try region.folder.write(
                "kobo.map",
                """
                _index = household
                group_hh/place = place
                group_hh/place_code = place_code
                group_hh/pop = population_group
                group_p/surname = family_name
                group_p/first = given_name
                group_p/sex = sex
                group_p/age = age
                group_p/rel = relationship

                """)
            let rows = [
                "_index,group_hh/place,group_hh/place_code,group_hh/pop,group_p/surname,"
                    + "group_p/first,group_p/sex,group_p/age,group_p/rel,_uuid",
                "1,Koro,ML0505,PDI,Guindo,Aïssata,F,30,head,x",
            ]
            let content = Data((rows.joined(separator: "\n") + "\n").utf8)
            let bare = try await submit(region, "kobo.csv", content)
            #expect(bare.code != 0, "without it nobody knows what is what")
            let sent = try await submit(region, "kobo.csv", content, ["--mapping", mapping])
            #expect(sent.code == 0, "\(sent.errors)")
            let receipts = try JSONDecoder().decode(Receipts.self, from: Data(sent.output.utf8))
            #expect(receipts.outcomes["registered"] == 1, "\(sent.output)")
        }
    }

    @Test func `a birth in the future is refused by row and column, and nothing is sent`()
        async throws
    {
        try await withRegion { region in
            let text = Self.csv("F").replacingOccurrences(
                of: "sexe,age", with: "sexe,date_naissance"
            )
            .replacingOccurrences(of: "F,30", with: "F,2099-05-01")
            let sent = try await submit(region, "future.csv", Data(text.utf8))
            #expect(sent.code == 65, "\(sent.output) \(sent.errors)")
            let told = sent.output + sent.errors
            #expect(told.contains("date_naissance") && told.contains("2"), "\(told)")
            let list = try await region.run(
                "jatigi", ["households", "--place", "ML0505", "--lang", "en"], as: .registrar)
            #expect(!list.output.contains("Guindo"), "\(list.output)")
        }
    }

    @Test func `counts are written as a table of the humanitarian exchange language`() async throws
    {
        try await withRegion { region in
            _ = try await submit(region, "plain.csv", Data(Self.csv("A").utf8))
            let end = ContinuousClock.now + Region.patience
            var counts = Program.Outcome?.none
            var lines: [Substring] = []
            while ContinuousClock.now < end, !lines.contains(where: { $0.contains("Koro") }) {
                let answer = try await region.run(
                    "jatigi", ["counts", "--csv", "--by", "place", "--lang", "en"], as: .viewer)
                lines = answer.output.split(whereSeparator: \.isNewline)
                counts = answer
            }
            #expect(counts?.code == 0, "\(counts?.errors ?? "")")
            #expect(lines.count == 3 && lines[1].hasPrefix("#"), "\(lines)")
            #expect(lines.last?.contains("Koro") == true, "\(lines)")
        }
    }

    @Test func `a bar is drawn on a terminal, and nowhere else`() async throws {
        try await withRegion { region in
            let file = try region.folder.write("bar.csv", Self.csv("A"))
            let words = ["submit", "--source", "team-1", "--collected-on", "2026-03-01", file]
            // script(1) gives the program a terminal of its own.
            let command = (["\(Program.folder)/jatigi"] + words).joined(separator: " ")
            let drawn = try await region.run(
                "/usr/bin/script", ["-qec", command, "/dev/null"], as: .team)
            #expect(drawn.code == 0 && drawn.output.contains("░"), "\(drawn)")
            let plain = try await region.run("jatigi", words, as: .team)
            #expect(plain.code == 0, "\(plain)")
            #expect(!(plain.output + plain.errors).contains("░"), "\(plain)")
        }
    }
}
