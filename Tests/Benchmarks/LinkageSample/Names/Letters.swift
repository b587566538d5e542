/// A word in small letters, composed: what rules of spelling work on.
typealias Letters = [Unicode.Scalar]

extension [Unicode.Scalar] {
    init(word text: some StringProtocol) { self = Array(text.unicodeScalars) }

    /// The word with a capital.
    var capitalised: String {
        guard let first else { return "" }
        return first.properties.uppercaseMapping + String(String.UnicodeScalarView(dropFirst()))
    }
}

extension Unicode.Scalar {
    var isVowel: Bool { "aeiouyéèêëïîôûü".unicodeScalars.contains(self) }

    /// Before which c and g are soft in French.
    var isFront: Bool { "eiyéèêëïî".unicodeScalars.contains(self) }

    /// Without its accent, of those that French writes.
    var plain: Unicode.Scalar {
        switch self {
        case "é", "è", "ê", "ë": "e"
        case "ï", "î": "i"
        case "ô": "o"
        case "û", "ü": "u"
        case "ç": "c"
        default: self
        }
    }
}
