import Catalogue
import ClientIntake
import Messages
import Testing
import Validation

@Suite struct JSONLinesTests {
    private let fixture: IntakeFixture

    init() throws {
        fixture = try IntakeFixture()
    }

    @Test("an object is a person, or a household with its members")
    func objects() throws {
        let intake = try fixture.read(
            #"""
            {"fiche": "F1", "lieu": "Koro", "members": [{"nom": "Togo", "lien": "chef", "sexe": "F", "besoins": ["PG", "SM-CI"]}, {"nom": "Dolo", "lien": "enfant", "age": 3}], "date_collecte": "2026-01-31"}

            {"fiche": "F2", "nom": "Saye", "lien": "chef", "lieu": "Koro", "prénom": null}
            """#)
        #expect(intake.problems.isEmpty)
        #expect(intake.commands.map(\.sourceKey) == ["F1", "F2"])
        let members = try #require(intake.commands[0].household?.members)
        #expect(members.map(\.familyName) == ["Togo", "Dolo"])
        #expect(members[0].needs == ["PG", "SM-CI"] && members[0].sex == .female)
        #expect(members[1].birthDate == .init(year: 2023, precision: .estimated))
        #expect(intake.origins.map(\.memberRows) == [[1, 1], [3]])
    }

    @Test("nested objects, numbers and escapes are read")
    func values() throws {
        let intake = try fixture.read(
            #"{"fiche": 12, "lieu": "Koro", "lien": "chef", "id": {"nom": "T\u00e9m\u00e9 \ud83d\ude00"}, "age": 3, "collection_date": "2026"}"#
        )
        let person = try #require(intake.commands.first?.household?.members.first)
        #expect(intake.commands[0].sourceKey == "12")
        #expect(person.familyName == "Témé 😀")
        #expect(person.birthDate == .init(year: 2023, precision: .estimated))
    }

    @Test("of arrays of objects only those of people are members, as Kobo writes them")
    func attachments() throws {
        let line = #"""
            {"fiche": "F1", "lieu": "Koro", "date_collecte": "2026-01-31", "_attachments": [{"download_url": "x", "id": 7}], "anciens": [{"nom": "Autre"}], "membres": [{"membres/nom": "Togo", "membres/lien": "chef", "membres/q7": "F"}, {"membres/nom": "Dolo", "membres/lien": "enfant", "membres/q7": "M", "membres/date_collecte": "2025-01-31", "membres/age": "3"}]}
            """#
        let intake = try fixture.read(line) {
            $0.mapping = HeaderMapping(fields: ["membres/q7": .sex, "anciens": nil])
        }
        let members = try #require(intake.commands.first?.household?.members)
        #expect(members.map(\.familyName) == ["Togo", "Dolo"])
        #expect(members.map(\.sex) == [.female, .male])
        // What a member says of itself takes the place of what the household says.
        #expect(members[1].birthDate == .init(year: 2022, precision: .estimated))
        #expect(intake.problems.map(\.header) == ["_attachments"])
        #expect(intake.problems.allSatisfy { $0.severity == .notice })
    }

    // It was read as delimited text, and a required column was missing.
    @Test(arguments: ["[{\"fiche\": \"F1\"}]", "\u{FEFF} [\n  {\n \"fiche\": 1}\n]\n", "[ ]"])
    func `a JSON array is refused with what is wanted instead`(contents: String) throws {
        let problem = #expect(throws: IntakeProblem.self) { try fixture.read(contents) }
        #expect(problem?.key == .file(.jsonArray))
        #expect(problem?.text(in: .english).contains("JSON Lines") == true)
        #expect(problem?.text(in: .french).contains("JSON Lines") == true)
        // A header may begin with a bracket.
        #expect(throws: Never.self) { try fixture.read("[fiche],nom\n") }
    }

    @Test(
        "a line that is no JSON object is refused with its number",
        arguments: [
            "{\"a\":1,}", "{\"a\":01}", "{\"a\":\"\\x\"}", "{\"a\":\"\\ud800\"}", "{\"a\":tru}",
            "{\"a\":1}{", "[1]", "{\"a\":1,\"a\":2}", "{\"a\":\"\\u0000\"}", "{\"a\"", "{\"a\":\"x",
        ])
    func malformed(line: String) {
        let problem = #expect(throws: IntakeProblem.self) {
            try fixture.read("{\"fiche\":\"F1\",\"nom\":\"x\"}\n" + line)
        }
        #expect(problem?.key == .file(.jsonMalformed) && problem?.row == 2)
    }

    @Test("nesting is bounded")
    func nesting() {
        let deep = String(repeating: "[", count: 100_000)
        let problem = #expect(throws: IntakeProblem.self) {
            try fixture.read("{\"fiche\":" + deep)
        }
        #expect(problem?.key == .file(.jsonTooDeep))
    }
}
