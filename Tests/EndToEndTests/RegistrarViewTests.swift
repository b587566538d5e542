import Access
import Foundation
import TestKit
import Testing

/// What a registrar sees of a household, and of what would change in it.
@Suite(.serialized) struct RegistrarViewTests {
    private struct List<Item: Decodable>: Decodable {
        let items: [Item]
        let hasMore: Bool
    }

    private struct Correction: Decodable { let correctionID: String }

    private static let header =
        "fiche,personne,nom,prenom,sexe,lieu,origine,lien,groupe,pere,telephone,type document,"
        + "n° document,issuer"

    private func row(_ form: String, sex: String, issuer: String) -> String {
        "\(form),1,Togo,Awa,\(sex),Koro,Douentza,chef,PDI,Hama,10203040,nina,9000,\(issuer)"
    }

    private func submit(_ region: Region, _ rows: [String]) async throws -> Int32 {
        let file = try region.folder.write(
            "file.csv", ([Self.header] + rows).joined(separator: "\n") + "\n")
        return try await region.run("jatigi", ["submit", "--source", "team-1", file]).code
    }

    private func jatigi(
        _ region: Region, _ arguments: [String]
    ) async throws -> Program.Outcome {
        try await region.run("jatigi", arguments + ["--lang", "en"], as: .registrar)
    }

    @Test func `a registrar sees every change that is accepted, and all that a household holds`()
        async throws
    {
        try await withRegion { region in
            #expect(
                try await submit(region, ["1", "2"].map { row($0, sex: "", issuer: "MLI") }) == 0)
            #expect(
                try await submit(region, ["1", "2"].map { row($0, sex: "autre", issuer: "BFA") })
                    == 0)
            let listed = try await jatigi(region, ["corrections", "--json", "--limit", "1"])
            let list = try JSONDecoder().decode(
                List<Correction>.self, from: Data(listed.output.utf8))
            #expect(list.items.count == 1 && list.hasMore)
            let id = try #require(list.items.first).correctionID
            let shown = try await jatigi(region, ["corrections", "show", id])
            #expect(shown.output.contains(/sex +unknown +other/), "\(shown.output)")
            #expect(
                shown.output.contains(/documents +nina 9000 MLI +nina 9000 BFA/),
                "\(shown.output)")
            // A whole id is decided without a look at the lists.
            #expect(try await jatigi(region, ["corrections", "accept", id]).code == 0)
            let never = try await jatigi(
                region, ["corrections", "accept", "019b0000-0000-7000-8000-000000000000"])
            #expect(never.code == 65)

            let number = try #require(shown.output.firstMatch(of: /BDG-\d+-\w/)).0
            let household = try await jatigi(region, ["household", String(number)])
            for text in ["origin: ", "Douentza", "father: Hama", "10203040", "nina 9000 BFA"] {
                #expect(household.output.contains(text), "\(household.output)")
            }
            let json = try await jatigi(region, ["household", String(number), "--json"])
            for text in ["\"fatherName\" : \"Hama\"", "\"issuer\" : \"BFA\"", "\"originName\""] {
                #expect(json.output.contains(text), "\(json.output)")
            }
        }
    }

    @Test func `making keys and tokens speaks JSON and the language that is asked for`()
        async throws
    {
        let region = try Region()
        let key = "\(region.folder.path)/keys/new"
        let made = try await region.run("jatigi", ["token", "make-key", key, "--json"])
        let values = try JSONDecoder().decode(
            [String: String].self, from: Data(made.output.utf8))
        #expect(values["path"] == key && values["id"]?.isEmpty == false)
        let again = try await region.run("jatigi", ["token", "make-key", key, "--lang", "fr"])
        #expect(again.code == 65 && again.errors.contains("existe déjà"), "\(again.errors)")
        let shown = try await region.run("jatigi", ["token", "show", "--json"], as: .team)
        let claims = try JSONDecoder().decode([String: String].self, from: Data(shown.output.utf8))
        #expect(shown.code == 0 && claims["role"] == "team" && claims["expires"]?.isEmpty == false)
    }
}
