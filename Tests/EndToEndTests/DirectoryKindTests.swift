import Access
import Foundation
import Operations
import TestKit
import Testing

/// Who helps where, kept and found with the real programs.
@Suite(.serialized) struct DirectoryKindTests {
    private struct Kind {
        let plural: String
        /// "field=value"; "$organisations" stands for the id of the organisation that was added before.
        let added: [String]
        let changed: [String]
        /// The beginning of a word, without its accents.
        let prefix: String
        let filter: String
        let shown: [String]
    }

    private static let kinds = [
        Kind(
            plural: "organisations",
            added: [
                "name_fr=Éclaireurs du Sahel", "acronym=EDS", "kind=international_ngo",
                "country=MLI",
            ],
            changed: ["name_en=Sahel Scouts"], prefix: "eclair", filter: "country=MLI",
            shown: ["Éclaireurs du Sahel", "EDS"]),
        Kind(
            plural: "contacts",
            added: ["name=Oumou Togo", "organisation=$organisations", "phones=+223 76 00 00 02"],
            changed: ["role=Logisticienne"], prefix: "tog", filter: "organisation=$organisations",
            shown: ["Oumou Togo", "Logisticienne"]),
        Kind(
            plural: "sites",
            added: [
                "name=Site de l'Étang", "kind=planned_site", "place=ML0505",
                "manager=$organisations", "state=planned",
            ],
            changed: ["people=120", "source=Mairie", "said_on=2026-01"], prefix: "etang",
            filter: "place=ML19",
            shown: ["Site de l'Étang", "120"]),
        Kind(
            plural: "interventions",
            added: [
                "lead=$organisations", "sector=SHL", "activity=Bâches", "places=ML0505",
                "starts_on=2026-02-01", "state=planned",
            ],
            changed: ["ends_on=2026-06-30"], prefix: "bach", filter: "sector=SHL",
            shown: ["Bâches", "2026-06-30"]),
    ]

    @Test func `each kind is added, found without accents, changed and listed`() async throws {
        try await withRegion([.directory, .gateway]) { region in
            var ids: [String: String] = [:]
            func run(
                _ kind: Kind, _ arguments: [String], as role: Role = .registrar
            ) async throws -> Program.Outcome {
                let organisation = ids["organisations"] ?? ""
                let words = arguments.map {
                    $0.replacingOccurrences(of: "$organisations", with: organisation)
                }
                return try await region.run(
                    "jatigi", ["directory", kind.plural] + words + ["--lang", "en"], as: role)
            }
            for kind in Self.kinds {
                let refused = try await run(kind, ["add"] + kind.added, as: .viewer)
                #expect(refused.code == 77, "\(kind.plural): \(refused)")
                let added = try await run(kind, ["add"] + kind.added + ["--json"])
                #expect(added.code == 0, "\(kind.plural): \(added.errors)")
                let record = try #require(
                    try JSONSerialization.jsonObject(with: Data(added.output.utf8))
                        as? [String: Any])
                let id = try #require(record["id"] as? String)
                ids[kind.plural] = id
                #expect(try await run(kind, ["update", id] + kind.changed).code == 0)
                let found = try await run(kind, ["search", kind.prefix])
                #expect(found.output.contains(kind.shown[0]), "\(kind.plural): \(found)")
                #expect(!(try await run(kind, ["search", "zzz"])).output.contains(kind.shown[0]))
                let listed = try await run(kind, ["list", kind.filter])
                #expect(listed.output.contains(kind.shown[0]), "\(kind.plural): \(listed)")
                let shown = try await run(kind, ["show", id])
                for text in kind.shown {
                    #expect(shown.output.contains(text), "\(kind.plural): \(shown)")
                }
                let wrong = try await run(kind, ["add", "nonsense=1"])
                #expect(
                    wrong.code == 65
                        && wrong.errors.hasPrefix("expected form: field=value; fields:"), "\(wrong)"
                )
            }
        }
    }

    @Test func `a file of organisations is taken in once, however often it comes`() async throws {
        try await withRegion([.directory, .gateway]) { region in
            let file = try region.folder.write(
                "partners.csv",
                "name_fr,acronym,kind,country\nSecours du Séno,SDS,international_ngo,MLI\n"
                    + "Puits du Gourma,PDG,international_ngo,MLI\n")
            for _ in 1...2 {
                let taken = try await region.run(
                    "jatigi", ["directory", "organisations", "import", file, "--lang", "en"],
                    as: .registrar)
                #expect(taken.code == 0, "\(taken.errors)")
            }
            let list = try await region.run(
                "jatigi", ["directory", "organisations", "list", "--lang", "en"], as: .registrar)
            #expect(list.output.components(separatedBy: "Secours du Séno").count == 2)
            #expect(list.output.components(separatedBy: "Puits du Gourma").count == 2)
        }
    }
}
