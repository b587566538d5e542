/// What is wrong with a value of a registration.
public enum RegistrationMessage: String, MessageArea {
    /// A value that must be there is not.
    case required
    /// A person without any name.
    case nameMissing = "name_missing"
    /// A text with too many characters.
    case tooLong = "too_long"
    /// A name to search for.
    case nameWithoutLetters = "name_without_letters"
    /// A code that is not in its list.
    case unknownCode = "unknown_code"
    /// A place code that is not known.
    case placeUnknown = "place_unknown"
    /// A place with a name and no code.
    case placeNotCoded = "place_not_coded"
    /// A telephone number that is none.
    case phoneMalformed = "phone_malformed"
    /// A document without kind or number.
    case documentMalformed = "document_malformed"
    /// A control character in a text.
    case characterNotAllowed = "character_not_allowed"
    /// A case number whose check character does not fit.
    case caseNumberMalformed = "case_number_malformed"
    /// More is wrong than is listed.
    case moreViolations = "more_violations"

    /// First part of the keys.
    public static let prefix = "registration"
}

extension RegistrationMessage {
    /// The texts.
    public var translation: Translation {
        switch self {
        case .required:
            Translation(
                french: "Cette valeur est obligatoire.",
                english: "This value is required.")
        case .nameMissing:
            Translation(
                french: "Cette personne n'a ni nom ni prénom.",
                english: "This person has neither a family name nor a given name.")
        case .nameWithoutLetters:
            Translation(
                french: "Un nom à chercher a au moins une lettre ou un chiffre.",
                english: "A name to search for has a letter or a digit at least.")
        case .tooLong:
            Translation(
                french: "Texte trop long : {max} {max|caractère|caractères} au plus.",
                english: "Text too long: {max} {max|character|characters} at most.")
        case .unknownCode:
            Translation(
                french: "Le code « {found} » n'est pas dans la liste « {list|list} ».",
                english: "The code “{found}” is not in the list “{list|list}”.")
        case .placeUnknown:
            Translation(
                french:
                    "Le code de lieu « {found} » n'est pas connu ici. Exemple de code : ML0505.",
                english: "The place code “{found}” is not known here. Example of a code: ML0505.")
        case .placeNotCoded:
            Translation(
                french: "Le lieu est nommé mais sans code. La fiche est gardée jusqu'à ce que "
                    + "le lieu soit codé.",
                english: "The place has a name but no code. The record is kept until the place "
                    + "is coded.")
        case .phoneMalformed:
            Translation(
                french: "Numéro de téléphone invalide : 6 à 20 chiffres, avec + au début si "
                    + "besoin.",
                english: "Invalid telephone number: 6 to 20 digits, with a leading + if needed.")
        case .documentMalformed:
            Translation(
                french: "Document incomplet : il faut le type et le numéro.",
                english: "Incomplete document: both kind and number are needed.")
        case .characterNotAllowed:
            Translation(
                french: "Le texte contient un caractère qui ne peut pas être affiché.",
                english: "The text contains a character that cannot be shown.")
        case .caseNumberMalformed:
            Translation(
                french:
                    "Numéro de dossier invalide. Relisez-le : un caractère est faux ou manque ; "
                    + "le dernier est une lettre ou un chiffre de contrôle, comme dans BDG-00042-X.",
                english: "Invalid case number. Read it again: a character is wrong or missing; the "
                    + "last one is a check letter or digit, as in BDG-00042-X.")
        case .moreViolations:
            Translation(
                french: "{count} {count|autre problème|autres problèmes} sur cette fiche.",
                english: "{count} more {count|problem|problems} in this record.")
        }
    }
}
