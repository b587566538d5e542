import Basics
import Catalogue
import ClientIntake
import Messages
import Testing
import Validation

@Suite("What registration would refuse is told without a connection") struct HouseholdRulesTests {
    private let fixture: IntakeFixture

    init() throws {
        fixture = try IntakeFixture()
    }

    private func problems(
        _ text: String, _ edit: (inout IntakeOptions) -> Void = { _ in }
    ) throws -> [String] {
        let intake = try fixture.read(text) {
            $0.now = Timestamp("2026-11-22T12:00:00Z")
            edit(&$0)
        }
        #expect(intake.commands.isEmpty == !intake.problems.isEmpty)
        return intake.problems.map { "\($0.row) \($0.columnName) \($0.key.rawValue)" }
    }

    @Test(
        "a household that breaks a rule is left out, with the key that the region would give",
        arguments: [
            ("F1;Togo;;chef", "2 place registration.required"),
            ("F1;Togo;Koro;", "2  registration.head_missing|2 relationship registration.required"),
            ("F1;Togo;Koro;enfant", "2 lien registration.head_missing"),
            ("F1;Togo;Koro;chef\nF1;Dolo;Koro;chef", "3 lien registration.heads_many"),
            (
                "F1;Togo;Koro;chef\nF1;Dolo;Koro;enfant\nF1;Dolo;Koro;enfant",
                "4  registration.duplicate_person_key"
            ),
        ])
    func households(rows: String, expected: String) throws {
        #expect(try problems("fiche;nom;lieu;lien\n" + rows).joined(separator: "|") == expected)
    }

