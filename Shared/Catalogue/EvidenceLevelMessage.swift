/// How well two values agree.
public enum EvidenceLevelMessage: String, MessageArea {
    /// The same.
    case exact
    /// Known spellings of one name.
    case sameVariant = "same_variant"
    /// Spelled otherwise, sounds the same.
    case soundsAlike = "sounds_alike"
    /// A letter or two apart.
    case close
    /// One is the other's initial.
    case initial
    /// In each other's place.
    case swapped
    /// Same year and month.
    case sameMonth = "same_month"
    /// Day and month in each other's place.
    case dayMonthSwapped = "day_month_swapped"
    /// Same year.
    case sameYear = "same_year"
    /// Years a little apart.
    case nearYear = "near_year"
    /// One place lies in the other.
    case within
    /// Some of the names agree.
    case partial
    /// Some members of both households agree.
    case agree
    /// Held by so many that it speaks for a group.
    case shared
    /// Evidence beyond a bound, taken off.
    case capped
    /// Not known on one side.
    case missing
    /// Different.
    case differs

    /// First part of the keys.
    public static let prefix = "evidence_level"
}

extension EvidenceLevelMessage {
    /// The texts.
    public var translation: Translation {
        switch self {
        case .exact: Translation(french: "identique", english: "exact")
        case .sameVariant:
            Translation(
                french: "variante du même nom",
                english: "variant of the same name")
        case .soundsAlike: Translation(french: "se prononce pareil", english: "sounds alike")
        case .close: Translation(french: "proche", english: "close")
        case .initial: Translation(french: "initiale", english: "initial")
        case .swapped: Translation(french: "inversé", english: "swapped")
        case .sameMonth: Translation(french: "même mois", english: "same month")
        case .dayMonthSwapped:
            Translation(
                french: "jour et mois inversés",
                english: "day and month swapped")
        case .sameYear: Translation(french: "même année", english: "same year")
        case .nearYear: Translation(french: "année proche", english: "near year")
        case .within:
            Translation(
                french: "lieu compris dans l'autre",
                english: "one lies in the other")
        case .partial: Translation(french: "en partie", english: "in part")
        case .agree: Translation(french: "concordent", english: "agree")
        case .shared: Translation(french: "commun à beaucoup", english: "shared by many")
        case .capped: Translation(french: "plafonné", english: "capped")
        case .missing: Translation(french: "non renseigné", english: "missing")
        case .differs: Translation(french: "différent", english: "differs")
        }
    }
}
