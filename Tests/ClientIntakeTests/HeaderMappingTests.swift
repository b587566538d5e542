import Catalogue
import ClientIntake
import Messages
import Testing
import Validation

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

            "_uuid,id/q1=x,groupe_a/prenom,deviceid,meta,lieu,lien\nu-1,Togo,Awa,d9,m,Koro,chef"
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
        let marked: [UInt8] = [0xEF, 0xBB, 0xBF] + Array("{\"q1\": \"sex\"}".utf8)
        #expect(try HeaderMapping(contents: marked).fields == ["q1": .sex])
    }

    @Test("a mapping may have any encoding that a table may have")
    func encodings() throws {
        let line = "pr\u{E9}nom = given_name\nsexe = sex"
        let expected: [String: IntakeField?] = ["pr\u{E9}nom": .givenName, "sexe": .sex]
        let latin = line.unicodeScalars.map { UInt8($0.value) }
        let wide: [UInt8] =
            [0xFF, 0xFE] + line.utf16.flatMap { unit in [UInt8(unit & 0xFF), UInt8(unit >> 8)] }
        let marked: [UInt8] = [0xEF, 0xBB, 0xBF] + Array(line.utf8)
        for contents in [latin, wide, marked] {
            #expect(try HeaderMapping(contents: contents).fields == expected)
        }
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
