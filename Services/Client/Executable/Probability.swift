import Catalogue
import Glibc

/// Probabilities and odds as people read them.
enum Probability {
    /// "99.2%", "99,2 %"; ">99.9%" and "<0.1%" for what rounding would call certain.
    static func text(_ probability: Double, in language: Language) -> String {
        guard probability.isFinite, (0...1).contains(probability) else { return "?" }
        let (sign, tenths) =
            probability > 0.9995
            ? (">", 999)
            : probability < 0.0005 ? ("<", 1) : ("", Int((probability * 1_000).rounded()))
        let comma = language == .french ? "," : "."
        return sign + "\(tenths / 10)\(comma)\(tenths % 10)" + (language == .french ? " %" : "%")
    }

    /// The probability of a weight in bits, the base 2 logarithm of its odds.
    static func of(_ bits: Double) -> Double { 1 / (1 + exp2(-bits)) }

    /// How many to one a weight in bits is, to two digits: "1,300"; ">1,000,000" for more.
    static func odds(_ bits: Double, in language: Language) -> String {
        guard bits.isFinite else { return "?" }
        let odds = exp2(min(abs(bits), 20))
        let step = odds < 10 ? 1 : pow(10, log10(odds).rounded(.down) - 1)
        let digits = "\(Int((odds / step).rounded() * step))"
        // French sets thousands apart with a narrow no-break space.
        let separator = language == .french ? "\u{202F}" : ","
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3) { text += separator }
            text.append(digit)
        }
        return (abs(bits) > 20 ? ">" : "") + text
    }
}
