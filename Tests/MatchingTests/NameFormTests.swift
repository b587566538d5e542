import Testing

@testable import Matching

@Suite struct NameFormTests {
    private func spellings(_ text: String) -> [String] {
        NameForm(text).tokens.map { String(decoding: $0.spelling, as: UTF8.self) }
    }

    @Test("accents, case, apostrophes and national letters fold")
    func folding() {
        #expect(spellings("N’Diaye") == ["ndiaye"])
        #expect(spellings("N Diaye") == ["ndiaye"])
        #expect(spellings("ƊIALLO Ɓɔɔyi ŋaɲa") == ["diallo", "booyi", "nganya"])
        #expect(spellings("Ai\u{308}ssata-Zahra") == ["aissata", "zahra"])
        #expect(spellings("Œuvre ß") == ["oeuvre", "ss"])
    }

    @Test("titles are dropped, but a title alone is a name")
    func titles() {
        #expect(spellings("El Hadj Mme. Oumar") == ["oumar"])
        #expect(spellings("Hadja") == ["hadja"])
        #expect(spellings("El") == [])
    }

    @Test(
        "pilgrims keep their names",
        arguments: ["El Hadj", "Hadja", "Alhaji", "El-Hadji", "Hajia", "ELHADJ", "الحاج"])
    func pilgrims(_ title: String) {
        #expect(spellings("\(title) Oumar") == ["oumar"])
    }

    @Test(
        "honorifics that are given names too are names",
        arguments: ["Cheick", "Sidi", "Moulaye", "Thierno", "Lalla"])
    func honorificNames(_ name: String) {
        #expect(spellings("\(name) Oumar") == [name.lowercased(), "oumar"])
        #expect(spellings(name) == [name.lowercased()])
    }

    @Test(
        "a particle marks the father's name",
        arguments: ["Ag", "walet", "OULD", "Bint", "Mint", "Wld", "bin"])
    func particles(_ particle: String) {
        let tokens = NameForm("Rhissa \(particle) Intalla").tokens
        #expect(tokens.map(\.isPatronym) == [false, true])
    }

    @Test("a field is bounded in names and in length")
    func bounds() {
        #expect(spellings("a b c d e f").count == MatchingLimits.nameTokensMax)
        let long = spellings(String(repeating: "é", count: 500))
        #expect(long.map(\.count) == [MatchingLimits.tokenBytesMax])
        #expect(spellings(" -- 12 !").isEmpty)
    }

    @Test("Jaro–Winkler gives the published values")
    func jaroWinkler() {
        // Values of Winkler (1990), table 2, also in Winkler (2006).
        func similarity(_ left: String, _ right: String) -> Double {
            (JaroWinkler.similarity(Array(left.utf8), Array(right.utf8)) * 1000).rounded() / 1000
        }
        #expect(similarity("MARTHA", "MARHTA") == 0.961)
        #expect(similarity("DWAYNE", "DUANE") == 0.84)
        #expect(similarity("DIXON", "DICKSONX") == 0.813)
        #expect(similarity("abc", "xyz") == 0)
        #expect(similarity("", "") == 1)
        #expect(similarity("", "a") == 0)
    }

    @Test("telephone and document numbers are the same however written")
    func identifiers() {
        #expect(IdentifierForm.phone("+223 76 12 34 56") == IdentifierForm.phone("76123456"))
        #expect(IdentifierForm.phone("٧٦١٢٣٤٥٦") == IdentifierForm.phone("76.12.34.56"))
        #expect(IdentifierForm.phone("00000000") == nil)
        #expect(IdentifierForm.phone("1234") == nil)
        #expect(IdentifierForm.document("nina-12 34") == IdentifierForm.document("NINA1234"))
        #expect(IdentifierForm.document("0000") == nil)
        #expect(IdentifierForm.document("sans") == nil)
        #expect(IdentifierForm.place("ML 0505") == IdentifierForm.place("ml0505"))
        #expect(IdentifierForm.place("ML0505") != IdentifierForm.place("ML0501"))
    }
}
