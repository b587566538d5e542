import Catalogue

/// Words of the tables of what waits for a registrar.
enum RegistrarText: String, MessageArea {
    case id
    case since
    case source
    case key
    case waitsFor = "waits_for"
    case caseNumber = "case_number"
    case field
    case before
    case after

    static let prefix = "registrar"

    var translation: Translation {
        switch self {
        case .id: Translation(french: "n°", english: "id")
        case .since: Translation(french: "depuis", english: "since")
        case .source: Translation(french: "source", english: "source")
        case .key: Translation(french: "fiche", english: "form")
        case .waitsFor: Translation(french: "attend", english: "waits for")
        case .caseNumber: Translation(french: "ménage", english: "household")
        case .field: Translation(french: "champ", english: "field")
        case .before: Translation(french: "avant", english: "before")
        case .after: Translation(french: "après", english: "after")
        }
    }
}
