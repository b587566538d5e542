import Testing

@testable import Matching

@Suite struct NameVariantsTests {
    private static func areOne(
        _ left: String, _ right: String, in variants: NameVariants = .standard
    ) -> Bool {
        let (first, second) = (NameForm.words(of: left), NameForm.words(of: right))
        return first.count == second.count
            && zip(first, second).allSatisfy {
                variants.representative(of: PhoneticKey.key(of: $0))
                    == variants.representative(of: PhoneticKey.key(of: $1))
            }
    }

    @Test(
        "a class joins names that sound different",
        arguments: [
            ("Traoré", "Tarawele"), ("Djénéba", "Zeïnabou"), ("Mahamadou", "Mohamed"),
            ("Fatoumata", "Fatima"), ("Kadidia", "Hadiza"),
        ])
    func variants(_ left: String, _ right: String) {
        #expect(Self.areOne(left, right))
        #expect(!Self.areOne(left, right, in: NameVariants()))
    }

    @Test(
        "twins' names are never one class",
        arguments: [
            ("Alassane", "Ousseynou"), ("Adama", "Hawa"), ("حسن", "Ousseini"), ("حسين", "Alassane"),
        ])
    func twins(_ left: String, _ right: String) {
        #expect(!Self.areOne(left, right))
    }

    @Test("an operator's line joins the classes that it shares a name with")
    func addedClass() throws {
        var variants = NameVariants.standard
        try variants.add(lines: [
            "\u{FEFF}# plateau", "", "Tarawele, Dembaga ; Dembagha  # here", "Amadigné,Ama",
            "Ama، Amadingué",
        ])
        #expect(Self.areOne("Traoré", "DEMBAGA", in: variants))
        #expect(Self.areOne("Amadigné", "Amadingué", in: variants))
        #expect(!Self.areOne("Ama", "Dembaga", in: variants))
        try variants.add(lines: ["Ama, Dembaga"])
        #expect(Self.areOne("Amadingué", "Traoré", in: variants))
    }

    @Test("a line that is no class is told with its number, and none is added")
    func problems() {
        var variants = NameVariants()
        func problem(_ lines: [String]) -> NameVariants.Problem? {
            do {
                try variants.add(lines: lines)
                return nil
            } catch {
                return error
            }
        }
        #expect(problem(["Awa, Hawa", "Ama"]) == .init(code: .tooFewNames, line: 2, found: ""))
        #expect(
            problem(["", "Awa, El Hadj Oumar"])
                == .init(code: .notOneWord, line: 2, found: "El Hadj Oumar"))
        #expect(problem(["Awa, 12"])?.code == .notOneWord)
        let names = (0..<MatchingLimits.variantsMax).map { "a\(String($0, radix: 36))b" }
        let many = [names.joined(separator: ","), "Ama, Awa"]
        #expect(problem(many.map { $0.filter { !$0.isNumber } })?.code == .tooManyNames)
        #expect(!Self.areOne("Awa", "Hama", in: variants))
    }
}