    @Test("a person needs a group, and a number of her own")
    func people() throws {
        let rows = "F1;1;Togo;Koro;chef\nF1;1;Dolo;Koro;enfant"
        #expect(
            try problems("fiche;personne;nom;lieu;lien\n" + rows)
                == ["3 personne registration.duplicate_person_key"])
        #expect(
            try problems("fiche;nom;lieu;lien\nF1;Togo;Koro;chef") { $0.populationGroup = "" }
                == ["2 population_group registration.required"])
    }

    // A French file was told the English name of a column that it does not have.
    @Test("a column that is missing is named by the header that it should have")
    func missingColumn() throws {
        let intake = try fixture.read("fiche;nom;lieu;lien\nF1;Togo;Koro;chef") {
            $0.populationGroup = ""
        }
        #expect(
            intake.problems.map { $0.text(in: .french) } == [
                "ligne 2, « groupe » (population_group) : Cette valeur est obligatoire."
            ])
        #expect(
            intake.problems.map { $0.text(in: .english) } == [
                "row 2, “population_group”: This value is required."
            ])
        let missing = #expect(throws: IntakeProblem.self) {
            try fixture.read("nom;lieu\nTogo;Koro")
        }
        #expect(
            missing?.text(in: .french)
                == "ligne 1, « ménage » (household) : Cette colonne obligatoire est absente.")
    }

    @Test(
        "dates lie in no future and in no past that nobody lives in",
        arguments: [
            ("2026-11-23", ""), ("2026-11-24", "registration.date_in_future"),
            ("2027", "registration.date_in_future"), ("1879", "registration.date_too_early"),
            ("1880", ""),
        ])
    func dates(text: String, key: String) throws {
        let expected = key.isEmpty ? [] : ["2 naissance \(key)"]
        let file = "fiche;nom;lieu;lien;naissance\nF1;Togo;Koro;chef;\(text)"
        #expect(try problems(file) == expected)
        // A clock that was never set calls nothing future.
        let never = IntakeOptions.moment(Timestamp(millisecondsSinceEpoch: 0))
        #expect(never == nil)
        guard key != "registration.date_too_early" else { return }
        #expect(try problems(file) { $0.now = never } == [])
    }

    @Test(
        "a place that only the region may know is told and handed in; what is no code is refused",
        arguments: [
            ("Koro;ML050599", "2 lieu_code registration.place_unknown", "ML050599"),
            ("Koro;site7", "2 lieu_code registration.place_unknown", "SITE7"),
            ("Village X;", "2 lieu registration.place_not_coded", ""),
            ("Koro;Site 7", "2 lieu_code registration.place_unknown", nil),
        ])
    func places(cells: String, told: String, code: String?) throws {
        let intake = try fixture.read("fiche;nom;lien;lieu;lieu_code\nF1;Togo;chef;\(cells)")
        #expect(
            intake.problems.map { "\($0.row) \($0.columnName) \($0.key.rawValue)" } == [told])
        #expect(intake.problems.map(\.severity) == [code == nil ? .error : .notice])
        #expect(intake.commands.first?.household?.place?.code == code)
        #expect(intake.householdsLeftOut == (code == nil ? 1 : 0))
    }

    // A file without the column was told of each of its rows.
    @Test("a column that several rows miss is told once for the file")
    func missingColumnOnce() throws {
        #expect(
            try problems("fiche;nom;lien\nF1;Togo;chef\nF2;Dolo;chef\nF2;Saye;enfant")
                == ["0 place intake.column_missing"])
        // Where the column is there, the rows are what is to be looked at.
        #expect(
            try problems("fiche;nom;lieu;lien\nF1;Togo;;chef\nF2;Dolo;;chef")
                == ["2 place registration.required", "3 place registration.required"])
    }

    @Test("a code that is not in its list is told with those that are")
    func allowedCodes() throws {
        let text = try fixture.read("fiche;nom;lieu;lien\nF1;Togo;Koro;voisin").problems[0]
            .text(in: .french)
        #expect(text.contains("Codes possibles : head spouse child"), "\(text)")
        #expect(!text.contains("voisin"))
    }

    @Test("a case number in the column of the form's number is said")
    func caseNumberAsForm() throws {
        let header = "numero_menage;nom;lieu;lien;numero_dossier\n"
        let number = try #require(CaseNumber(prefix: "BDG", serial: 42))
        let notice = try fixture.read(header + "\(number)1;Togo;Koro;chef;").problems
        #expect(notice.isEmpty, "one that is none")
        let joined = "\(number)".replacing("-", with: "")
        #expect(try fixture.read(header + "\(joined);Togo;Koro;chef;").problems.isEmpty)
        let said = try fixture.read(header + "\(number);Togo;Koro;chef;")
        #expect(said.problems.map(\.key) == [.intake(.caseNumberAsForm)])
        #expect(said.problems[0].severity == .notice && said.commands.count == 1)
        let both = try fixture.read(header + "\(number);Togo;Koro;chef;\(number)")
        #expect(both.problems.isEmpty, "where both are the same, the team knows")
    }

    @Test("a value that cannot be read is told once, with all that does not come of it")
    func told() throws {
        let name = String(repeating: "a", count: 129)
        #expect(
            try problems("fiche;nom;lieu;lien;date_arrivee\nF1;\(name);Koro;???;2030-01-01") == [
                "2 nom registration.too_long", "2 lien registration.unknown_code",
                "2 date_arrivee registration.date_in_future",
            ])
    }

    @Test("notices leave the errors of a long file in the list")
    func manyNotices() throws {
        let count = IntakeLimits.problemsMax
        let rows = (1...count).map { "F\($0);Togo;Village X;chef" } + ["G;Dolo;Koro;"]
        let intake = try fixture.read(
            "fiche;nom;lieu;lien\n" + rows.joined(separator: "\n"))
        #expect(intake.commands.count == count && intake.problems.count == count)
        #expect(intake.problemsLeftOut == 2)
        #expect(intake.problems.suffix(2).map(\.row) == [count + 2, count + 2])
    }

    @Test("a household has a bounded number of members")
    func members() throws {
        func file(_ count: Int) -> String {
            let others = (1..<count).map { "F1;\($0);Togo;Koro;enfant" }
            return (["fiche;personne;nom;lieu;lien", "F1;0;Togo;Koro;chef"] + others)
                .joined(separator: "\n")
        }
        #expect(try problems(file(100)) == [])
        #expect(try problems(file(101)) == ["2  registration.household_too_large"])
    }

    @Test("a departure needs its day, and an issuer is a country")
    func departures() throws {
        #expect(
            try problems("fiche;etape;personne\nF1;départ;1")
                == ["2 departure_date registration.required"])
        #expect(
            try problems(
                "fiche;nom;lieu;lien;type document;n° document;issuer\nF1;Togo;Koro;chef;nina;7;Mali"
            ) == ["2 issuer registration.document_malformed"])
    }

    @Test(
        "a case number is read as people write it, and one with a wrong character is refused",
        arguments: [("BDG 00042 ?", true), ("bdg-00042-?", true), ("BDG-00043-?", false)])
    func caseNumbers(form: String, isRight: Bool) throws {
        let number = try #require(CaseNumber(prefix: "BDG", serial: 42))
        let text = form.replacing("?", with: String(number.checkCharacter))
        let file = "fiche;dossier;nom;lieu;lien\nF1;\(text);Togo;Koro;chef"
        guard isRight else {
            #expect(try problems(file) == ["2 dossier registration.case_number_malformed"])
            return
        }
        #expect(try problems(file) == [])
        let household = try fixture.read(file).commands.first?.household
        #expect(household?.caseNumber == number.description)
    }
}

