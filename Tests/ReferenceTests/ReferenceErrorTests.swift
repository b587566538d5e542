import Catalogue
import Foundation
import Reference
import Testing

@Suite("A fault in a reference file is told with file, line and column")
struct ReferenceErrorTests {
    /// Copies the shipped folder, puts `content` in place of `file`, and loads it.
    private func fault(_ file: String, _ edit: (String) -> String) throws -> ReferenceError? {
        let directory = FileManager.default.temporaryDirectory
            .appendingPathComponent("reference-\(UUID().uuidString)")
        try FileManager.default.copyItem(
            at: URL(fileURLWithPath: PackageRoot.reference), to: directory)
        defer { try? FileManager.default.removeItem(at: directory) }
        let url = directory.appendingPathComponent(file)
        try edit(String(contentsOf: url, encoding: .utf8))
            .write(to: url, atomically: true, encoding: .utf8)
        do throws(ReferenceError) {
            _ = try ReferenceData.load(directory: directory.path)
            return nil
        } catch {
            return error
        }
    }

    @Test("an unedited copy loads")
    func control() throws {
        #expect(try fault("places.csv") { $0 } == nil)
    }

    // Whoever mistyped it got a region of its own, whose tokens and records fit no other site.
    @Test("a program's region that is not among the places, with those that are")
    func unknownRegion() throws {
        func fault(_ region: String) -> ReferenceError? {
            do throws(ReferenceError) {
                _ = try ReferenceData.load(directory: PackageRoot.reference, region: region)
                return nil
            } catch {
                return error
            }
        }
        for known in ["ML19", "ML00", "ML"] { #expect(fault(known) == nil, "\(known)") }
        // A cercle is none.
        for unknown in ["XX", "ML91", "ML0505", "ml19", ""] {
            let error = try #require(fault(unknown))
            #expect(error.key == .reference(.regionUnknown) && error.file == "places.csv")
            #expect(error.description.hasPrefix(PackageRoot.reference + "/places.csv: "))
            let told = "“\(unknown)” is not in it; regions: ML ML00 ML01 ML02 "
            #expect(error.text(in: .english).contains(told), "\(error)")
            #expect(!error.text(in: .english).contains("ML0101"))
        }
    }

    @Test("a date that does not exist")
    func badDate() throws {
        let error = try #require(
            try fault("places.csv") { $0.replacing("2023-03-13,\nML10", with: "2023-02-30,\nML10") }
        )
        #expect(
            (error.key, error.file, error.line, error.column)
                == (.reference(.dateMalformed), "places.csv", 16, "valid_from"))
        #expect(
            error.text(in: .french)
                == "places.csv:16 : valid_from : une date telle que 2023-03-13 est attendue, ou rien"
        )
    }

    @Test("a parent that does not exist, two parents at once, and none")
    func badParents() throws {
        let unknown = try fault("place-parents.csv") { $0 + "ML0505,ML77,,\n" }
        #expect(unknown?.key == .reference(.placeUnknown) && unknown?.column == "parent")
        let two = try fault("place-parents.csv") { $0 + "ML0505,ML05,2024-01-01,\n" }
        #expect(two?.key == .reference(.parentsMany))
        let none = try fault("place-parents.csv") {
            $0.replacing("ML0505,ML19,2023-03-13,\n", with: "")
        }
        #expect(none?.key == .reference(.countryMissing))
        let neverBefore = try fault("place-parents.csv") {
            $0.replacing("ML0505,ML05,,2023-03-13\n", with: "")
        }
        #expect(neverBefore?.key == .reference(.countryMissing))
        let upside = try fault("place-parents.csv") { $0 + "ML05,ML0505,,\n" }
        #expect(upside?.key == .reference(.parentTooLow))
    }

    @Test("a code or a wording that stands twice, a ragged row, a wrong header")
    func badCodes() throws {
        let code = try fault("causes.csv") { $0 + "other,Divers,Sundry,,1\n" }
        #expect(code?.key == .reference(.codeRepeated) && code?.column == "code")
        let wording = try fault("causes.csv") { $0 + "war,Guerre,War,,1\n" }
        #expect(wording?.key == .reference(.wordingRepeated) && wording?.column == "synonyms")
        let ragged = try fault("causes.csv") { $0 + "war,La guerre\n" }
        #expect(ragged?.key == .reference(.rowRagged) && ragged?.line == 7)
        let header = try fault("causes.csv") { $0.replacing("label_en", with: "label") }
        #expect(header?.key == .reference(.columnsWrong))
        let level = try fault("places.csv") { $0 + "XX,X,X,planet,,\n" }
        #expect(level?.key == .reference(.levelUnknown) && level?.column == "level")
    }

    @Test("a place code that is none, while spaces around one are no part of it")
    func malformedPlaceCode() throws {
        for code in ["X", "ml0505", "ML-0505", "ML050500000000001"] {
            let error = try #require(
                try fault("places.csv") { $0 + "\(code),Ville,Town,cercle,,\n" }, "\(code)")
            #expect(
                (error.key, error.file, error.column)
                    == (.reference(.placeCodeMalformed), "places.csv", "code"))
            #expect(error.line > 1)
        }
        #expect(try fault("places.csv") { $0.replacing("\nML05,", with: "\n ML05 ,") } == nil)
    }
}
