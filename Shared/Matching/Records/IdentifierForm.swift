/// Standardised identifiers: what stays of a number however it was written.
package enum IdentifierForm {
    /// The last eight digits of a telephone number, or nil when it is no number.
    ///
    /// National numbers in Mali, Burkina Faso, Niger and Mauritania have eight digits (ITU-T E.164
    /// country pages), so the country code, written or not, falls away. Numbers of one repeated
    /// digit are what a form is filled with when there is none.
    package static func phone(_ text: String) -> [UInt8]? {
        let digits = text.unicodeScalars.prefix(MatchingLimits.fieldScalarsMax)
            .compactMap(digit).suffix(8)
        guard digits.count == 8, isVaried(digits) else { return nil }
        return Array(digits)
    }

    /// The letters and digits of a document number in upper case, or nil when too few to identify.
    static func document(_ text: String) -> [UInt8]? {
        let characters = code(text)
        guard characters.count >= 4, isVaried(characters[...]),
            characters.contains(where: { (0x30...0x39).contains($0) })
        else { return nil }
        return characters
    }

    /// The bytes of a source's household key: opaque, compared exactly, so never folded or cut.
    ///
    /// One longer than the field limit is taken as not stated.
    static func sourceHousehold(_ text: String) -> [UInt8]? {
        let bytes = text.utf8
        return bytes.isEmpty || bytes.count > MatchingLimits.fieldScalarsMax ? nil : Array(bytes)
    }

    /// The letters and digits of a code in upper case.
    package static func code(_ text: String) -> [UInt8] {
        var characters: [UInt8] = []
        for scalar in text.unicodeScalars.prefix(MatchingLimits.fieldScalarsMax) {
            if let digit = digit(scalar) {
                characters.append(digit)
            } else if case .letter(let letter) = LatinFolding.fold(scalar) {
                characters.append(letter & 0xDF)
            }
        }
        return Array(characters.prefix(MatchingLimits.identifierBytesMax))
    }

    /// A place: its code where the text holds a digit, its folded words as one otherwise.
    static func place(_ text: String) -> [UInt8]? {
        let hasDigit = text.unicodeScalars.prefix(MatchingLimits.fieldScalarsMax)
            .contains { digit($0) != nil }
        let form = hasDigit ? code(text) : Array(NameForm.words(of: text).joined())
        return form.isEmpty ? nil : Array(form.prefix(MatchingLimits.identifierBytesMax))
    }

    /// ASCII of a European, Arabic-Indic or N'Ko digit.
    package static func digit(_ scalar: Unicode.Scalar) -> UInt8? {
        switch scalar.value {
        case 0x30...0x39: UInt8(scalar.value)
        case 0x660...0x669: UInt8(scalar.value - 0x660 + 0x30)
        case 0x6F0...0x6F9: UInt8(scalar.value - 0x6F0 + 0x30)
        case 0x7C0...0x7C9: UInt8(scalar.value - 0x7C0 + 0x30)
        default: nil
        }
    }

    private static func isVaried(_ characters: ArraySlice<UInt8>) -> Bool {
        characters.contains { $0 != characters.first }
    }
}
