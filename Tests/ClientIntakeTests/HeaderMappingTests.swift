import Catalogue
import ClientIntake
import Messages
import Testing

@Suite struct HeaderMappingTests {
    private let fixture: IntakeFixture

    init() throws {
        fixture = try IntakeFixture()
    }

    @Test("a mapping names the columns of a Kobo export")
    func kobo() throws {
        let mapping = try HeaderMapping(
            contents: Array(
                """
                # form of March
                _uuid = household
                id/q1=x = family_name
                deviceid = -
                gone = sex
                """.utf8))
        let intake = try fixture.read(
            "_uuid,id/q1=x,groupe_a/prenom,deviceid,meta\nu-1,Togo,Awa,d9,m"
        ) { $0.mapping = mapping }
        let person = intake.commands.first?.household?.members.first
        #expect(person?.familyName == "Togo" && person?.givenName == "Awa")
        #expect(
            intake.problems.map { "\($0.header) \($0.key.rawValue)" }.sorted() == [
                "gone intake.mapping_header_absent", "meta intake.column_unknown",
            ])
        #expect(intake.problems.allSatisfy { $0.severity == .notice })
    }

    @Test("a mapping may be JSON")
    func json() throws {
        let mapping = try HeaderMapping(contents: Array(#"{"q1": "sex", "q\u0032": "-"}"#.utf8))
        #expect(mapping == HeaderMapping(fields: ["q1": .sex, "q2": nil]))
    }

    @Test("what a mapping cannot say is refused with its line")
    func broken() throws {
        func problem(_ text: String) -> IntakeProblem? {
            #expect(throws: IntakeProblem.self) { try HeaderMapping(contents: Array(text.utf8)) }
        }
        #expect(problem("a = sex\nno equals")?.row == 2)
        let unknown = try #require(problem("a = sexe"))
        #expect(unknown.key == .column(.mappingFieldUnknown) && unknown.row == 1)
        #expect(unknown.arguments["allowed"]?.contains("birth_date") == true)
        #expect(problem(" = sex")?.key == .column(.mappingMalformed))
        #expect(problem(#"{"a": 1}"#)?.key == .column(.mappingMalformed))
        #expect(problem(#"{"a": "sex""#)?.key == .column(.mappingMalformed))
        #expect(problem(String(repeating: "#\n", count: 600))?.key == .column(.mappingMalformed))
    }
}
