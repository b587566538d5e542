/// What is wrong with a record of the directory.
public enum DirectoryMessage: String, MessageArea {
    /// A record with wrong fields.
    case recordInvalid = "record_invalid"
    /// Another record has this id.
    case identifierTaken = "identifier_taken"
    /// An id that no record has.
    case referenceUnknown = "reference_unknown"
    /// A text that is no place code.
    case placeCodeMalformed = "place_code_malformed"
    /// An administrative level that does not exist.
    case levelInvalid = "level_invalid"
    /// A span of days that is none.
    case spanInvalid = "span_invalid"
    /// Two spans with a day in common.
    case spansOverlap = "spans_overlap"
    /// A span that comes before the one above it.
    case spansNotInOrder = "spans_not_in_order"
    /// A place that contains nothing of this level then.
    case parentNotAbove = "parent_not_above"
    /// A place that leads to no country.
    case placeWithoutCountry = "place_without_country"
    /// A country code of the wrong form.
    case countryMalformed = "country_malformed"
    /// A mail address that is none.
    case emailMalformed = "email_malformed"
    /// Coordinates that are nowhere on Earth.
    case coordinatesInvalid = "coordinates_invalid"
    /// An end before the start.
    case endBeforeStart = "end_before_start"
    /// The same entry a second time.
    case repeated
    /// A search without a letter or digit.
    case searchEmpty = "search_empty"

    /// First part of the keys.
    public static let prefix = "directory"
}

extension DirectoryMessage {
    /// The texts.
    public var translation: Translation {
        switch self {
        case .recordInvalid:
            Translation(
                french: "La fiche n'est pas acceptée ; rien n'a été enregistré.",
                english: "The record is not accepted; nothing was kept.")
        case .identifierTaken:
            Translation(
                french: "Une autre fiche porte déjà cet identifiant.",
                english: "Another record has this identifier already.")
        case .referenceUnknown:
            Translation(
                french: "Aucune fiche de l'annuaire ne porte cet identifiant.",
                english: "No record of the directory has this identifier.")
        case .placeCodeMalformed:
            Translation(
                french:
                    "Code de lieu invalide : 2 à 16 lettres majuscules et chiffres, comme ML0505.",
                english: "Invalid place code: 2 to 16 capital letters and digits, such as ML0505.")
        case .levelInvalid:
            Translation(
                french: "Niveau inconnu : 0 pays, 1 région, 2 cercle, 3 commune, 4 localité.",
                english: "Unknown level: 0 country, 1 region, 2 cercle, 3 commune, 4 locality.")
        case .spanInvalid:
            Translation(
                french: "Durée invalide : deux jours complets, la fin après le début.",
                english: "Invalid span: two full days, the end after the start.")
        case .spansOverlap:
            Translation(
                french: "Cette durée en chevauche une autre.",
                english: "This span overlaps another.")
        case .spansNotInOrder:
            Translation(
                french: "Cette durée précède celle qui est au-dessus : la plus ancienne d'abord.",
                english: "This span comes before the one above it: the oldest first.")
        case .parentNotAbove:
            Translation(
                french:
                    "{parent} n'existe pas pendant cette durée, ou n'est pas d'un niveau plus haut.",
                english: "{parent} does not exist during this span, or is not of a higher level.")
        case .placeWithoutCountry:
            Translation(
                french: "{code} ne mènerait plus à un pays.",
                english: "{code} would not lead to a country.")
        case .countryMalformed:
            Translation(
                french: "Code de pays invalide : trois lettres majuscules, comme MLI.",
                english: "Invalid country code: three capital letters, such as MLI.")
        case .emailMalformed:
            Translation(
                french: "Adresse électronique invalide.", english: "Invalid mail address.")
        case .coordinatesInvalid:
            Translation(
                french: "Coordonnées invalides : latitude de -90 à 90, longitude de -180 à 180.",
                english: "Invalid coordinates: latitude -90 to 90, longitude -180 to 180.")
        case .endBeforeStart:
            Translation(
                french: "La fin précède le début.", english: "The end comes before the start.")
        case .repeated:
            Translation(
                french: "Cette valeur est déjà donnée plus haut.",
                english: "This value is given above already.")
        case .searchEmpty:
            Translation(
                french: "Écrivez au moins une lettre ou un chiffre, 64 caractères au plus.",
                english: "Write at least one letter or digit, 64 characters at most.")
        }
    }
}
