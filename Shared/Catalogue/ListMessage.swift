/// Names of the lists that codes are looked up in.
public enum ListMessage: String, MessageArea {
    /// UNHCR's population groups.
    case populationGroups = "population_groups"
    /// Specific needs.
    case specificNeeds = "specific_needs"
    /// Causes of displacement.
    case causes
    /// Kinds of shelter.
    case shelters
    /// Relations to the head of the household.
    case relationships
    /// Kinds of identity documents.
    case documentKinds = "document_kinds"
    /// Kinds of organisations.
    case organisationKinds = "organisation_kinds"
    /// Sectors of aid.
    case sectors
    /// Kinds of sites.
    case siteKinds = "site_kinds"
    /// States of sites.
    case siteStates = "site_states"
    /// States of interventions.
    case interventionStates = "intervention_states"
    /// Sexes.
    case sexes
    /// What an organisation does in an intervention.
    case roles
    /// What a number of people counts.
    case peopleCounts = "people_counts"
    /// Age bands.
    case ageBands = "age_bands"

    /// First part of the keys.
    public static let prefix = "list"
}

extension ListMessage {
    /// The texts.
    public var translation: Translation {
        switch self {
        case .populationGroups:
            Translation(french: "groupes de population", english: "population groups")
        case .specificNeeds: Translation(french: "besoins spécifiques", english: "specific needs")
        case .causes:
            Translation(french: "causes de déplacement", english: "causes of displacement")
        case .shelters: Translation(french: "abris", english: "kinds of shelter")
        case .relationships:
            Translation(french: "liens avec le chef de ménage", english: "relations to the head")
        case .documentKinds: Translation(french: "types de document", english: "kinds of documents")
        case .organisationKinds:
            Translation(french: "types d'organisation", english: "kinds of organisations")
        case .sectors: Translation(french: "secteurs d'aide", english: "sectors of aid")
        case .siteKinds: Translation(french: "types de site", english: "kinds of sites")
        case .siteStates: Translation(french: "états d'un site", english: "states of a site")
        case .interventionStates:
            Translation(french: "états d'une intervention", english: "states of an intervention")
        case .sexes: Translation(french: "sexes", english: "sexes")
        case .roles:
            Translation(french: "rôles dans une intervention", english: "roles in an intervention")
        case .peopleCounts:
            Translation(
                french: "personnes prévues ou atteintes", english: "people planned or reached")
        case .ageBands: Translation(french: "tranches d'âge", english: "age bands")
        }
    }
}
