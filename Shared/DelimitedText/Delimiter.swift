/// What stands between two cells.
public enum Delimiter: UInt8, Sendable, Hashable, CaseIterable {
    /// `,`: RFC 4180 and English spreadsheets.
    case comma = 0x2C
    /// `;`: spreadsheets where the comma is the decimal sign, so French ones.
    case semicolon = 0x3B
    /// The tab character: `text/tab-separated-values` and Excel's Unicode text.
    case tab = 0x09

    /// The delimiter that occurs most often outside quotes in the first record; a comma where none does.
    static func detect(_ bytes: ArraySlice<UInt8>) -> Delimiter {
        var counts: [Delimiter: Int] = [:]
        var quoted = false
        var seen = false
        for byte in bytes {
            if byte == 0x22 { quoted.toggle() }
            if quoted { continue }
            if byte == 0x0A || byte == 0x0D {
                if seen { break }
                continue
            }
            seen = true
            if let delimiter = Delimiter(rawValue: byte) { counts[delimiter, default: 0] += 1 }
        }
        var best = Delimiter.comma
        for delimiter in allCases where counts[delimiter, default: 0] > counts[best, default: 0] {
            best = delimiter
        }
        return best
    }
}
