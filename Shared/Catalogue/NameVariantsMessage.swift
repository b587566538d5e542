/// What is wrong with a file of names that are one.
public enum NameVariantsMessage: String, MessageArea {
    /// There are fewer than two names in the line.
    case tooFewNames = "too_few_names"
    /// A name is of several words, or has no letters.
    case notOneWord = "not_one_word"
    /// More names than allowed.
    case tooManyNames = "too_many_names"

    /// First part of the keys.
    public static let prefix = "name_variants"
}

extension NameVariantsMessage {
    /// The texts.
    public var translation: Translation {
        switch self {
        case .tooFewNames:
            Translation(
                french:
                    "ligne {line} : deux noms au moins, séparés par des virgules, sont attendus.",
                english: "line {line}: two names at least, with commas between them, are expected.")
        case .notOneWord:
            Translation(
                french: "ligne {line} : « {found} » n'est pas un nom d'un seul mot.",
                english: "line {line}: “{found}” is no name of one word.")
        case .tooManyNames:
            Translation(
                french: "ligne {line} : {max} noms au plus, avec ceux du programme.",
                english: "line {line}: {max} names at most, with those of the program.")
        }
    }
}
