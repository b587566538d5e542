/// Why counts cannot be given as they were asked.
public enum StatisticsMessage: String, MessageArea {
    /// Too many dimensions.
    case dimensionsTooMany = "dimensions_too_many"
    /// One dimension twice.
    case dimensionRepeated = "dimension_repeated"
    /// A dimension that is none.
    case dimensionUnknown = "dimension_unknown"
    /// A level of places that is none.
    case placeLevelInvalid = "place_level_invalid"
    /// A place that is not on the map of the asked day.
    case placeNotOnMap = "place_not_on_map"
    /// The table would be too long.
    case rowsTooMany = "rows_too_many"
    /// The day for ages and the map is not a whole one.
    case dayIncomplete = "day_incomplete"
    /// The day for ages and the map is to come.
    case dayInFuture = "day_in_future"
    /// The asked position is not counted yet.
    case positionNotCounted = "position_not_counted"
    /// The asked position is of a log that is not the one counted.
    case positionOfOtherLog = "position_of_other_log"

    /// First part of the keys.
    public static let prefix = "statistics"
}

extension StatisticsMessage {
    /// The texts.
    public var translation: Translation {
        switch self {
        case .dimensionsTooMany:
            Translation(
                french: "Trop de ventilations : {max} au plus.",
                english: "Too many dimensions: {max} at most.")
        case .dimensionRepeated:
            Translation(
                french: "La même ventilation est demandée deux fois.",
                english: "The same dimension is asked for twice.")
        case .dimensionUnknown:
            Translation(
                french: "Ventilation inconnue. Possibles : lieu, groupe, sexe, âge, besoin, date.",
                english: "Unknown dimension. Possible: place, group, sex, age, need, date.")
        case .placeLevelInvalid:
            Translation(
                french: "Niveau de lieu inconnu : {found}. Possibles : 1 région, 2 cercle, "
                    + "3 commune, 4 localité.",
                english: "Unknown level of places: {found}. Possible: 1 region, 2 cercle, "
                    + "3 commune, 4 locality.")
        case .placeNotOnMap:
            Translation(
                french: "Le lieu {found} n'existe pas sur la carte du {day}. Choisissez un autre "
                    + "jour ou un autre lieu.",
                english: "The place {found} is not on the map of {day}. Choose another day or "
                    + "another place.")
        case .rowsTooMany:
            Translation(
                french: "Le tableau dépasserait {max} lignes. Demandez moins de ventilations ou "
                    + "un seul lieu.",
                english: "The table would exceed {max} rows. Ask for fewer dimensions or for one "
                    + "place.")
        case .dayIncomplete:
            Translation(
                french: "Donnez un jour complet, par exemple 2026-03-31.",
                english: "Give a full day, for instance 2026-03-31.")
        case .dayInFuture:
            Translation(
                french: "Ce jour est dans le futur ; demain au plus tard.",
                english: "This day is in the future; tomorrow at the latest.")
        case .positionNotCounted:
            Translation(
                french: "Le journal n'est pas encore compté jusqu'à la position {sequence} "
                    + "(maintenant {counted}). Recommencez plus tard.",
                english: "The log is not yet counted up to position {sequence} (now {counted}). "
                    + "Try again later.")
        case .positionOfOtherLog:
            Translation(
                french: "Cette position n'est pas du journal qui est compté ici : autre région, "
                    + "ou journal restauré. Demandez sans position.",
                english: "This position is not of the log that is counted here: another region, "
                    + "or a restored log. Ask without a position.")
        }
    }
}
