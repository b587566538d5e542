import Basics
import Foundation
import Reference
import Testing

@Suite struct FoldedTextTests {
    @Test(
        "texts that people read as the same fold to the same",
        arguments: [
            ("Ségou", "segou"), ("SE\u{301}GOU", "segou"), ("Gourma-Rharous", "gourma rharous"),
            ("  Date de   naissance* ", "date de naissance"), ("N°_fiche", "n fiche"),
            ("l’œuvre", "l oeuvre"), ("Ɲɔgɔn", "nyogon"), ("ɗuɓ", "dub"), ("İ", "i"), ("", ""),
        ])
    func folds(text: String, folded: String) {
        #expect(FoldedText.fold(text) == folded)
    }

    @Test("a day the calendar does not have is none")
    func calendar() {
        #expect(CalendarDate("2024-02-29") != nil && CalendarDate("2023-02-29") == nil)
        #expect(CalendarDate("1900-02-29") == nil && CalendarDate("2000-02-29") != nil)
        #expect(CalendarDate("2023-3-13") == nil && CalendarDate("2023-13-01") == nil)
        #expect(CalendarDate("0990-01-01")?.description == "0990-01-01")
    }

    @Test("every Latin letter with a mark folds as the same letter with a combining one")
    func precomposed() {
        for value in Array(0xC0...0x24F) + Array(0x1E00...0x1EFF) {
            guard let scalar = Unicode.Scalar(UInt32(value)) else { continue }
            let parts = String(scalar).decomposedStringWithCanonicalMapping.unicodeScalars
            guard parts.count > 1, parts.first?.isASCII == true else { continue }
            let folded = FoldedText.fold(String(scalar))
            #expect(folded == FoldedText.fold(String(String.UnicodeScalarView(parts))), "\(scalar)")
        }
        #expect(FoldedText.fold("ǎǐẽḍṣ ŋɲ") == "aieds ngny")
    }
}
