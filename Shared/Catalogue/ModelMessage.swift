/// What becomes of models that are learnt.
public enum ModelMessage: String, MessageArea {
    /// No model of that number.
    case unknown
    /// Another one is being learnt.
    case learning
    /// Too few people to learn from.
    case peopleTooFew = "people_too_few"
    /// A model that is not there yet, or that was put away.
    case notReady = "not_ready"
    /// A model that was taken cannot be put away.
    case wasTaken = "was_taken"
    /// The program stopped in the middle.
    case interrupted
    /// The log of the region was read anew in the middle.
    case rebuilt
    /// The database, or the program itself, failed.
    case failed

    /// First part of the keys.
    public static let prefix = "model"
}

extension ModelMessage {
    /// The texts.
    public var translation: Translation {
        switch self {
        case .unknown:
            Translation(
                french: "Aucun modèle n'a ce numéro. La liste : jatigi model.",
                english: "No model has this number. The list: jatigi model.")
        case .learning:
            Translation(
                french:
                    "Le modèle {number} est en cours d'apprentissage. Attendez qu'il soit prêt, "
                    + "ou écartez-le.",
                english: "Model {number} is being learnt. Wait until it is ready, or discard it.")
        case .peopleTooFew:
            Translation(
                french: "{count} {count|personne|personnes} : il en faut au moins {min} pour "
                    + "apprendre. Jusque-là, le modèle livré sert mieux.",
                english: "{count} {count|person|people}: at least {min} are needed to learn from. "
                    + "Until then the shipped model serves better.")
        case .notReady:
            Translation(
                french: "Ce modèle n'est pas prêt, ou il a été écarté.",
                english: "This model is not ready, or it was discarded.")
        case .wasTaken:
            Translation(
                french: "Ce modèle a servi : il reste, avec ce qu'il a compté. Pour ne plus "
                    + "l'employer, prenez-en un autre.",
                english: "This model was in use: it stays, with what it scored. To use it no more, "
                    + "take another.")
        case .interrupted:
            Translation(
                french: "Le programme s'est arrêté pendant l'apprentissage. Rien n'a changé ; "
                    + "recommencez.",
                english: "The program stopped while it learnt. Nothing was changed; start again.")
        case .rebuilt:
            Translation(
                french: "Le journal de la région est relu depuis le début. Recommencez ensuite.",
                english: "The region's log is read from its beginning. Start again after that.")
        case .failed:
            Translation(
                french: "L'apprentissage a échoué ; le journal du programme dit pourquoi. Rien n'a "
                    + "changé.",
                english: "Learning failed; the program's log says why. Nothing was changed.")
        }
    }
}
