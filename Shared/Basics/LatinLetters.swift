/// The plain spelling of Latin letters with marks: what names and searches are compared by.
///
/// Follows the base letters of Unicode's compatibility decomposition (UAX #15, NFKD) for the Latin
/// blocks, and the usual ASCII spelling for letters that do not decompose (ɛ e, ɔ o, ɲ ny, ŋ ng,
/// ɓ b, ɗ d, ƴ y, ɣ g). Works without a Unicode library, so that it costs a table look-up.
public enum LatinLetters {
    /// One or two letters of a–z, in ASCII.
    public enum Plain: Sendable, Equatable {
        /// As most letters are spelt.
        case one(UInt8)
        /// As ɲ, ŋ, æ, œ, ß and þ are.
        case two(UInt8, UInt8)
    }

    /// How a Latin letter beyond ASCII is spelt plainly, in lower case; nil for what is none.
    public static func plain(_ scalar: Unicode.Scalar) -> Plain? {
        let value = scalar.value
        switch value {
        case 0xC0...0x24F: return listed(blockOfLatin1[Int(value - 0xC0)]) ?? others(scalar)
        case 0x1E00...0x1EFF:
            return listed(blockOfLatinAdditional[Int(value - 0x1E00)]) ?? others(scalar)
        default: return others(scalar)
        }
    }

    private static func listed(_ base: UInt8) -> Plain? {
        base == UInt8(ascii: "?") ? nil : .one(base)
    }

    private static func others(_ scalar: Unicode.Scalar) -> Plain? {
        func one(_ letter: Unicode.Scalar) -> Plain { .one(UInt8(ascii: letter)) }
        func two(_ first: Unicode.Scalar, _ second: Unicode.Scalar) -> Plain {
            .two(UInt8(ascii: first), UInt8(ascii: second))
        }
        switch scalar {
        case "ɛ", "ə", "ɜ": return one("e")
        case "ɔ": return one("o")
        case "ɓ": return one("b")
        case "ɗ", "ɖ": return one("d")
        case "ɣ", "ɠ", "ɡ": return one("g")
        case "ı", "ɩ", "ɪ": return one("i")
        case "ʊ": return one("u")
        case "ʋ": return one("v")
        case "ɲ", "Ɲ": return two("n", "y")
        case "ŋ", "Ŋ": return two("n", "g")
        case "æ", "Æ": return two("a", "e")
        case "œ", "Œ": return two("o", "e")
        case "ß", "ẞ": return two("s", "s")
        case "þ", "Þ": return two("t", "h")
        default: return nil
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
