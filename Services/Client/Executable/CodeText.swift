import Catalogue
import Reference

/// Codes of records as people read them: in words where the lists of codes are at hand.
struct CodeText {
    let language: Language
    /// The lists; nil where only the codes are known.
    let reference: ReferenceData?

    /// In the small letters of the middle of a line.
    func text(_ code: String, of list: CodeListName) -> String {
        reference?.codes(list)[code]?.label(in: language).lowercased() ?? code
    }
}
