public import Catalogue
public import Reference

extension CodeListName {
    /// What the list is called in messages.
    public var title: ListMessage {
        switch self {
        case .populationGroup: .populationGroups
        case .specificNeed: .specificNeeds
        case .cause: .causes
        case .shelter: .shelters
        case .relationship: .relationships
        case .documentKind: .documentKinds
        case .organisationKind: .organisationKinds
        case .sector: .sectors
        case .siteKind: .siteKinds
        case .siteState: .siteStates
        case .interventionState: .interventionStates
        }
    }
}
