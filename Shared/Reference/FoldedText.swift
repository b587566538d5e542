import Basics

/// A text as it is compared: without accents, case, punctuation or double spaces.
///
/// `Ségou`, `SEGOU` and `segou` fold to the same text; `Gourma-Rharous` folds to `gourma rharous`. Latin letters
/// with marks lose them (also when the mark is a combining character), the letters of Bambara and Fulfulde become
/// their usual plain spelling, every other script stays as it is.
public enum FoldedText {
    /// The folded text.
    public static func fold(_ text: String) -> String {
        var output = String.UnicodeScalarView()
        var pendingSpace = false
        for scalar in text.unicodeScalars {
            if (0x300...0x36F).contains(scalar.value) { continue }
            guard scalar.properties.isAlphabetic || scalar.properties.numericType != nil else {
                pendingSpace = !output.isEmpty
                continue
            }
            if pendingSpace {
                output.append(" ")
                pendingSpace = false
            }
            append(scalar, to: &output)
        }
        return String(output)
    }

    private static func append(_ scalar: Unicode.Scalar, to output: inout String.UnicodeScalarView)
    {
        if scalar.isASCII {
            let isUpper = (0x41...0x5A).contains(scalar.value)
            output.append(isUpper ? Unicode.Scalar(UInt8(scalar.value) + 0x20) : scalar)
            return
        }
        switch LatinLetters.plain(scalar) {
        case .one(let letter): output.append(Unicode.Scalar(letter))
        case .two(let first, let second):
            output.append(Unicode.Scalar(first))
            output.append(Unicode.Scalar(second))
        case nil:
            let lower = scalar.properties.lowercaseMapping.unicodeScalars
            output.append(contentsOf: lower.lazy.filter { !(0x300...0x36F).contains($0.value) })
        }
    }
}
