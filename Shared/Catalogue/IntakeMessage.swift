/// What is wrong with what a team's file holds.
public enum IntakeMessage: String, MessageArea {
    /// A row without a household.
    case householdKeyMissing = "household_key_missing"
    /// Rows of one household that differ.
    case valuesDisagree = "values_disagree"
    /// A cell that is no date.
    case dateUnreadable = "date_unreadable"
    /// A day number of a spreadsheet.
    case dateExcelSerial = "date_excel_serial"
    /// A cell that is no age.
    case ageUnreadable = "age_unreadable"
    /// An age and no date to reckon from.
    case ageWithoutCollectionDate = "age_without_collection_date"
    /// An age and a date of birth that contradict each other.
    case ageDisagrees = "age_disagrees"
    /// A date of birth after the day of collection.
    case bornAfterCollection = "born_after_collection"
    /// A cell that is no sex.
    case sexUnreadable = "sex_unreadable"
    /// A cell that is no number.
    case numberUnreadable = "number_unreadable"
    /// A cell that is no stage.
    case stageUnreadable = "stage_unreadable"
    /// Rows of a departure that do not say who left.
    case departurePersonMissing = "departure_person_missing"
    /// A case number where the form's number belongs.
    case caseNumberAsForm = "case_number_as_form"
    /// What may stand instead of an unknown code.
    case codesAllowed = "codes_allowed"
    /// One household with more bytes than a batch.
    case commandTooLarge = "command_too_large"

    /// First part of the keys.
    public static let prefix = "intake"
}

extension IntakeMessage {
    /// The texts.
    public var translation: Translation {
        switch self {
        case .householdKeyMissing:
            Translation(
                french:
                    "La ligne ne dit pas de quel ménage il s'agit. Mettez le numéro de fiche sur "
                    + "chaque ligne ; le ménage au-dessus est laissé de côté, car il est peut-être "
                    + "incomplet.",
                english: "The row does not say which household it is about. Put the form number on "
                    + "each row; the household above is left out, since it may not be whole.")
        case .valuesDisagree:
            Translation(
                french: "Les lignes du même ménage ne disent pas la même chose (voir la ligne "
                    + "{row}).",
                english: "The rows of one household disagree (see row {row}).")
        case .dateUnreadable:
            Translation(
                french: "Date illisible. Formes possibles : 1990-12-31, 31/12/1990, 12/1990, "
                    + "1990, ~1990, ou un âge.",
                english: "Unreadable date. Possible forms: 1990-12-31, 31/12/1990, 12/1990, "
                    + "1990, ~1990, or an age.")
        case .dateExcelSerial:
            Translation(
                french: "« {found} » est un numéro de jour Excel. Mettez la colonne au format "
                    + "date AAAA-MM-JJ.",
                english: "“{found}” is an Excel day number. Format the column as a date, "
                    + "YYYY-MM-DD.")
        case .ageUnreadable:
            Translation(
                french: "Âge illisible : un nombre de 0 à {max} est attendu.",
                english: "Unreadable age: a number from 0 to {max} is expected.")
        case .ageWithoutCollectionDate:
            Translation(
                french: "Un âge sans date de collecte ne donne pas d'année. Ajoutez une colonne "
                    + "« date_collecte » ou l'option --collected-on.",
                english: "An age without a collection date gives no year. Add a column "
                    + "“collection_date” or the option --collected-on.")
        case .ageDisagrees:
            Translation(
                french: "L'âge et la date de naissance ne s'accordent pas ; la date est gardée. "
                    + "Vérifiez sur la fiche.",
                english: "The age and the date of birth do not agree; the date is kept. Check "
                    + "the form.")
        case .bornAfterCollection:
            Translation(
                french: "La date de naissance est après le jour de la collecte ; elle est gardée. "
                    + "Vérifiez les deux sur la fiche.",
                english: "The date of birth is after the day of collection; it is kept. Check both "
                    + "on the form.")
        case .sexUnreadable:
            Translation(
                french: "Sexe illisible. Valeurs possibles : F, M, autre, inconnu.",
                english: "Unreadable sex. Possible values: F, M, other, unknown.")
        case .numberUnreadable:
            Translation(
                french: "Nombre illisible : de 0 à {max}.",
                english: "Unreadable number: from 0 to {max}.")
        case .stageUnreadable:
            Translation(
                french: "Étape illisible. Valeurs possibles : enregistrement, "
                    + "pré-enregistrement, départ.",
                english: "Unreadable stage. Possible values: registration, pre-registration, "
                    + "departure.")
        case .departurePersonMissing:
            Translation(
                french: "Ce départ a plusieurs lignes ; chacune doit dire qui part "
                    + "(numero_personne), ou une seule ligne vaut pour tout le ménage.",
                english: "This departure has several rows; each must say who left (person), or "
                    + "one row alone stands for the whole household.")
        case .caseNumberAsForm:
            Translation(
                french:
                    "Cette colonne est celle du numéro de fiche, et ceci a la forme d'un numéro "
                    + "de dossier. Si c'en est un, mettez-le dans une colonne « numero_dossier ».",
                english: "This column is that of the form number, and this looks like a case "
                    + "number. If it is one, put it in a column “case_number”.")
        case .codesAllowed:
            Translation(french: "Codes possibles :", english: "Possible codes:")
        case .commandTooLarge:
            Translation(
                french: "La fiche du ménage est trop grande : {max} octets au plus.",
                english: "The household's record is too large: {max} bytes at most.")
        }
    }
}
