/// Small operations on the text of a cell.
enum CellText {
    /// Without white space (also no-break and zero-width spaces that spreadsheets leave) at both
    /// ends.
    static func trimmed(_ text: String) -> String {
        let scalars = text.unicodeScalars
        guard let first = scalars.firstIndex(where: { !isBlank($0) }),
            let last = scalars.lastIndex(where: { !isBlank($0) })
        else { return "" }
        return String(scalars[first...last])
    }

    /// Trimmed, with each run of white space inside as one space.
    static func singleSpaced(_ text: String) -> String {
        text.unicodeScalars.split(whereSeparator: isBlank).map { String($0) }
            .joined(separator: " ")
    }

    /// With the digits of other scripts, such as the Arabic ones, as 0 to 9.
    static func withWesternDigits(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 >= 0x80 }) else { return text }
        return String(
            text.map { character in
                guard !character.isASCII, let digit = character.wholeNumberValue, digit <= 9
                else { return character }
                return Character("\(digit)")
            })
    }

    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return scalar == " " || (0x09...0x0D).contains(scalar.value) }
        return scalar.properties.isWhitespace || scalar == "\u{FEFF}" || scalar == "\u{200B}"
    }

    /// Digits only, at least one.
    static func isDigits(_ text: some StringProtocol) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }
}
