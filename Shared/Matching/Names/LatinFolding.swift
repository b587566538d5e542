import Basics

/// Folds text to lower-case a–z: accents, case and the letters of Bambara, Fulfulde and Tamasheq.
///
/// What a letter becomes is that of ``LatinLetters``; here is what else a name is made of.
package enum LatinFolding {
    /// What one scalar becomes.
    package enum Folded: Equatable {
        case letter(UInt8)
        case letters(UInt8, UInt8)
        /// Accents and apostrophes: they vanish, and the letters around them join.
        case nothing
        case separator
        /// A letter of another script, kept as it is.
        case other
    }

    package static func fold(_ scalar: Unicode.Scalar) -> Folded {
        let value = scalar.value
        switch value {
        case 0x61...0x7A: return .letter(UInt8(truncatingIfNeeded: value))
        case 0x41...0x5A: return .letter(UInt8(truncatingIfNeeded: value | 0x20))
        case 0x27, 0x60: return .nothing
        case 0x00...0x7F: return .separator
        case 0xB4: return .nothing
        // Combining accents, modifier apostrophes, quotation marks used as apostrophes.
        case 0x2B0...0x36F, 0x2018...0x201B, 0x2032, 0xA78B, 0xA78C: return .nothing
        // Arabic vowel signs and the lengthening stroke.
        case 0x640, 0x64B...0x65F, 0x670: return .nothing
        // What joins letters and turns the direction of writing.
        case 0x200C...0x200F, 0x202A...0x202E, 0x2060...0x2069, 0xFEFF: return .nothing
        default:
            switch LatinLetters.plain(scalar) {
            case .one(let letter): return .letter(letter)
            case .two(let first, let second): return .letters(first, second)
            case nil: return scalar.properties.isAlphabetic ? .other : .separator
            }
        }
    }
}
