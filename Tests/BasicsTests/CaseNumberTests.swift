import Testing

@testable import Basics

@Suite struct CaseNumberTests {
    /// The example of the GRid standard (IFPI), which uses ISO/IEC 7064 MOD 37,36.
    @Test("the check character is that of a published example")
    func published() {
        #expect(CaseNumber.check(Array("A12425GABC1234002".utf8)) == UInt8(ascii: "M"))
    }

    @Test("every number reads back from its text, spaced, joined or in lower case")
    func roundTrip() throws {
        for serial: UInt32 in [1, 42, 99_999, 100_000, 999_999_999] {
            for prefix in ["BDG", "KOR", "OIO", "III"] {
                let number = try #require(CaseNumber(prefix: prefix, serial: serial))
                let text = number.description
                #expect(CaseNumber(text) == number)
                #expect(CaseNumber(text.lowercased()) == number)
                #expect(CaseNumber(text.filter { $0 != "-" }) == number)
                #expect(
                    CaseNumber(text.map { $0 == "-" ? " " : $0 }.map(String.init).joined())
                        == number)
            }
        }
        #expect(CaseNumber(prefix: "BDG", serial: 42)?.description.hasPrefix("BDG-00042-") == true)
    }

    @Test("letters and digits that hands confuse are read as meant")
    func folding() throws {
        let number = try #require(CaseNumber(prefix: "KOI", serial: 10_010))
        let check = number.checkCharacter
        #expect(CaseNumber("K01-IOOIO-\(check)") == number)
    }

    @Test("wrong characters and swapped neighbours are found, but for O/0 and I/1 at the check")
    func detects() throws {
        let alphabet = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        let folded: Set<Character> = ["0", "O", "1", "I"]
        for serial in stride(from: UInt32(1), to: 90_000, by: 4999) {
            let number = try #require(CaseNumber(prefix: "BDG", serial: serial))
            let compact = Array(number.description.filter { $0 != "-" })
            // Numbers whose check is of a confusable pair are weaker by design.
            guard !folded.contains(number.checkCharacter) else { continue }
            for index in compact.indices {
                for other in alphabet where other != compact[index] {
                    var wrong = compact
                    wrong[index] = other
                    let read = CaseNumber(String(wrong))
                    #expect(read == nil || read == number, "\(String(wrong))")
                }
            }
            for index in compact.indices.dropLast() where compact[index] != compact[index + 1] {
                var wrong = compact
                wrong.swapAt(index, index + 1)
                #expect(CaseNumber(String(wrong)) == nil, "\(String(wrong))")
            }
        }
    }

    @Test(
        "what is no number is refused",
        arguments: ["", "BDG", "BDG-42-X", "B1G-00000-0", "BDG-00042", "ÉDG-00042-1"])
    func refuses(_ text: String) {
        #expect(CaseNumber(text) == nil)
    }

    @Test("prefix and serial have bounds")
    func bounds() {
        #expect(CaseNumber(prefix: "BD", serial: 1) == nil)
        #expect(CaseNumber(prefix: "bdg", serial: 1) == nil)
        #expect(CaseNumber(prefix: "BDG", serial: 0) == nil)
        #expect(CaseNumber(prefix: "BDG", serial: 1_000_000_000) == nil)
    }
}
