import Testing
import Validation

@Suite struct ShownCodeTests {
    @Test(arguments: ["ML9999", "CR-ZZ", "BF460101", "ML050501001"])
    func `what has the form of a code is told again`(code: String) {
        #expect(ShownCode.text(code) == code)
    }

    @Test(arguments: [
        "Fatoumata", "FATOUMATA", "SOW", "AG-ALHASSANE", "76123456", "AA1234567", "ML SOW", "",
    ])
    func `what could be somebody's name or number is not`(code: String) {
        #expect(ShownCode.text(code) == "?")
    }
}
