import Access
import Foundation
import Messages
import Operations
import RPC
import TestKit
import Testing

/// Places that somebody imports reach registration and the counts.
@Suite(.serialized) struct PlaceTests {
    private func submit(_ region: Region, _ form: String) async throws -> Program.Outcome {
        let file = try region.folder.write(
            "file.csv",
            """
            numero_fiche,numero_personne,etape,lieu,lieu_code,groupe,nom,prenom,sexe,age,lien
            \(form),1,enregistrement,Bon,ML050501,PDI,Guindo,Awa,F,30,Chef de ménage

            """)
        return try await region.run(
            "jatigi",
            [
                "submit", "--source", "team-1", "--collected-on", "2026-03-01", "--lang", "en",
                file,
            ])
    }

    private func jatigi(
        _ region: Region, _ arguments: [String], as role: Role = .registrar
    ) async throws -> Program.Outcome {
        try await region.run("jatigi", arguments + ["--lang", "en"], as: role)
    }

    /// Runs a command again until it says what it should, as it does when the logs were read.
    private func until(
        _ isDone: (Program.Outcome) -> Bool, _ run: () async throws -> Program.Outcome
    ) async throws -> Program.Outcome {
        let end = ContinuousClock.now + Region.patience
        var outcome = try await run()
        while !isDone(outcome), ContinuousClock.now < end {
            try await Task.sleep(for: .milliseconds(100))
            outcome = try await run()
        }
        return outcome
    }

    /// Whether registration knows the imported commune, now or within the time of a test.
    private func isKnownToRegistration(_ region: Region) async throws -> Bool {
        let client = try region.client(.registrar)
        let end = ContinuousClock.now + Region.patience
        var isKnown = false
        while !isKnown, ContinuousClock.now < end {
            let answer = try? await client.call(
                RegistrationV1.RegistrationService.listHouseholds, .init(placeCode: "ML050501"))
            isKnown = answer != nil
            if !isKnown { try await Task.sleep(for: .milliseconds(50)) }
        }
        await client.close()
        return isKnown
    }

    @Test func `a household of a commune that is imported later is released and counted there`()
        async throws
    {
        try await withRegion { region in
            #expect(try await submit(region, "1").output.contains("wait"))
            let list = try await jatigi(region, ["held", "list"])
            let id = String(try #require(list.output.split(separator: "\n").last).prefix(8))
            let early = try await jatigi(region, ["held", "release", id])
            #expect(early.code == 65, "\(early.output)\(early.errors)")

            let places = try region.folder.write(
                "places.csv", "code,name_fr,level,parents\nML050501,Bon,3,ML0505\n")
            let imported = try await jatigi(
                region, ["directory", "places", "import", places], as: .admin)
            #expect(imported.code == 0, "\(imported.errors)")

            let released = try await until({ $0.code == 0 }) {
                try await jatigi(region, ["held", "release", id])
            }
            #expect(released.output.contains("BDG-00001-"), "\(released.errors)")
            let counts = try await until({ $0.output.contains("ML050501") }) {
                try await jatigi(region, ["counts", "--level", "commune", "--json"], as: .viewer)
            }
            #expect(counts.output.contains("ML050501"), "\(counts.output)\(counts.errors)")
            let named = try await jatigi(region, ["counts", "--place", "Koro"], as: .viewer)
            #expect(named.code == 65 && named.errors.contains("ML0505  Koro"), "\(named.errors)")
        }
    }

    @Test func `what was followed is known while the directory is away`() async throws {
        try await withRegion { region in
            let places = try region.folder.write(
                "places.csv", "code,name_fr,level,parents\nML050501,Bon,3,ML0505\n")
            let imported = try await jatigi(
                region, ["directory", "places", "import", places], as: .admin)
            #expect(imported.code == 0, "\(imported.errors)")
            #expect(try await isKnownToRegistration(region))
            await region.stop([.registration, .directory])
            try await region.start([.registration])
            let sent = try await until({ $0.code == 0 }) { try await submit(region, "1") }
            #expect(sent.code == 0 && !sent.output.contains("wait"), "\(sent.output)")
        }
    }
}
