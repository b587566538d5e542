public import Catalogue
public import Messages

/// What became of a household, in words.
public enum OutcomeText: String, MessageArea {
    /// Registered.
    case registered
    /// Pre-registered.
    case preRegistered = "pre_registered"
    /// Known already.
    case unchanged
    /// A correction was proposed.
    case correctionProposed = "correction_proposed"
    /// Kept, waiting.
    case held
    /// Not kept.
    case rejected
    /// Left.
    case departed

    /// First part of the keys.
    public static let prefix = "outcome"

    /// In the order of a report.
    public static let all: [(outcome: RegistrationV1.Outcome, text: OutcomeText)] = [
        (.registered, .registered), (.preRegistered, .preRegistered), (.departed, .departed),
        (.unchanged, .unchanged), (.correctionProposed, .correctionProposed), (.held, .held),
        (.rejected, .rejected),
    ]

    /// The texts.
    public var translation: Translation {
        switch self {
        case .registered: Translation(french: "enregistré", english: "registered")
        case .preRegistered: Translation(french: "pré-enregistré", english: "pre-registered")
        case .unchanged: Translation(french: "déjà connu, inchangé", english: "known, unchanged")
        case .correctionProposed:
            Translation(french: "correction proposée", english: "correction proposed")
        case .held: Translation(french: "gardé, en attente", english: "kept, waiting")
        case .rejected: Translation(french: "refusé", english: "refused")
        case .departed: Translation(french: "départ noté", english: "departure recorded")
        }
    }
}
