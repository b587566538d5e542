public import Catalogue
import Reference

/// The fields of directory records, as people name them: raw values are the names on the command line and in files;
/// the texts, in either language, head tables and are taken as headers of files too.
public enum DirectoryField: String, MessageArea {
    /// Id of the record.
    case id
    /// A place's code.
    case code
    /// Name in French.
    case nameFrench = "name_fr"
    /// Name in English.
    case nameEnglish = "name_en"
    /// Name in one language.
    case name
    /// Acronym.
    case acronym
    /// Code of what it is.
    case kind
    /// Country.
    case country
    /// What a contact does.
    case role
    /// Organisation: id, acronym or name.
    case organisation
    /// Telephones, with | between them.
    case phones
    /// Mail address.
    case email
    /// A place's code.
    case place
    /// A locality's name.
    case locality
    /// Degrees north.
    case latitude
    /// Degrees east.
    case longitude
    /// Who manages a site.
    case manager
    /// Code of a state.
    case state
    /// Households said to be there.
    case households
    /// People said to be there.
    case people
    /// Who said so.
    case source
    /// When it was said.
    case saidOn = "said_on"
    /// Code of a sector.
    case sector
    /// What is done.
    case activity
    /// Who leads.
    case lead
    /// Who carries out.
    case implementing
    /// Who pays.
    case funder
    /// Codes of places, with | between them.
    case places
    /// Sites, with | between them.
    case sites
    /// Start.
    case startsOn = "starts_on"
    /// End.
    case endsOn = "ends_on"
    /// Population groups, with | between them.
    case groups
    /// People planned for: 1200, or F/0-4=30|M/0-4=28.
    case planned
    /// People reached.
    case reached
    /// Administrative level, 0 to 4 or its name.
    case level
    /// Containers: CODE, or CODE@FROM..UNTIL, with | between them.
    case parents
    /// First day.
    case validFrom = "valid_from"
    /// First day on which it no longer holds.
    case validUntil = "valid_until"
    /// Meanings before this one; only shown.
    case earlier
    /// Revision; only shown.
    case revision

    /// First part of the keys.
    public static let prefix = "directory_field"

    /// The field that a header means: its name, or its text in a language, without regard to accents and case.
    public init?(header: String) {
        let folded = FoldedText.fold(header)
        let found = Self.allCases.first { field in
            field.rawValue == header.lowercased()
                || Language.allCases.contains { FoldedText.fold(field.text(in: $0)) == folded }
        }
        guard let found else { return nil }
        self = found
    }
}

extension DirectoryField {
    /// The texts.
    public var translation: Translation {
        switch self {
        case .id: Translation(french: "identifiant", english: "id")
        case .code: Translation(french: "code", english: "code")
        case .nameFrench: Translation(french: "nom français", english: "French name")
        case .nameEnglish: Translation(french: "nom anglais", english: "English name")
        case .name: Translation(french: "nom", english: "name")
        case .acronym: Translation(french: "sigle", english: "acronym")
        case .kind: Translation(french: "type", english: "kind")
        case .country: Translation(french: "pays", english: "country")
        case .role: Translation(french: "fonction", english: "role")
        case .organisation: Translation(french: "organisation", english: "organisation")
        case .phones: Translation(french: "téléphones", english: "phones")
        case .email: Translation(french: "courriel", english: "email")
        case .place: Translation(french: "lieu", english: "place")
        case .locality: Translation(french: "localité", english: "locality")
        case .latitude: Translation(french: "latitude", english: "latitude")
        case .longitude: Translation(french: "longitude", english: "longitude")
        case .manager: Translation(french: "gestionnaire", english: "manager")
        case .state: Translation(french: "état", english: "state")
        case .households: Translation(french: "ménages", english: "households")
        case .people: Translation(french: "personnes", english: "people")
        case .source: Translation(french: "source", english: "source")
        case .saidOn: Translation(french: "dit le", english: "said on")
        case .sector: Translation(french: "secteur", english: "sector")
        case .activity: Translation(french: "activité", english: "activity")
        case .lead: Translation(french: "chef de file", english: "lead")
        case .implementing: Translation(french: "partenaire d'exécution", english: "implementing")
        case .funder: Translation(french: "bailleur", english: "funder")
        case .places: Translation(french: "lieux", english: "places")
        case .sites: Translation(french: "sites", english: "sites")
        case .startsOn: Translation(french: "début", english: "start")
        case .endsOn: Translation(french: "fin", english: "end")
        case .groups: Translation(french: "groupes", english: "groups")
        case .planned: Translation(french: "prévus", english: "planned")
        case .reached: Translation(french: "atteints", english: "reached")
        case .level: Translation(french: "niveau", english: "level")
        case .parents: Translation(french: "contenu dans", english: "contained in")
        case .validFrom: Translation(french: "valable du", english: "valid from")
        case .validUntil: Translation(french: "valable jusqu'au", english: "valid until")
        case .earlier: Translation(french: "auparavant", english: "before")
        case .revision: Translation(french: "révision", english: "revision")
        }
    }
}