@Suite("Rows and their household") struct HouseholdRowsTests {
    private let fixture: IntakeFixture

    init() throws {
        fixture = try IntakeFixture()
    }

    @Test("a row without a number breaks the household above it, whose row it may be")
    func mergedCells() throws {
        let intake = try fixture.read(
            """
            fiche;nom;lieu;lien
            F1;Togo;Koro;chef
            ;Dolo;;enfant
            F2;Saye;Koro;chef
            """)
        #expect(intake.commands.map(\.sourceKey) == ["F2"])
        #expect(intake.householdsLeftOut == 1)
        #expect(intake.problems.map(\.key) == [.intake(.householdKeyMissing)])
    }

    @Test(
        "a day of collection lies in the time of forms",
        arguments: [
            ("0025-03-01", MessageKey.registrationDate(.dateTooEarly)),
            ("1899-12-31", .registrationDate(.dateTooEarly)),
            ("2026-11-24", .registrationDate(.dateInFuture)),
        ])
    func collectionDay(day: String, key: MessageKey) throws {
        let intake = try fixture.read(
            "fiche;nom;lieu;lien;age;date_collecte\nF1;Togo;Koro;chef;34;\(day)"
        ) { $0.now = Timestamp("2026-11-22T12:00:00Z") }
        #expect(intake.problems.map(\.key) == [key] && intake.commands.isEmpty)
        let date = try #require(CalendarDate(day))
        var options = IntakeOptions()
        options.now = Timestamp("2026-11-22T12:00:00Z")
        #expect(options.collectionProblem(date) == key)
    }

    @Test("the day of collection is that of the options, else the file's last, and no clock's")
    func collectedAt() throws {
        let file = """
            fiche;nom;lieu;lien;date_collecte
            F1;Togo;Koro;chef;2026-03-02
            F2;Dolo;Koro;chef;2026-03-01
            """
        let second: Int64 = 1_772_409_600_000
        #expect(try fixture.read(file).collectedAtMilliseconds == second)
        let first = try fixture.read(file) {
            $0.collectedOn = CalendarDate(year: 2026, month: 3, day: 1)
        }
        #expect(first.collectedAtMilliseconds == second - 86_400_000)
        let none = try fixture.read("fiche;nom;lieu;lien\nF1;Togo;Koro;chef")
        #expect(none.collectedAtMilliseconds == 0)
    }

    @Test("a name in a code's place is not told again")
    func shiftedColumn() throws {
        let intake = try fixture.read(
            """
            fiche;nom;lieu_code;lien;groupe;besoins
            F1;Togo;Aminata;Fatoumata;Djeneba;Salimata
            """)
        #expect(intake.problems.count == 4)
        for problem in intake.problems {
            for name in ["Aminata", "Fatoumata", "Djeneba", "Salimata"] {
                #expect(!problem.arguments.values.contains { $0.contains(name) })
            }
        }
        #expect(try fixture.problem("groupe", "ML0599")?.arguments["found"] == "ML0599")
    }
}
