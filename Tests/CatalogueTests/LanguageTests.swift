import Catalogue
import Testing

@Suite struct LanguageTests {
    @Test(
        "a locale's name tells its language",
        arguments: [
            ("fr_ML.UTF-8", Language.french), ("fr", .french), ("FR-ml", .french),
            ("en_GB@euro", .english),
        ])
    func localeNames(locale: String, language: Language) {
        #expect(Language(locale: locale) == language)
    }

    @Test("a language that is not ours is none")
    func otherLanguages() {
        #expect(Language(locale: "bm_ML.UTF-8") == nil)
        #expect(Language(locale: "french") == nil)
    }

    @Test("LC_ALL comes before LC_MESSAGES, and that before LANG")
    func order() {
        func preferred(_ environment: [String: String]) -> Language {
            Language.preferred { environment[$0] }
        }
        #expect(preferred(["LC_ALL": "en_US", "LANG": "fr_FR"]) == .english)
        // It was heard only where the user's file could be read, so not where that file was wrong.
        #expect(preferred(["JATIGI_LANGUAGE": "fr", "LC_ALL": "en_US"]) == .french)
        #expect(preferred(["LC_ALL": "", "LC_MESSAGES": "fr_FR", "LANG": "en_US"]) == .french)
        #expect(preferred(["LANG": "fr_ML.UTF-8"]) == .french)
        #expect(preferred(["LC_ALL": "C", "LANG": "fr_ML.UTF-8"]) == .english)
        #expect(preferred([:]) == .english)
    }
}
