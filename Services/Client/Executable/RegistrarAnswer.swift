import Catalogue

/// What is said about what waits for a registrar.
enum RegistrarAnswer: String, MessageArea {
    case justification
    case reviewedBy = "reviewed_by"
    case nothingHeld = "nothing_held"
    case nothingProposed = "nothing_proposed"
    case more
    case unknown
    case ambiguous
    case tooShort = "too_short"
    case stateUnknown = "state_unknown"
    case codingMalformed = "coding_malformed"
    case codingMissing = "coding_missing"
    case fieldUnknown = "field_unknown"
    case numberMissing = "number_missing"
    case codeUnknown = "code_unknown"
    case similar
    case released
    case accepted
    case declined

    static let prefix = "registrar"

    var translation: Translation {
        switch self {
        case .justification:
            Translation(french: "Motif : {text}", english: "Reason given: {text}")
        case .reviewedBy:
            Translation(french: "Examinée par {name}.", english: "Reviewed by {name}.")
        case .nothingHeld: Translation(french: "Rien n'est en attente.", english: "Nothing waits.")
        case .nothingProposed: Translation(french: "Aucune correction.", english: "No corrections.")
        case .more:
            Translation(
                french: "… et d'autres : --limit pour en voir plus.",
                english: "… and more: --limit shows them.")
        case .unknown:
            Translation(
                french: "Rien ici ne commence par {id}. « {list} » montre ce qui est là.",
                english: "Nothing here begins with {id}. “{list}” shows what is there.")
        case .ambiguous:
            Translation(
                french: "Plusieurs commencent par {id} : donnez plus de caractères.",
                english: "Several begin with {id}: give more characters.")
        case .tooShort:
            Translation(
                french: "« {id} » est trop court : 4 caractères au moins.",
                english: "“{id}” is too short: at least 4 characters.")
        case .stateUnknown:
            Translation(
                french: "--state : proposed, accepted, declined ou superseded.",
                english: "--state: proposed, accepted, declined or superseded.")
        case .codingMalformed:
            Translation(
                french: "--place {found} : la forme attendue est CHAMP=CODE, par exemple "
                    + "place=ML0505.",
                english: "--place {found}: FIELD=CODE is expected, for instance place=ML0505.")
        case .codingMissing:
            Translation(
                french: "Il manque encore : {fields}. Donnez --place CHAMP=CODE pour chacun.",
                english: "Still missing: {fields}. Give --place FIELD=CODE for each.")
        case .numberMissing:
            Translation(
                french: "Donnez --case-number : le même numéro pour le confirmer, un autre pour le "
                    + "corriger, « new » si le ménage n'en a pas encore.",
                english: "Give --case-number: the same number to confirm it, another to correct "
                    + "it, “new” where the household has none yet.")
        case .fieldUnknown:
            Translation(
                french: "La fiche n'attend rien pour « {found} » ; elle attend : {fields}.",
                english: "The record waits for nothing named “{found}”; it waits for: {fields}.")
        case .codeUnknown:
            Translation(
                french: "Le code de lieu « {found} » n'existe pas.",
                english: "The place code “{found}” does not exist.")
        case .similar: Translation(french: "Lieux semblables :", english: "Similar places:")
        case .released:
            Translation(
                french: "Fiche reprise : {outcome}, ménage {case}, journal {position}.",
                english: "Released: {outcome}, household {case}, log {position}.")
        case .accepted:
            Translation(
                french: "Correction acceptée ; la fiche {case} est changée.",
                english: "Correction accepted; the record {case} is changed.")
        case .declined:
            Translation(
                french: "Correction refusée ; la fiche {case} reste telle quelle.",
                english: "Correction declined; the record {case} stays as it is.")
        }
    }
}
