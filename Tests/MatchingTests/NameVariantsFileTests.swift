import Catalogue
import Foundation
import Matching
import Testing

@Suite struct NameVariantsFileTests {
    private func withFile(_ bytes: [UInt8], _ body: (String) throws -> Void) throws {
        let path = FileManager.default.temporaryDirectory.path + "/variants-\(UUID().uuidString)"
        try Data(bytes).write(to: URL(filePath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        try body(path)
    }

    @Test("a file is read in the encodings of spreadsheets")
    func encodings() throws {
        let text = "# noms\r\nDjénéba, Binkè\r\n"
        var expected = NameVariants.standard
        try expected.add(lines: ["Djénéba, Binkè"])
        #expect(expected.contents != NameVariants.standard.contents)
        let latin = try #require(text.data(using: .windowsCP1252))
        let utf16 = try #require(text.data(using: .utf16))
        for bytes in [
            Array(text.utf8), [0xEF, 0xBB, 0xBF] + Array(text.utf8), Array(latin), Array(utf16),
        ] {
            try withFile(bytes) { path in
                var variants = NameVariants.standard
                try variants.add(file: path)
                #expect(variants.contents == expected.contents)
            }
        }
    }

    @Test("a file that cannot be used says which, where and why, in French and in English")
    func problems() throws {
        func problem(_ path: String) -> NameVariants.FileError? {
            var variants = NameVariants.standard
            do {
                try variants.add(file: path)
                return nil
            } catch {
                #expect(variants.contents == NameVariants.standard.contents)
                return error
            }
        }
        try withFile(Array("Awa, Hawa\n\nAwa, El Hadj Oumar\n".utf8)) { path in
            let error = try #require(problem(path))
            #expect(error.key == .nameVariants(.notOneWord))
            #expect(
                error.text(in: .french)
                    == "\(path) : ligne 3 : « El Hadj Oumar » n'est pas un nom d'un seul mot.")
            #expect("\(error)" == "\(path): line 3: “El Hadj Oumar” is no name of one word.")
        }
        #expect(problem("/nowhere/names")?.key == .file(.unreadable))
        try withFile([0x50, 0x4B, 3, 4, 20, 0]) { #expect(problem($0)?.key == .file(.spreadsheet)) }
    }
}
