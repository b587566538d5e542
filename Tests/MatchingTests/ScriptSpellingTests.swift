import Testing

@testable import Matching

/// Names in Arabic, N'Ko and Tifinagh, and what they are in Latin letters.
@Suite struct ScriptSpellingTests {
    private static func sounds(_ text: String) -> [[UInt8]] {
        NameForm(text).tokens.map {
            NameVariants.standard.representative(of: PhoneticKey.key(of: $0.spelling))
        }
    }

    private static func spelling(_ text: String) -> String {
        NameForm(text).tokens.map { String(decoding: $0.spelling, as: UTF8.self) }
            .joined(separator: " ")
    }

    @Test(
        "names sound the same in both scripts",
        arguments: [
            ("محمد", "Mohamed"), ("محمد", "Mamadou"), ("مُحَمَّد", "Mahamadou"), ("محـمـد", "Mohamed"),
            ("ﻣﺤﻤﺪ", "Mohamed"), ("محمود", "Mahmoud"), ("أحمد", "Amadou"), ("احمد", "Ahmed"),
            ("فاطمة", "Fatima"), ("فاطمة", "Fatoumata"), ("فاطمه", "Fatima"),
            ("أبو بكر", "Boubacar"),
            ("عبد الله", "Abdoulaye"), ("عبدالله", "Abdallah"), ("عبد الرحمن", "Abdramane"),
            ("عمر", "Oumar"), ("عثمان", "Ousmane"), ("عائشة", "Aïssata"), ("خديجة", "Kadidia"),
            ("زينب", "Zeïnabou"), ("مريم", "Mariam"), ("إبراهيم", "Ibrahima"),
            ("ابراهيم", "Brahima"),
            ("حسن", "Alassane"), ("الحسين", "Ousseini"), ("يوسف", "Youssouf"),
            ("سليمان", "Souleymane"),
            ("إسماعيل", "Ismaïla"), ("الحاج عمر تال", "El Hadj Oumar Tall"), ("حواء", "Hawa"),
            ("كوليبالي", "Coulibaly"), ("تراوري", "Traoré"), ("ديالو", "Diallo"), ("سيسي", "Cissé"),
            ("كيتا", "Keïta"), ("دياكيتي", "Diakité"), ("محمد Traoré", "Mohamed Traoré"),
            ("ߡߎߛߊ", "Moussa"), ("ߝߊߕߎߡߊߕߊ", "Fatoumata"), ("ߕߙߊߥߟߋ", "Tarawele"),
            ("ⵎⵓⵃⴰⵎⴷ", "Mohamed"),
        ])
    func sound(_ written: String, _ latin: String) {
        #expect(Self.sounds(written) == Self.sounds(latin), "\(Self.spelling(written))")
    }

    @Test(
        "what no class knows is found by its consonants and what is written of its vowels",
        arguments: [
            ("علي", "Ali"), ("موسى", "Moussa"), ("عيسى", "Issa"), ("سنغاري", "Sangaré"),
            ("يحيى", "Yahya"), ("مصطفى", "Moustapha"), ("نور الدين", "Nouredine"),
            ("عبد القادر", "Abdelkader"), ("عبد الكريم", "Abdoulkarim"),
            ("عبد العزيز", "Abdoulaziz"),
            ("خالد", "Khalid"), ("تمبكتو", "Tombouctou"), ("ⴰⵎⵙⵜⴰⵏ", "Amastan"),
            ("ابراهيم", "إبراهيم"),
        ])
    func skeleton(_ written: String, _ other: String) throws {
        let names = try [written, other].map { try #require(NameForm($0).tokens.first?.spelling) }
        #expect(UnwrittenVowels.mayBeOne(names[0], names[1]), "\(Self.spelling(written))")
        #expect(UnwrittenVowels.mayBeOne(names[1], names[0]))
    }

    @Test(
        "names that differ in a consonant, a written vowel or a first vowel are others",
        arguments: [
            ("محمود", "Mohamed"), ("محمد", "Amadou"), ("أحمد", "Mamadou"), ("حسين", "Hassan"),
            ("فاطمة", "Fanta"), ("موسى", "Issa"), ("عمر", "Mariam"), ("ديالو", "Dicko"),
            ("علي", "Lo"),
            ("سليمان", "Salimata"), ("آمنة", "Mina"),
        ])
    func others(_ written: String, _ latin: String) throws {
        let names = try [written, latin].map { try #require(NameForm($0).tokens.first?.spelling) }
        #expect(!UnwrittenVowels.mayBeOne(names[0], names[1]), "\(Self.spelling(written))")
        #expect(Self.sounds(written) != Self.sounds(latin))
    }

    @Test("one sound alone is anybody's")
    func short() {
        #expect(!UnwrittenVowels.mayBeOne(Array("*l".utf8), Array("al".utf8)))
        #expect(UnwrittenVowels.mayBeOne(Array("*li".utf8), Array("ali".utf8)))
    }

    @Test(
        "sons and daughters of are patronyms in every script",
        arguments: [
            "محمد ولد أحمد", "محمد بن أحمد", "محمد أغ أحمد", "خديجة منت أحمد", "خديجة بنت أحمد",
            "ⵎⵓⵃⴰⵎⴷ Ag Ahmed",
        ])
    func patronyms(_ text: String) {
        #expect(NameForm(text).tokens.map(\.isPatronym) == [false, true])
    }

    @Test("marks of direction and of joining divide no word")
    func marks() {
        #expect(Self.spelling("\u{200F}مح\u{200C}مد\u{200E}") == "m*h*m*d")
        #expect(Self.spelling("Mama\u{200D}dou") == "mamadou")
    }

    @Test("a word of any length is spelt in bounded room and compared in bounded time")
    func bounds() {
        let long = String(repeating: "محمود", count: 100)
        let spelling = NameForm(long).tokens.map(\.spelling)
        #expect(spelling.map(\.count) == [MatchingLimits.tokenBytesMax])
        let stars = [UInt8](repeating: UnwrittenVowels.vowel, count: 40)
        #expect(!UnwrittenVowels.mayBeOne(stars, [UInt8](repeating: UInt8(ascii: "a"), count: 40)))
        let mixed = (0..<40).map { UInt8(ascii: $0 % 2 == 0 ? "*" : "b") }
        let latin = (0..<40).map { UInt8(ascii: $0 % 2 == 0 ? "a" : "b") }
        #expect(UnwrittenVowels.mayBeOne(mixed, latin))
    }

    @Test("presentation forms are the letters that they present")
    func presentationForms() {
        // Unicode's compatibility decomposition of U+FE80 to U+FEF4, four or two forms each.
        for (form, letter) in [
            ("\u{FE80}", "ء"), ("\u{FE84}", "أ"), ("\u{FE8C}", "ئ"), ("\u{FE8E}", "ا"),
            ("\u{FE92}", "ب"),
            ("\u{FE94}", "ة"), ("\u{FEAE}", "ر"), ("\u{FEB4}", "س"), ("\u{FECC}", "ع"),
            ("\u{FEDF}", "ل"),
            ("\u{FEE6}", "ن"), ("\u{FEEE}", "و"), ("\u{FEF0}", "ى"), ("\u{FEF4}", "ي"),
        ] {
            #expect(
                ScriptLetters.codes(Unicode.Scalar(form)!)
                    == ScriptLetters.codes(Unicode.Scalar(letter)!))
        }
        #expect(Self.spelling("\u{FEFC}") == Self.spelling("لا"))
    }
}
