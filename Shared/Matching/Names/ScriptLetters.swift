/// Letters of Arabic, N'Ko and Tifinagh, each as one code for what it sounds like.
///
/// Consonants follow ALA-LC's romanisation of Arabic without its dots (ISO 233-2 and DIN 31635 differ in
/// the marks alone, which ``PhoneticKey`` has no ears for), with ج as French writes it; Persian, Maghrebi and
/// ajami letters are read as in the languages of the region. N'Ko and Tifinagh follow the names that Unicode
/// gives their letters; ⵀ is read as in Neo-Tifinagh.
///
/// Codes: small letters are themselves; S is sh, J dj, C ch, N ny, G ng, B gb; A is alif with or without hamza, W
/// and Y are letters that write a vowel or a consonant, - is silent (hamza, ʿayn), + the feminine ending of tāʾ
/// marbūṭa and * the ending of alif maqṣūra, which is some vowel.
enum ScriptLetters {
    /// The codes of a scalar: none for a mark that says nothing; nil where it is of no such script.
    static func codes(_ scalar: Unicode.Scalar) -> ArraySlice<UInt8>? {
        switch scalar.value {
        case 0x621...0x64A: code(arabic, scalar.value - 0x621)
        case 0x671...0x6D3: code(arabicExtended, scalar.value - 0x671)
        case 0x7CA...0x7EA: code(nko, scalar.value - 0x7CA)
        // Nasalisation is heard as n; tones are not compared.
        case 0x7F2: nko[8...8]
        case 0x7EB...0x7F5: []
        case 0x2D30...0x2D67: code(tifinagh, scalar.value - 0x2D30)
        case 0xFE80...0xFEF4: code(presented, scalar.value - 0xFE80)
        // The ligature of lām and alif, with each hamza.
        case 0xFEF5...0xFEFC: lamAlif[...]
        default: nil
        }
    }

    private static func code(_ block: [UInt8], _ offset: UInt32) -> ArraySlice<UInt8> {
        let place = Int(offset)
        return block[place] == UInt8(ascii: "?") ? [] : block[place...place]
    }

    /// U+0621 to U+064A.
    private static let arabic = Array("-aAuAiAb+ttJhkddrzsSsdtz-gggYYY?fkklmnhW*Y".utf8)

    /// U+0671 to U+06D3.
    private static let arabicExtended = Array(
        ("AAA-AuuittbttptbhhNJhCCdddddddddrrrrrrrJrssSsstGfffvfpkgkkkkGgggGgggllllnnnnNhChhh+Wuuuuu"
            + "WWYYYWiYii").utf8)

    /// U+07CA to U+07EA.
    private static let nko = Array("aeieuoo-nbptJCdrrsBfklnmNnhwyNJCr".utf8)

    /// U+2D30 to U+2D67.
    private static let tifinagh = Array(
        "abbggJJddddefkkkhhhh-kkkkizzzlmnNGpurrgggssSttCtvWYzzzeo".utf8)

    private static let lamAlif = Array("lA".utf8)

    /// U+FE80 to U+FEF4, the forms that old programs write: each letter of U+0621 to U+064A in its two or four.
    private static let presented: [UInt8] = {
        let joining = "ئبتثجحخسشصضطظعغفقكلمنهي".unicodeScalars.map(\.value)
        return (0x621...0x64A as ClosedRange<UInt32>).flatMap { value -> [UInt8] in
            guard !(0x63B...0x640).contains(value) else { return [] }
            let forms = value == 0x621 ? 1 : joining.contains(value) ? 4 : 2
            return Array(repeating: arabic[Int(value) - 0x621], count: forms)
        }
    }()
}
