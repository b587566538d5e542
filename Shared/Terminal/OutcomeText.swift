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
    /// Said earlier than what is known.
    case outdated

    /// First part of the keys.
    public static let prefix = "outcome"

    /// In the order of a report.
    public static let all: [(outcome: RegistrationV1.Outcome, text: OutcomeText)] = [
        (.registered, .registered), (.preRegistered, .preRegistered), (.departed, .departed),
        (.unchanged, .unchanged), (.outdated, .outdated),
        (.correctionProposed, .correctionProposed), (.held, .held),
        (.rejected, .rejected),
    ]

    /// What an outcome is called in JSON; the number of one that this program does not know.
    public static func code(of outcome: RegistrationV1.Outcome) -> String {
        text(of: outcome)?.rawValue ?? "\(outcome.rawValue)"
    }

    fileprivate static func text(of outcome: RegistrationV1.Outcome) -> OutcomeText? {
        all.first { $0.outcome == outcome }?.text
    }

    /// The texts.
    public var translation: Translation {
        switch self {
        case .registered: Translation(french: "enregistré", english: "registered")
        case .preRegistered: Translation(french: "pré-enregistré", english: "pre-registered")
        case .unchanged: Translation(french: "déjà connu, inchangé", english: "known, unchanged")
        case .outdated:
            Translation(
                french: "plus ancien que ce qui est connu", english: "older than what is known")
        case .correctionProposed:
            Translation(french: "correction proposée", english: "correction proposed")
        case .held: Translation(french: "gardé, en attente", english: "kept, waiting")
        case .rejected: Translation(french: "refusé", english: "refused")
        case .departed: Translation(french: "départ noté", english: "departure recorded")
        }
    }
}

extension Terminal {
    /// What became of a household, in words; the number of an outcome that this program does not know.
    public func text(of outcome: RegistrationV1.Outcome) -> String {
        OutcomeText.text(of: outcome)?.text(in: language) ?? "\(outcome.rawValue)"
    }
}
