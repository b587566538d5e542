/// Folds text to lower-case a–z: accents, case and the letters of Bambara, Fulfulde and Tamasheq.
///
/// Follows the base letters of Unicode's compatibility decomposition (UAX #15, NFKD) for the Latin
/// blocks, and the usual ASCII spelling for letters that do not decompose (ɛ e, ɔ o, ɲ ny, ŋ ng,
/// ɓ b, ɗ d, ƴ y, ɣ g). Works without a Unicode library, so that it costs a table look-up.
enum LatinFolding {
    /// What one scalar becomes.
    enum Folded: Equatable {
        case letter(UInt8)
        case letters(UInt8, UInt8)
        /// Accents and apostrophes: they vanish, and the letters around them join.
        case nothing
        case separator
        /// A letter of another script, kept as it is.
        case other
    }

    static func fold(_ scalar: Unicode.Scalar) -> Folded {
        let value = scalar.value
        switch value {
        case 0x61...0x7A: return .letter(UInt8(truncatingIfNeeded: value))
        case 0x41...0x5A: return .letter(UInt8(truncatingIfNeeded: value | 0x20))
        case 0x27, 0x60: return .nothing
        case 0x00...0x7F: return .separator
        case 0xB4: return .nothing
        case 0xC0...0x24F: return folded(blockOfLatin1[Int(value - 0xC0)], scalar)
        case 0x1E00...0x1EFF: return folded(blockOfLatinAdditional[Int(value - 0x1E00)], scalar)
        // Combining accents, modifier apostrophes, quotation marks used as apostrophes.
        case 0x2B0...0x36F, 0x2018...0x201B, 0x2032, 0xA78B, 0xA78C: return .nothing
        // Arabic vowel signs and the lengthening stroke.
        case 0x640, 0x64B...0x65F, 0x670: return .nothing
        default: return extended(scalar)
        }
    }

    private static func folded(_ base: UInt8, _ scalar: Unicode.Scalar) -> Folded {
        base == UInt8(ascii: "?") ? extended(scalar) : .letter(base)
    }

    private static func extended(_ scalar: Unicode.Scalar) -> Folded {
        func ascii(_ character: Unicode.Scalar) -> UInt8 { UInt8(ascii: character) }
        switch scalar {
        case "ɛ", "ə", "ɜ": return .letter(ascii("e"))
        case "ɔ": return .letter(ascii("o"))
        case "ɓ": return .letter(ascii("b"))
        case "ɗ", "ɖ": return .letter(ascii("d"))
        case "ɣ", "ɠ", "ɡ": return .letter(ascii("g"))
        case "ɩ", "ɪ": return .letter(ascii("i"))
        case "ʊ": return .letter(ascii("u"))
        case "ʋ": return .letter(ascii("v"))
        case "ɲ", "Ɲ": return .letters(ascii("n"), ascii("y"))
        case "ŋ", "Ŋ": return .letters(ascii("n"), ascii("g"))
        case "æ", "Æ": return .letters(ascii("a"), ascii("e"))
        case "œ", "Œ": return .letters(ascii("o"), ascii("e"))
        case "ß", "ẞ": return .letters(ascii("s"), ascii("s"))
        case "þ", "Þ": return .letters(ascii("t"), ascii("h"))
        default: return scalar.properties.isAlphabetic ? .other : .separator
        }
    }

    /// Base letters of U+00C0 to U+024F, Latin-1 Supplement to Latin Extended-B; ? where there is none.
    private static let blockOfLatin1 = Array(
        ("aaaaaa?ceeeeiiiidnooooo?ouuuuy??aaaaaa?ceeeeiiiidnooooo?ouuuuy?y"
            + "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii??jjkkklllllll"
            + "lllnnnnnnn??oooooo??rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs"
            + "bbbb??occdddd?eeeffgg??ikkl???nooo??pp??????tt?uu?uyyzz?????????"
            + "????dddlllnnnaaiioouuuuuuuuuueaaaa??ggggkkoooo??jdddgg??nnaa????"
            + "aaaaeeeeiiiioooorrrruuuusstt??hh??????aaeeooooooooyy????????????"
            + "????????????????").utf8)

    /// Base letters of U+1E00 to U+1EFF, Latin Extended Additional.
    private static let blockOfLatinAdditional = Array(
        ("aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmm"
            + "mmmmnnnnnnnnoooooooopppprrrrrrrrssssssssssttttttttuuuuuuuuuuvvvv"
            + "wwwwwwwwwwxxxxyyzzzzzzhtwyas????aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeee"
            + "eeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyy??????").utf8)
}
