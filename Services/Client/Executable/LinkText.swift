import Catalogue
import Linkage

/// What is said about lists that are linked.
enum LinkText: String, MessageArea {
    case done
    case written
    case blocking
    case reliability
    case noDoubt = "no_doubt"
    case unnamed
    case absent
    case unwritable
    case truthMissing = "truth_missing"
    case malformed
    case useUnknown = "use_unknown"
    case headerRepeated = "header_repeated"
    case nothingMapped = "nothing_mapped"
    case tooManyFields = "too_many_fields"
    case headingThreshold = "heading_threshold"
    case headingRight = "heading_right"
    case headingWrong = "heading_wrong"
    case headingMissed = "heading_missed"
    case headingPrecision = "heading_precision"
    case headingRecall = "heading_recall"
    case headingSaid = "heading_said"
    case headingObserved = "heading_observed"
    case headingPairs = "heading_pairs"

    static let prefix = "link"

    var translation: Translation {
        switch self {
        case .done:
            Translation(
                french: "{records} {records|fiche|fiches}, {people} {people|personne|personnes} ; "
                    + "{pairs} {pairs|paire|paires} de fiches de la même personne.",
                english: "{records} {records|record|records}, {people} {people|person|people}; "
                    + "{pairs} {pairs|pair|pairs} of records of one person.")
        case .written: Translation(french: "Écrit : {files}.", english: "Written: {files}.")
        case .blocking:
            Translation(
                french: "{candidates} paires comparées ; parmi elles {recall} % des {true} vraies "
                    + "paires.",
                english: "{candidates} pairs compared; among them {recall} % of the {true} true "
                    + "pairs.")
        case .reliability:
            Translation(
                french: "Fiabilité des probabilités de 0,05 à 0,95 ; erreur moyenne {error} :",
                english: "Reliability of the probabilities from 0.05 to 0.95; mean error {error}:")
        case .noDoubt:
            Translation(
                french: "Aucune probabilité entre 0,05 et 0,95.",
                english: "No probability lies between 0.05 and 0.95.")
        case .unnamed:
            Translation(
                french: "{path} : colonnes absentes de la correspondance et ignorées : {headers}.",
                english: "{path}: columns that the mapping does not name, ignored: {headers}.")
        case .absent:
            Translation(
                french: "{path} : colonnes que les listes n'ont pas : {headers}.",
                english: "{path}: columns that the lists do not have: {headers}.")
        case .unwritable:
            Translation(
                french: "Le fichier {path} existe déjà ou ne peut pas être écrit.",
                english: "The file {path} is there already or cannot be written.")
        case .truthMissing:
            Translation(
                french: "{path} : pas de colonne « {header} » pour --evaluate.",
                english: "{path}: there is no column “{header}” for --evaluate.")
        default: problems
        }
    }

    private var problems: Translation {
        switch self {
        case .malformed:
            Translation(
                french: "ligne {line} : « en-tête = usage » est attendu.",
                english: "line {line}: “header = use” is expected.")
        case .useUnknown:
            Translation(
                french: "ligne {line} : l'usage « {found} » n'existe pas. Usages : {allowed}.",
                english: "line {line}: there is no use “{found}”. Uses: {allowed}.")
        case .headerRepeated:
            Translation(
                french: "ligne {line} : l'en-tête « {found} » a déjà un usage.",
                english: "line {line}: the header “{found}” has a use already.")
        case .nothingMapped:
            Translation(
                french: "aucune colonne du fichier n'a d'usage qui se compare.",
                english: "no column of the file has a use that can be compared.")
        case .tooManyFields:
            Translation(
                french: "{max} champs au plus peuvent être comparés.",
                english: "{max} fields at most can be compared.")
        default: headings
        }
    }

    private var headings: Translation {
        switch self {
        case .headingThreshold: Translation(french: "seuil", english: "threshold")
        case .headingRight: Translation(french: "justes", english: "right")
        case .headingWrong: Translation(french: "fausses", english: "wrong")
        case .headingMissed: Translation(french: "manquées", english: "missed")
        case .headingPrecision: Translation(french: "précision", english: "precision")
        case .headingRecall: Translation(french: "rappel", english: "recall")
        case .headingSaid: Translation(french: "annoncé", english: "said")
        case .headingObserved: Translation(french: "observé", english: "observed")
        default: Translation(french: "paires", english: "pairs")
        }
    }
}

extension LinkageMapping.Problem {
    /// What is wrong with a mapping.
    func text(in language: Language) -> String {
        let message: LinkText =
            switch code {
            case .malformed: .malformed
            case .useUnknown: .useUnknown
            case .headerRepeated: .headerRepeated
            case .nothingMapped: .nothingMapped
            case .tooManyFields: .tooManyFields
            }
        return message.text(
            in: language,
            arguments: [
                "line": "\(line)", "found": found,
                "allowed": ColumnUse.words.joined(separator: " "),
                "max": "\(LinkageLimits.fieldsMax)",
            ])
    }
}
