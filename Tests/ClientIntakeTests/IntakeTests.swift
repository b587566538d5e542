import Basics
import Catalogue
import ClientIntake
import DelimitedText
import Messages
import Reference
import Testing
import Validation

@Suite struct IntakeTests {
    private let fixture: IntakeFixture

    init() throws {
        fixture = try IntakeFixture()
    }

    @Test("a French file becomes registrations, scattered rows together")
    func frenchFile() throws {
        let intake = try fixture.read(
            """
            N° fiche;N° personne;Lieu;Origine;Date d'arrivée;Cause;Abri;Groupe;Nom;Prénom;Sexe;\
            Date de naissance;Lien;Père;Besoins spécifiques;Type document;N° document;Téléphone
            F1;1;Koro;Douentza;12/2025;Conflit armé;famille d’accueil;PDI;Guindo;Amadou;M;1980;\
            Chef de ménage;Hama Guindo;ER|DS-BD;NINA;9000;10 12-34.56
            F2;1;Bankass;;;;;PDI;Togo;Awa;F;01/01/1990;cheffe;;;;;
            F1;2;koro;;;;;PDI;Dolo;Fanta;féminin;31-12-1990;Épouse;;;;;
            """)
        #expect(intake.problems.isEmpty && intake.householdsLeftOut == 0)
        #expect(intake.commands.map(\.sourceKey) == ["F1", "F2"])
        #expect(intake.origins.map(\.memberRows) == [[2, 4], [3]])
        let household = try #require(intake.commands[0].household)
        #expect(household.stage == .registered)
        #expect(household.place == CommonV1.Place(code: "ML0505", name: "Koro"))
        #expect(household.origin?.code == "")
        #expect(household.arrivedOn == .init(year: 2025, month: 12, precision: .month))
        #expect(household.cause == "conflict" && household.shelter == "host_family")
        #expect(
            household.members[0]
                == RegistrationV1.Person(
                    sourceKey: "1", givenName: "Amadou", familyName: "Guindo", sex: .male,
                    birthDate: .init(year: 1980, precision: .year), relationship: "head",
                    fatherName: "Hama Guindo", populationGroup: "IDP", needs: ["ER", "DS-BD"],
                    documents: [.init(kind: "nina", number: "9000")], phones: ["10123456"]))
        #expect(
            household.members[1].sex == .female && household.members[1].relationship == "spouse")
        #expect(
            household.members[1].birthDate
                == .init(year: 1990, month: 12, day: 31, precision: .day))
    }

    @Test("an English file means the same")
    func englishFile() throws {
        let french = try fixture.read("fiche,nom,prenom,sexe,lieu,lien\nF1,Togo,Awa,F,Koro,chef")
        let english = try fixture.read(
            "form number,surname,first name,gender,location,relationship\nF1,Togo,Awa,female,KORO,Head of household"
        )
        #expect(french.commands[0].household?.members == english.commands[0].household?.members)
        #expect(english.commands[0].household?.place?.code == "ML0505")
    }

    @Test("a place is a code, a name that one place bears, or a name alone")
    func places() throws {
        func place(_ text: String) throws -> CommonV1.Place? {
            try fixture.read("fiche;nom;lien;lieu\nF1;Togo;chef;\(text)").commands.first?
                .household?.place
        }
        #expect(try place("ml0505") == .init(code: "ML0505"))
        #expect(try place("Ténenkou") == .init(code: "ML0507", name: "Ténenkou"))
        #expect(try place("Bandiagara") == .init(code: "", name: "Bandiagara"))
        #expect(try place("cercle de Bandiagara")?.code == "ML0501")
        #expect(try place("ML050599") == .init(code: "ML050599"))
        #expect(try place("") == nil)
        let both = try fixture.read(
            "fiche;nom;lien;lieu;code_lieu\nF1;Togo;chef;Village X;ML0505")
        #expect(both.commands[0].household?.place == .init(code: "ML0505", name: "Village X"))
    }

    @Test("pre-registration, correction and departure are commands of their own")
    func stages() throws {
        let id = "0198c0de-0000-7000-8000-000000000001"
        let number = try #require(CaseNumber(prefix: "BDG", serial: 42)).description
        let spoken = number.lowercased().replacing("-", with: " ")
        let intake = try fixture.read(
            """
            fiche;id_menage;etape;nom;lieu;lien;taille;motif correction;n° personne;date départ;\
            destination
            F1;;pré-enregistrement;Togo;Koro;chef;7;;;;
            F2;\(number);correction;Dolo;Koro;chef;;nom mal écrit;;;
            F3;\(id);départ;;;;;;2;2026-05-01;Mopti ville
            F4;\(spoken);Départ;;;;;;;2026-05-01;
            F5;;Préenregistré;Arama;Koro;chef;4;;;;
            """)
        #expect(intake.problems.isEmpty)
        #expect(intake.commands[0].household?.declaredSize == 7)
        #expect(intake.commands[0].household?.stage == .preRegistered)
        guard case .correct(let correction)? = intake.commands[1].action else {
            Issue.record("no correction")
            return
        }
        #expect(correction.justification == "nom mal écrit")
        #expect(correction.household?.caseNumber == number)
        guard case .depart(let departure)? = intake.commands[2].action,
            case .depart(let whole)? = intake.commands[3].action
        else {
            Issue.record("no departure")
            return
        }
        #expect(departure.householdID.count == 16 && departure.householdID[1] == 0x98)
        #expect(departure.personKeys == ["2"] && departure.destination?.name == "Mopti ville")
        #expect(departure.departedOn == .init(year: 2026, month: 5, day: 1, precision: .day))
        #expect(whole.personKeys.isEmpty && whole.caseNumber == number)
        #expect(intake.commands[4].household?.stage == .preRegistered)
    }

    @Test("a departure must not take everybody because one row names nobody")
    func mixedDeparture() throws {
        let intake = try fixture.read(
            """
            fiche;etape;personne;date départ
            F1;départ;1;2026-05-01
            F1;départ;;2026-05-01
            """)
        #expect(intake.commands.isEmpty && intake.householdsLeftOut == 1)
        #expect(intake.problems.map(\.key) == [.intake(.departurePersonMissing)])
    }

    @Test("one wrong cell leaves its household out, whole, and no other")
    func wrongCell() throws {
        let intake = try fixture.read(
            """
            fiche;nom;sexe;date_naissance;lieu;lien
            F1;Togo;M;1980;Koro;chef
            F1;Dolo;7;31/02/1990;Koro;enfant
            F2;Saye;F;1990;Koro;chef
            F3;Arama;F;1990;Koro;chef;trop
            """)
        #expect(intake.commands.map(\.sourceKey) == ["F2"])
        #expect(intake.householdsLeftOut == 2)
        #expect(
            intake.problems.map { "\($0.row):\($0.column) \($0.header) \($0.key.rawValue)" } == [
                "3:3 sexe intake.sex_unreadable",
                "3:4 date_naissance registration.date_impossible",
                "5:7  intake.row_too_wide",
            ])
        #expect(
            intake.problems[0].text(in: .french).hasPrefix("ligne 3, « sexe » : Sexe illisible"))
        #expect(intake.problems[2].text(in: .english).hasPrefix("row 5, column 7: "))
    }

    @Test("a row whose stage cannot be read breaks its household")
    func brokenStage() throws {
        let intake = try fixture.read(
            "fiche;etape;nom\nF1;enregistrement;Togo\nF1;???;Dolo\n;enregistrement;Saye")
        #expect(intake.commands.isEmpty)
        #expect(
            intake.problems.map(\.key) == [
                .intake(.stageUnreadable), .intake(.householdKeyMissing),
            ])
    }

    @Test("rows of one household must agree on what is the household's")
    func disagreement() throws {
        let intake = try fixture.read("fiche;nom;lieu\nF1;Togo;Koro\nF1;Dolo;Bankass")
        #expect(intake.commands.isEmpty)
        #expect(intake.problems[0].key == .intake(.valuesDisagree))
        #expect(intake.problems[0].arguments == ["row": "2"] && intake.problems[0].row == 3)
    }

    @Test("a file without a household column, and one with the same column twice, are refused")
    func badHeaders() {
        #expect(throws: IntakeProblem.self) { try fixture.read("nom;prenom\nTogo;Awa") }
        let twice = #expect(throws: IntakeProblem.self) {
            try fixture.read("fiche;nom;surname\nF1;Togo;Dolo")
        }
        #expect(twice?.key == .column(.columnRepeated) && twice?.column == 3)
        // The last column won, and nobody was told.
        let same = #expect(throws: IntakeProblem.self) {
            try fixture.read("fiche;nom;lieu;nom\nF1;Togo;Koro;Dolo")
        }
        #expect(same?.key == .column(.columnRepeated) && same?.column == 4)
    }

    @Test("a broken file is told by row and column")
    func brokenFile() {
        let open = #expect(throws: IntakeProblem.self) {
            try fixture.read("fiche;nom\nF1;\"Togo\nF2;Dolo")
        }
        #expect(open?.key == .file(.quoteOpen) && open?.row == 2 && open?.column == 2)
        let empty = #expect(throws: IntakeProblem.self) { try fixture.read("") }
        #expect(empty?.key == .file(.empty))
    }

    @Test("every kind of text error has a message")
    func textErrorsHaveMessages() {
        let codes: [DelimitedTextError.Code] = [
            .unreadable, .empty, .tooLarge, .tooManyRows, .tooManyColumns, .cellTooLong, .quoteOpen,
            .textAfterQuote, .nulCharacter, .encodingUnknown, .spreadsheet,
        ]
        for code in codes { #expect(MessageKey(rawValue: "file.\(code.rawValue)") != nil) }
    }

    @Test("no name of a person is in any problem")
    func problemsArePrivate() throws {
        let secret = "Zyxwvut"
        let long = String(repeating: secret, count: 40)
        let intake = try fixture.read(
            "fiche;nom;prenom;sexe;age;telephone\nF1;\(long);\(secret);\(secret);\(secret);\(secret)"
        )
        #expect(intake.problems.count == 4)
        for problem in intake.problems {
            #expect(!problem.text(in: .french).contains(secret))
            #expect(!problem.text(in: .english).contains(secret))
        }
    }

    @Test("Windows text is read, and said to be converted")
    func windowsEncoding() throws {
        // "fiche;lieu;lien;prénom;nom\nF1;Koro;chef;Awa;Témé" in the code page 1252.
        let bytes =
            Array("fiche;lieu;lien;pr".utf8) + [0xE9]
            + Array("nom;nom\nF1;Koro;chef;Awa;T".utf8) + [0xE9, 0x6D, 0xE9]
        var options = IntakeOptions()
        options.populationGroup = "IDP"
        let intake = try Intake.read(bytes, options: options, reference: fixture.reference)
        #expect(intake.commands[0].household?.members[0].familyName == "Témé")
        #expect(intake.problems.map(\.key) == [.file(.encodingConverted)])
        #expect(intake.problems[0].severity == .notice)
    }
}
