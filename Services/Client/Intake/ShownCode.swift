/// What of a refused code may be told again.
///
/// In a shifted column a name stands in a code's place, and messages are sent around to ask for
/// help: only what looks like a code and like no name is repeated.
enum ShownCode {
    /// P-codes begin with the country.
    private static let countries = ["ML", "BF", "NE", "MR"]

    /// The code where it has the form of a P-code (`ML0505`) or of a specific need (`CR-UC`), else
    /// "?": a telephone or document number has neither.
    static func text(_ code: String) -> String {
        let bytes = Array(code.utf8)
        let isPlaceCode =
            (4...10).contains(bytes.count) && countries.contains { code.hasPrefix($0) }
            && bytes.dropFirst(2).allSatisfy { (0x30...0x39).contains($0) }
        let isNeed =
            bytes.count == 5 && bytes[2] == 0x2D
            && (bytes[..<2] + bytes[3...]).allSatisfy { (0x41...0x5A).contains($0) }
        return isPlaceCode || isNeed ? code : "?"
    }
}
