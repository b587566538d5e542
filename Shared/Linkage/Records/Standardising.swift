internal import Matching

/// Brings the cells of a field to the form in which they are compared.
enum Standardising {
    /// Whether a cell says that there is nothing: empty, or what programs write for it.
    static func isNothing(_ cell: String) -> Bool {
        guard cell.utf8.count <= 8 else { return false }
        switch cell.lowercased() {
        case "", "nan", "na", "n/a", "null", "none", "nil", "-", "--", "?": return true
        default: return cell.utf8.allSatisfy { $0 == 0x20 }
        }
    }

    /// The values of a field, each once.
    static func values(_ cells: [String], as type: FieldType) -> [[UInt8]] {
        let stated = cells.filter { !isNothing($0) }
        guard !stated.isEmpty else { return [] }
        switch type {
        case .given, .family, .name, .birth: return []
        case .sex: return stated.prefix(1).compactMap(sex)
        case .phone: return distinct(stated.compactMap(IdentifierForm.phone))
        case .document: return distinct(stated.map(IdentifierForm.code))
        case .code: return distinct([Array(stated.flatMap(IdentifierForm.code))])
        // In lower case, which the phonetic key takes; digits stay.
        case .place: return distinct([stated.flatMap(place)])
        case .position: return Position(cells).map { [$0.bytes] } ?? []
        case .text: return distinct([text(stated)])
        }
    }

    private static func distinct(_ values: [[UInt8]]) -> [[UInt8]] {
        var kept: [[UInt8]] = []
        for value in values where !value.isEmpty && !kept.contains(value) { kept.append(value) }
        return kept
    }

    /// The letters and digits of a place; of a script that the code of a place does not have, as names are spelt.
    private static func place(_ cell: String) -> [UInt8] {
        let code = IdentifierForm.code(cell).map { $0 | 0x20 }
        return code.contains { $0 >= UInt8(ascii: "a") }
            ? code : NameForm.words(of: cell).joined() + code
    }

    /// Male or female by the first letter, in French and English (`masculin`, `homme`, `male`;
    /// `féminin`, `femme`, `woman`), or by ISO/IEC 5218 (1 male, 2 female).
    private static func sex(_ cell: String) -> [UInt8]? {
        let code = IdentifierForm.code(cell)
        switch code.first {
        case UInt8(ascii: "M"), UInt8(ascii: "H"), UInt8(ascii: "G"), UInt8(ascii: "1"):
            return [UInt8(ascii: "M")]
        case UInt8(ascii: "F"), UInt8(ascii: "W"), UInt8(ascii: "2"): return [UInt8(ascii: "F")]
        default: return nil
        }
    }

    /// The words of a text with one space between them.
    private static func text(_ cells: [String]) -> [UInt8] {
        var text: [UInt8] = []
        for cell in cells {
            for scalar in cell.unicodeScalars.prefix(MatchingLimits.fieldScalarsMax) {
                guard text.count < LinkageLimits.textBytesMax else { return text }
                if (0x30...0x39).contains(scalar.value) {
                    text.append(UInt8(truncatingIfNeeded: scalar.value))
                    continue
                }
                switch LatinFolding.fold(scalar) {
                case .letter(let letter): text.append(letter)
                case .letters(let first, let second): text += [first, second]
                case .other: text += UTF8.encode(scalar).map(Array.init) ?? []
                case .nothing: continue
                case .separator: if let last = text.last, last != 0x20 { text.append(0x20) }
                }
            }
            if let last = text.last, last != 0x20 { text.append(0x20) }
        }
        if text.last == 0x20 { text.removeLast() }
        return text
    }
}
