/// What is wrong with a date of a registration.
public enum RegistrationDateMessage: String, MessageArea {
    /// A day that the calendar does not have.
    case dateImpossible = "date_impossible"
    /// A date later than today.
    case dateInFuture = "date_in_future"
    /// A date before the first year allowed.
    case dateTooEarly = "date_too_early"
    /// The parts of a date do not fit its precision.
    case dateIncomplete = "date_incomplete"

    /// First part of the keys.
    public static let prefix = "registration"
}

extension RegistrationDateMessage {
    /// The texts.
    public var translation: Translation {
        switch self {
        case .dateImpossible:
            Translation(
                french: "Cette date n'existe pas. Exemple : 1990-12-31.",
                english: "This date does not exist. Example: 1990-12-31.")
        case .dateInFuture:
            Translation(
                french: "La date est dans le futur ; aujourd'hui au plus tard.",
                english: "The date is in the future; today at the latest.")
        case .dateTooEarly:
            Translation(
                french: "La date est trop ancienne ; {year} au plus tôt.",
                english: "The date is too early; {year} at the earliest.")
        case .dateIncomplete:
            Translation(
                french: "La date est incomplète : donnez le jour, le mois et l'année, ou "
                    + "l'année seule.",
                english: "The date is incomplete: give day, month and year, or the year alone.")
        }
    }
}
