/// What is wrong with the columns of a team's file, or with their mapping.
public enum ColumnMessage: String, MessageArea {
    /// A column that must be there is not.
    case columnMissing = "column_missing"
    /// A notice: a column that is not used.
    case columnUnknown = "column_unknown"
    /// Two columns for the same thing.
    case columnRepeated = "column_repeated"
    /// A line of the mapping that cannot be read.
    case mappingMalformed = "mapping_malformed"
    /// A field of the mapping that does not exist.
    case mappingFieldUnknown = "mapping_field_unknown"
    /// A notice: the mapping names a column that is not there.
    case mappingHeaderAbsent = "mapping_header_absent"
    /// A row with more cells than the header.
    case rowTooWide = "row_too_wide"

    /// First part of the keys.
    public static let prefix = "intake"
}

extension ColumnMessage {
    /// The texts.
    public var translation: Translation {
        switch self {
        case .columnMissing:
            Translation(
                french: "Cette colonne obligatoire est absente.",
                english: "This required column is missing.")
        case .columnUnknown:
            Translation(
                french: "Colonne non reconnue et ignorée : « {column} ». Utilisez --mapping "
                    + "pour la nommer.",
                english: "Column not recognised and ignored: “{column}”. Use --mapping to name it.")
        case .columnRepeated:
            Translation(
                french: "Les colonnes « {first} » et « {column} » disent la même chose ; "
                    + "gardez-en une.",
                english: "The columns “{first}” and “{column}” mean the same; keep one.")
        case .mappingMalformed:
            Translation(
                french: "Ligne de correspondance illisible. Forme attendue : en-tête = champ.",
                english: "This line of the mapping cannot be read. Expected: header = field.")
        case .mappingFieldUnknown:
            Translation(
                french: "Le champ « {found} » n'existe pas. Champs possibles : {allowed}",
                english: "The field “{found}” does not exist. Possible fields: {allowed}")
        case .mappingHeaderAbsent:
            Translation(
                french: "La correspondance nomme la colonne « {column} », absente du fichier.",
                english: "The mapping names the column “{column}”, which the file does not have.")
        case .rowTooWide:
            Translation(
                french: "La ligne a plus de cellules que l'en-tête ({limit}).",
                english: "The row has more cells than the header ({limit}).")
        }
    }
}
