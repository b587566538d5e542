import Reference

/// How names are found by their beginnings, without regard to accents and case.
public enum SearchText {
    /// The beginnings under which a name is found: from each of its words to the end, folded and cut.
    ///
    /// "Gourma-Rharous" is found under "gourma rharous" and "rharous".
    public static func starts(_ name: String) -> Set<String> {
        let words = FoldedText.fold(name).split(separator: " ")
        return Set(words.indices.map { cut(words[$0...].joined(separator: " ")) })
    }

    /// What a search asks for, folded and cut; nil where no letter or digit is left.
    public static func prefix(_ text: String) -> String? {
        let folded = cut(FoldedText.fold(text))
        return folded.isEmpty ? nil : folded
    }

    private static func cut(_ text: String) -> String {
        String(text.unicodeScalars.prefix(DirectoryLimits.prefixCharactersMax))
    }
}
