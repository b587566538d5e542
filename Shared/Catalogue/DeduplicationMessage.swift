/// Why a decision about a pair was refused.
public enum DeduplicationMessage: String, MessageArea {
    /// No such pair.
    case pairUnknown = "pair_unknown"
    /// The pair changed since it was read.
    case pairRevised = "pair_revised"
    /// A decision that is none of the allowed.
    case decisionInvalid = "decision_invalid"

    /// First part of the keys.
    public static let prefix = "deduplication"
}

extension DeduplicationMessage {
    /// The texts.
    public var translation: Translation {
        switch self {
        case .pairUnknown:
            Translation(
                french: "Cette paire n'existe pas.",
                english: "This pair does not exist.")
        case .pairRevised:
            Translation(
                french: "Une des deux fiches a changé depuis la lecture. Relisez la paire avant "
                    + "de décider.",
                english: "One of the two records has changed since it was read. Read the pair "
                    + "again before you decide.")
        case .decisionInvalid:
            Translation(
                french: "Décision inconnue. Valeurs possibles : même personne, personnes "
                    + "différentes, incertain.",
                english: "Unknown decision. Possible values: same, different, unsure.")
        }
    }
}
