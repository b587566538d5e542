import Access
import Foundation
import Operations
import TestKit
import Testing

/// People in the directory can have themselves taken out of it.
@Suite(.serialized) struct ContactTests {
    @Test func `an administrator erases a contact, and nobody else may`() async throws {
        try await withRegion([.directory, .gateway]) { region in
            func contacts(_ arguments: [String], as role: Role) async throws -> Program.Outcome {
                try await region.run(
                    "jatigi", ["directory", "contacts"] + arguments + ["--lang", "en"], as: role)
            }
            let added = try await contacts(
                ["add", "name=Awa Guindo", "phones=+223 76 00 00 01", "--json"], as: .registrar)
            #expect(added.code == 0, "\(added.errors)")
            let record = try #require(
                try JSONSerialization.jsonObject(with: Data(added.output.utf8)) as? [String: Any])
            let id = try #require(record["id"] as? String)
            #expect(try await contacts(["erase", "--yes", id], as: .registrar).code == 77)
            #expect(try await contacts(["show", id], as: .registrar).output.contains("Guindo"))
            let silent = try await contacts(["erase", id], as: .admin)
            #expect(silent.code == 65 && silent.errors.contains("--yes"), "\(silent.errors)")
            #expect(try await contacts(["show", id], as: .registrar).code == 0)
            let erased = try await contacts(["erase", "--yes", id], as: .admin)
            #expect(erased.code == 0 && erased.output.contains("erased"), "\(erased.errors)")
            let shown = try await contacts(["show", id], as: .registrar)
            #expect(shown.code == 65 && !shown.output.contains("Guindo"))
            #expect(try await contacts(["erase", "--yes", "xyz"], as: .admin).code == 65)
            let sites = try await region.run("jatigi", ["directory", "sites", "erase", id])
            #expect(sites.code == 64, "only contacts are people")
        }
    }
}
