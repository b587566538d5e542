import Basics
import Catalogue
import ClientIntake
import Messages
import Testing
import Validation

@Suite("Values of a cell") struct ValueTests {
    private let fixture: IntakeFixture

    init() throws {
        fixture = try IntakeFixture()
    }

    @Test(
        "dates are read as field teams write them",
        arguments: [
            ("1990-12-31", CommonV1.PartialDate(year: 1990, month: 12, day: 31, precision: .day)),
            ("31/12/1990", .init(year: 1990, month: 12, day: 31, precision: .day)),
            ("1-2-1990", .init(year: 1990, month: 2, day: 1, precision: .day)),
            ("31.12.1990", .init(year: 1990, month: 12, day: 31, precision: .day)),
            (
                "1990-12-31T10:00:00.000+00:00",
                .init(year: 1990, month: 12, day: 31, precision: .day)
            ),
            ("12/1990", .init(year: 1990, month: 12, precision: .month)),
            ("1990-12", .init(year: 1990, month: 12, precision: .month)),
            (" 1990 ", .init(year: 1990, precision: .year)),
            ("~1971", .init(year: 1971, precision: .estimated)),
            ("≈ 1971", .init(year: 1971, precision: .estimated)),
            ("vers 1971", .init(year: 1971, precision: .estimated)),
            ("Environ 1971", .init(year: 1971, precision: .estimated)),
            ("about 1971", .init(year: 1971, precision: .estimated)),
            ("c. 1971", .init(year: 1971, precision: .estimated)),
            ("34", .init(year: 1992, precision: .estimated)),
            ("34 ans", .init(year: 1992, precision: .estimated)),
            ("6 mois", .init(year: 2025, precision: .estimated)),
            ("5 mois", .init(year: 2026, precision: .estimated)),
            ("١٩٩٠-١٢-٣١", .init(year: 1990, month: 12, day: 31, precision: .day)),
            ("۳۴", .init(year: 1992, precision: .estimated)),
        ])
    func dates(text: String, date: CommonV1.PartialDate) throws {
        #expect(try fixture.person("date_naissance", text)?.birthDate == date)
    }

    @Test(
        "what is no date is refused with its reason",
        arguments: [
            ("36526", MessageKey.intake(.dateExcelSerial)), ("36526.5", .intake(.dateExcelSerial)),
            ("31/02/1990", .registrationDate(.dateImpossible)),
            ("12/31/1990", .registrationDate(.dateImpossible)),
            ("31/12/90", .intake(.dateUnreadable)), ("hier", .intake(.dateUnreadable)),
            ("200", .intake(.dateUnreadable)), ("1990-12-31 x", .intake(.dateUnreadable)),
            ("-5", .intake(.dateUnreadable)), ("−5 ans", .intake(.dateUnreadable)),
            ("1/2/3/1990", .intake(.dateUnreadable)), ("vers 71", .intake(.dateUnreadable)),
            ("juin 1971", .intake(.dateUnreadable)),
            ("34 ans", .intake(.ageWithoutCollectionDate)),
        ])
    func refusedDates(text: String, key: MessageKey) throws {
        #expect(try fixture.problem("date_naissance", text)?.key == key)
    }

