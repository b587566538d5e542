/// How well two values agree.
public enum EvidenceLevelMessage: String, MessageArea {
    /// The same.
    case exact
    /// Spelled otherwise, sounds the same, or a known variant.
    case soundsAlike = "sounds_alike"
    /// A slip of the pen apart.
    case close
    /// Something in common.
    case partial
    /// Two of day, month and year agree.
    case twoParts = "two_parts"
    /// Days lie between, or one year.
    case nearDate = "near_date"
    /// The same year or the next.
    case sameYear = "same_year"
    /// Years within what a guess allows.
    case nearYear = "near_year"
    /// Years enough between them for parent and child.
    case generation
    /// Two kilometres apart at the most.
    case within2km = "within_two_km"
    /// Ten kilometres apart at the most.
    case within10km = "within_ten_km"
    /// Fifty kilometres apart at the most.
    case within50km = "within_fifty_km"
    /// Several members of both are the same people.
    case severalMembers = "several_members"
    /// Most other members are.
    case mostMembers = "most_members"
    /// Several are, and one of these two may be another member.
    case anotherMember = "another_member"
    /// Somebody is registered alone.
    case alone
    /// Given before family name on both sides.
    case usualOrder = "usual_order"
    /// In each other's place.
    case swapped
    /// Of one person, as a matcher says.
    case matches
    /// Different.
    case differs
    /// Not known on one side.
    case missing

    /// First part of the keys.
    public static let prefix = "evidence_level"
}

extension EvidenceLevelMessage {
    /// The texts.
    public var translation: Translation {
        switch self {
        case .exact: Translation(french: "identique", english: "exact")
        case .soundsAlike: Translation(french: "se prononce pareil", english: "sounds alike")
        case .close: Translation(french: "proche", english: "close")
        case .partial: Translation(french: "en partie", english: "in part")
        case .twoParts:
            Translation(french: "deux éléments sur trois", english: "two parts of three")
        case .nearDate: Translation(french: "date proche", english: "near date")
        case .sameYear: Translation(french: "année voisine", english: "same year or next")
        case .nearYear: Translation(french: "année proche", english: "near year")
        case .generation:
            Translation(french: "une génération d'écart", english: "a generation apart")
        case .within2km: Translation(french: "à 2 km au plus", english: "within 2 km")
        case .within10km: Translation(french: "à 10 km au plus", english: "within 10 km")
        case .within50km: Translation(french: "à 50 km au plus", english: "within 50 km")
        case .severalMembers:
            Translation(french: "plusieurs en commun", english: "several in common")
        case .mostMembers: Translation(french: "presque tous en commun", english: "most in common")
        case .anotherMember:
            Translation(
                french: "en commun, mais un autre membre",
                english: "in common, but another member")
        case .alone: Translation(french: "personne seule", english: "registered alone")
        case .usualOrder: Translation(french: "habituel", english: "as usual")
        case .swapped: Translation(french: "inversé", english: "swapped")
        case .matches: Translation(french: "concordent", english: "match")
        case .differs: Translation(french: "différent", english: "differs")
        case .missing: Translation(french: "non renseigné", english: "missing")
        }
    }
}
