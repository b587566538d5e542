public import Catalogue

/// Why a value cannot be taken. Never holds the value.
public struct FieldProblem: Error, Sendable, Hashable {
    /// The field; nil where what was given names none.
    public let field: DirectoryField?
    /// What is wrong.
    public let reason: DirectoryInputText
    /// The fields that may be given instead; empty where that is not what is wrong.
    public let allowed: [DirectoryField]

    /// A problem with a field.
    public init(
        _ field: DirectoryField?, _ reason: DirectoryInputText, allowed: [DirectoryField] = []
    ) {
        self.field = field
        self.reason = reason
        self.allowed = allowed
    }

    /// The field, what is wrong, and what may be given instead.
    public func text(in language: Language) -> String {
        let names = allowed.map(\.rawValue).joined(separator: " ")
        return (field.map { $0.rawValue + language.colon } ?? "") + reason.text(in: language)
            + (names.isEmpty ? "" : DirectoryInputText.allowed.text(in: language) + names)
    }
}

/// What can be wrong with what people give for a record.
public enum DirectoryInputText: String, MessageArea {
    /// No day.
    case dateUnreadable = "date_unreadable"
    /// No number.
    case numberUnreadable = "number_unreadable"
    /// No level.
    case levelUnreadable = "level_unreadable"
    /// No list of containers.
    case parentsUnreadable = "parents_unreadable"
    /// No counts of people.
    case countsUnreadable = "counts_unreadable"
    /// Neither an id nor the name of one record.
    case referenceUnclear = "reference_unclear"
    /// A field that this kind has not, or that is not to be set.
    case fieldUnknown = "field_unknown"
    /// What fields there are.
    case allowed
    /// A file without rows.
    case fileEmpty = "file_empty"
    /// A file without the column that names its records.
    case columnMissing = "column_missing"
    /// Nothing but a form `field=value` can be taken.
    case assignmentMalformed = "assignment_malformed"

    /// First part of the keys.
    public static let prefix = "directory_input"

    /// The texts.
    public var translation: Translation {
        switch self {
        case .dateUnreadable:
            Translation(
                french: "date illisible ; formes : 2026-03-31, 2026-03, 2026",
                english: "unreadable date; forms: 2026-03-31, 2026-03, 2026")
        case .numberUnreadable:
            Translation(french: "un nombre est attendu", english: "a number is expected")
        case .levelUnreadable:
            Translation(
                french: "niveau : 0 à 4, ou country, region, cercle, commune, locality",
                english: "level: 0 to 4, or country, region, cercle, commune, locality")
        case .parentsUnreadable:
            Translation(
                french: "forme attendue : ML05@..2023-03-13|ML19@2023-03-13..",
                english: "expected form: ML05@..2023-03-13|ML19@2023-03-13..")
        case .countsUnreadable:
            Translation(
                french: "forme attendue : 1200, ou F/0-4=30|M/0-4=28",
                english: "expected form: 1200, or F/0-4=30|M/0-4=28")
        case .referenceUnclear:
            Translation(
                french: "aucune fiche, ou plusieurs, portent ce nom ; donnez l'identifiant",
                english: "no record, or several, have this name; give the id")
        case .fieldUnknown:
            Translation(
                french: "ce champ n'existe pas ici, ou ne se change pas",
                english: "there is no such field here, or it cannot be changed")
        case .allowed: Translation(french: " ; champs : ", english: "; fields: ")
        case .fileEmpty:
            Translation(french: "le fichier n'a pas de lignes", english: "the file has no rows")
        case .columnMissing:
            Translation(
                french: "cette colonne est obligatoire", english: "this column is required")
        case .assignmentMalformed:
            Translation(
                french: "forme attendue : champ=valeur", english: "expected form: field=value")
        }
    }
}