    @Test("an age is used where no date is, and the date where both are")
    func ages() throws {
        #expect(
            try fixture.person("age;date_naissance", "40;")?.birthDate
                == .init(year: 1986, precision: .estimated))
        #expect(
            try fixture.person("age;date_naissance", "40;1987")?.birthDate
                == .init(year: 1987, precision: .year))
        #expect(try fixture.problem("age", "126")?.key == .intake(.ageUnreadable))
        #expect(try fixture.problem("age", "1990")?.key == .intake(.ageUnreadable))
        #expect(try fixture.problem("age", "-5")?.key == .intake(.ageUnreadable))
        #expect(try fixture.problem("age", "12")?.key == .intake(.ageWithoutCollectionDate))
    }

    @Test("an age that the date of birth contradicts is said, and nobody is left out")
    func contradictingAges() throws {
        func read(_ age: String, _ birth: String) throws -> Intake {
            try fixture.read(
                "fiche;nom;lieu;lien;date_collecte;age;date_naissance\n"
                    + "F1;Guindo;Koro;chef;2026-06-15;\(age);\(birth)")
        }
        for (age, birth) in [("70", "2010-01-01"), ("6 mois", "2010"), ("10", "05/1985")] {
            let intake = try read(age, birth)
            let notice = try #require(intake.problems.first)
            #expect(notice.key == .intake(.ageDisagrees) && notice.severity == .notice)
            #expect(notice.header == "age" && notice.row == 2)
            #expect(intake.commands.first?.household?.members.count == 1)
        }
        for (age, birth) in [
            ("16", "2010-01-01"), ("18", "2010"), ("illisible", "2010"), ("", "2010"),
        ] {
            #expect(try read(age, birth).problems.isEmpty)
        }
    }

    @Test(
        "a day of collection that cannot be used is said, and the rest of the file dates it",
        arguments: [
            ("31/02/2026", MessageKey.registrationDate(.dateImpossible)),
            ("x", .intake(.dateUnreadable)), ("2027-01-01", .registrationDate(.dateInFuture)),
            ("0001-01-01", .registrationDate(.dateTooEarly)),
        ])
    func collectionDays(text: String, key: MessageKey) throws {
        func read(_ birth: String) throws -> Intake {
            try fixture.read(
                "fiche;nom;lieu;lien;date_collecte;date_naissance\n"
                    + "F1;Guindo;Koro;chef;\(text);\(birth)\n"
                    + "F2;Guindo;Koro;chef;2026-06-15;1990"
            ) { $0.now = Timestamp("2026-11-23T00:00:00Z") }
        }
        let intake = try read("1990")
        #expect(intake.problems.map(\.key) == [key] && intake.problems[0].severity == .notice)
        #expect(intake.problems[0].row == 2 && intake.problems[0].header == "date_collecte")
        #expect(intake.commands.count == 2)
        #expect(
            intake.collectedAtMilliseconds
                == Timestamp("2026-06-15T00:00:00Z")?.millisecondsSinceEpoch)
        // An age is reckoned from it: there it is an error, and told once.
        let aged = try read("34 ans")
        #expect(aged.problems.map(\.key) == [key] && aged.problems[0].severity == .error)
        #expect(aged.commands.count == 1)
    }

    @Test("a birth after the day of collection is said, and nobody is left out")
    func bornAfterCollection() throws {
        func read(_ collected: String, _ birth: String) throws -> Intake {
            try fixture.read(
                "fiche;nom;lieu;lien;date_collecte;date_naissance\n"
                    + "F1;Guindo;Koro;chef;\(collected);\(birth)")
        }
        for (collected, birth) in [("2026-06-15", "2026-06-16"), ("06/2026", "07/2026")] {
            let intake = try read(collected, birth)
            #expect(intake.problems.map(\.key) == [.intake(.bornAfterCollection)])
            #expect(intake.problems.first?.header == "date_naissance")
            #expect(intake.commands.count == 1)
        }
        for (collected, birth) in [
            ("2026-06-15", "2026-06-15"), ("06/2026", "2026-06-16"), ("2026-06-15", "2026"),
        ] {
            #expect(try read(collected, birth).problems.isEmpty)
        }
    }

    @Test("needs come separated by anything, and each code once")
    func needs() throws {
        for text in [
            "\"PG; SM-CI\"", "PG|SM-CI", "\"PG,SM-CI\"", "PG SM-CI", "\"pg;Maladie chronique;PG\"",
        ] {
            #expect(try fixture.person("besoins", text)?.needs == ["PG", "SM-CI"])
        }
        #expect(try fixture.person("besoins", "aucun")?.needs == [])
        let unknown = try #require(try fixture.problem("besoins", "PG|XX-YY"))
        #expect(unknown.key == .registration(.unknownCode))
        #expect(
            unknown.text(in: .french)
                .hasSuffix("Le code « XX-YY » n'est pas dans la liste « besoins spécifiques »."))
        #expect(unknown.arguments == ["found": "XX-YY", "list": "specific_needs"])
    }

    @Test("telephones lose their blanks, and what is none is refused")
    func phones() throws {
        #expect(
            try fixture.person("tel", "+223 10 00 00 01 / 10-00-00-02")?.phones
                == ["+22310000001", "10000002"])
        #expect(try fixture.problem("tel", "12345")?.key == .registration(.phoneMalformed))
        #expect(try fixture.problem("tel", "voisin")?.key == .registration(.phoneMalformed))
    }

    @Test("a blank sex is unknown and never guessed")
    func sex() throws {
        #expect(try fixture.person("sexe", "")?.sex == .unknown)
        #expect(try fixture.person("sexe", "Homme")?.sex == .male)
        #expect(try fixture.person("sexe", "autre")?.sex == .other)
    }

    @Test("names keep accents and lose stray blanks; remarks in their place are refused")
    func names() throws {
        #expect(
            try fixture.person("prenom", "\u{A0} Aïssata   Bintou ")?.givenName == "Aïssata Bintou")
        let long = String(repeating: "é", count: 129)
        #expect(try fixture.problem("prenom", long)?.key == .registration(.tooLong))
        #expect(try fixture.problem("prenom", "A\u{7}")?.key == .registration(.characterNotAllowed))
        let nobody = try fixture.read("fiche;nom;prenom;sexe;lieu;lien\nF1;;;F;Koro;chef")
        #expect(nobody.problems.map(\.key) == [.registration(.nameMissing)])
    }
}
