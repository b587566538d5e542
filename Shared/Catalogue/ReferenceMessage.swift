/// What is wrong in a file of places or codes, as a part of a sentence.
public enum ReferenceMessage: String, MessageArea {
    /// Other columns than expected.
    case columnsWrong = "columns_wrong"
    /// More or fewer cells than the header.
    case rowRagged = "row_ragged"
    /// A blank cell that must not be.
    case valueMissing = "value_missing"
    /// A place code that is none.
    case placeCodeMalformed = "place_code_malformed"
    /// A level that is none.
    case levelUnknown = "level_unknown"
    /// A date that is none.
    case dateMalformed = "date_malformed"
    /// A span without a day.
    case endTooEarly = "end_too_early"
    /// A code that stands twice.
    case codeRepeated = "code_repeated"
    /// A wording of two codes.
    case wordingRepeated = "wording_repeated"
    /// A code of two places.
    case placeRepeated = "place_repeated"
    /// Two containers.
    case parentsMany = "parents_many"
    /// A code that no row defines.
    case placeUnknown = "place_unknown"
    /// A container below what it contains.
    case parentTooLow = "parent_too_low"
    /// A place outside of the country.
    case countryMissing = "country_missing"
    /// A region that a program is configured for and no row defines.
    case regionUnknown = "region_unknown"

    /// First part of the keys.
    public static let prefix = "reference"
}

extension ReferenceMessage {
    /// The texts.
    public var translation: Translation {
        switch self {
        case .regionUnknown:
            Translation(
                french:
                    "la région « {region} » de la configuration n'y est pas ; régions : {codes}",
                english: "the configured region “{region}” is not in it; regions: {codes}")
        case .columnsWrong:
            Translation(
                french: "les colonnes doivent être {columns}",
                english: "the columns must be {columns}")
        case .rowRagged:
            Translation(
                french: "{found} {found|cellule|cellules} au lieu de {expected}",
                english: "{found} {found|cell|cells} where {expected} are needed")
        case .valueMissing:
            Translation(
                french: "la valeur manque",
                english: "the value is missing")
        case .placeCodeMalformed:
            Translation(
                french: "un code de lieu a de 2 à 16 signes parmi A-Z et 0-9",
                english: "a place code is 2 to 16 of A-Z and 0-9")
        case .levelUnknown:
            Translation(
                french: "le niveau doit être un de : {allowed}",
                english: "the level must be one of: {allowed}")
        case .dateMalformed:
            Translation(
                french: "une date telle que 2023-03-13 est attendue, ou rien",
                english: "a date such as 2023-03-13 is expected, or nothing")
        case .endTooEarly:
            Translation(
                french: "doit être après {from}",
                english: "must be later than {from}")
        case .codeRepeated:
            Translation(
                french: "{code} est déjà plus haut",
                english: "{code} stands above already")
        case .wordingRepeated:
            Translation(
                french: "« {wording} » désigne aussi {code}",
                english: "“{wording}” also means {code}")
        case .placeRepeated:
            Translation(
                french: "{code} désigne deux lieux en même temps",
                english: "{code} means two places at one time")
        case .parentsMany:
            Translation(
                french: "{code} est dans deux lieux en même temps",
                english: "{code} lies in two places at one time")
        case .placeUnknown:
            Translation(
                french: "{code} n'est pas dans {file}",
                english: "{code} is not in {file}")
        case .parentTooLow:
            Translation(
                french: "{parent} doit être d'un niveau plus haut que {code}",
                english: "{parent} must be of a higher level than {code}")
        case .countryMissing:
            Translation(
                french: "{code} ne mène à aucun pays",
                english: "{code} does not lead to a country")
        }
    }
}
