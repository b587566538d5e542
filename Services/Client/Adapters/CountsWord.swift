public import Catalogue

/// Words of a table of counts.
public enum CountsWord: String, MessageArea {
    /// Heading.
    case region
    /// Heading.
    case cercle
    /// Heading.
    case commune
    /// Heading.
    case locality
    /// Heading.
    case group
    /// Heading.
    case sex
    /// Heading.
    case age
    /// Heading.
    case need
    /// Heading.
    case date
    /// Heading.
    case people
    /// Heading.
    case households
    /// Heading.
    case peopleNet = "people_net"
    /// Heading.
    case householdsNet = "households_net"
    /// Heading.
    case peoplePreRegistered = "people_pre_registered"
    /// Heading.
    case codeOf = "code_of"
    /// Heading.
    case countedOn = "counted_on"
    /// Heading.
    case source
    /// The last line.
    case total
    /// A value that is not known.
    case unknown
    /// People without needs.
    case noNeed = "no_need"
    /// Born after the day that ages are asked for.
    case notBorn = "not_born"
    /// Neither female nor male.
    case otherSex = "other_sex"

    /// First part of the keys.
    public static let prefix = "counts"

    /// The texts.
    public var translation: Translation {
        switch self {
        case .region: Translation(french: "région", english: "region")
        case .cercle: Translation(french: "cercle", english: "cercle")
        case .commune: Translation(french: "commune", english: "commune")
        case .locality: Translation(french: "localité", english: "locality")
        case .group: Translation(french: "groupe", english: "group")
        case .sex: Translation(french: "sexe", english: "sex")
        case .age: Translation(french: "âge", english: "age")
        case .need: Translation(french: "besoin", english: "need")
        case .date: Translation(french: "enregistré le", english: "registered on")
        case .people: Translation(french: "personnes", english: "people")
        case .households: Translation(french: "ménages", english: "households")
        case .peopleNet:
            Translation(french: "personnes sans doublons", english: "people without duplicates")
        case .householdsNet:
            Translation(
                french: "ménages sans doublons", english: "households without duplicates")
        case .peoplePreRegistered:
            Translation(french: "pré-enregistrées", english: "pre-registered")
        case .codeOf: Translation(french: "code {column}", english: "{column} code")
        case .countedOn: Translation(french: "compté le", english: "counted on")
        case .source: Translation(french: "source", english: "source")
        case .total: Translation(french: "total", english: "total")
        case .unknown: Translation(french: "inconnu", english: "unknown")
        case .noNeed: Translation(french: "aucun", english: "none")
        case .notBorn: Translation(french: "pas encore né", english: "not yet born")
        case .otherSex: Translation(french: "autre", english: "other")
        }
    }
}
