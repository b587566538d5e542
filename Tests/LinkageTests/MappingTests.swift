import Linkage
import Testing

@Suite struct MappingTests {
    @Test func `a mapping names the use of each header`() throws {
        let mapping = try LinkageMapping(lines: [
            "# list of March", "", "prenom = given", " nom de famille = family ",
            "nom_mere = name:mother", "a=b = place:origin", "jour = birth-day", "fiche = household",
            "cle = id", "saisi_par = -",
        ])
        #expect(mapping.uses["nom de famille"] == .field(LinkageField(.family)))
        #expect(mapping.uses["a=b"] == .field(LinkageField(.place, label: "origin")))
        #expect(mapping.uses["jour"] == .birth(.day, label: ""))
        #expect(mapping.uses["saisi_par"] == .ignored)
        #expect(
            mapping.fields.map(\.name) == [
                "given", "family", "name:mother", "birth", "place:origin",
            ])
    }

    @Test(arguments: [
        (["nom"], LinkageMapping.Problem.Code.malformed, 1),
        (["# x", " = given"], .malformed, 2),
        (["nom = surname"], .useUnknown, 1),
        (["nom = family:"], .useUnknown, 1),
        (["nom = id:x"], .useUnknown, 1),
        (["nom = given", "# twice", "nom = family"], .headerRepeated, 3),
        (["nom = -"], .nothingMapped, 0),
        ((0...LinkageLimits.fieldsMax).map { "h\($0) = code:c\($0)" }, .tooManyFields, 0),
    ])
    func `a mapping that cannot be used says where`(
        lines: [String], code: LinkageMapping.Problem.Code, line: Int
    ) throws {
        let problem = #expect(throws: LinkageMapping.Problem.self) {
            try LinkageMapping(lines: lines)
        }
        #expect(problem?.code == code)
        #expect(problem?.line == line)
    }

    @Test func `fields of one type are in the order of the mapping`() throws {
        // The first place says who are neighbours, whatever it is called.
        for labels in [["origin", "site"], ["zone", "arrival"]] {
            let mapping = try LinkageMapping(lines: [
                "village = place:\(labels[0])", "prenom = given", "lieu = place:\(labels[1])",
                "village2 = place:\(labels[0])",
            ])
            #expect(
                mapping.fields.map(\.name) == [
                    "given", "place:\(labels[0])", "place:\(labels[1])",
                ])
        }
    }

    @Test func `a file without any mapped column is refused`() throws {
        let mapping = try LinkageMapping(lines: ["nom = family"])
        #expect(throws: LinkageMapping.Problem.self) {
            try ColumnPlan(headers: ["surname"], mapping: mapping)
        }
        let plan = try ColumnPlan(headers: ["surname", "nom"], mapping: mapping)
        #expect(plan.unnamed == ["surname"])
    }
}
