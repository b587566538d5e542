/// A part of the comparison of two records: an ordered scale of levels.
///
/// A field gives one, but a date of birth (a day and a year are other evidence) and names, whose
/// order is evidence of its own.
public enum ComparisonKind: String, CaseIterable, Sendable, Hashable {
    /// Given names.
    case given
    /// Family names.
    case family
    /// All names together.
    case name
    /// Whether given and family names stand in each other's place.
    case nameOrder = "name-order"
    /// Days of birth, where both are known.
    case birthDay = "birth-day"
    /// Years of birth, where one side knows no more; 1 January is no day.
    case birthYear = "birth-year"
    /// Sex.
    case sex
    /// Telephone.
    case phone
    /// Document number.
    case document
    /// Place.
    case place
    /// Kilometres between two points.
    case position
    /// Free text.
    case text
    /// Code.
    case code
    /// Other members of the two households that were found to be the same people.
    case household

    /// Whether it stays with a person: a telephone or a village may be another the next time.
    var isPersonal: Bool {
        switch self {
        case .given, .family, .name, .birthDay, .birthYear, .sex: true
        case .nameOrder, .phone, .document, .place, .position, .text, .code, .household: false
        }
    }

    /// The part of a field's comparison that counts the rarity of its values.
    init(rarityOf type: FieldType) {
        switch type {
        case .given: self = .given
        case .family: self = .family
        case .name: self = .name
        case .birth: self = .birthYear
        case .sex: self = .sex
        case .phone: self = .phone
        case .document: self = .document
        case .place: self = .place
        case .position: self = .position
        case .text: self = .text
        case .code: self = .code
        }
    }
}

/// How two values stand to each other. Raw values stand in results, so they are stable.
public enum AgreementLevel: String, CaseIterable, Sendable, Hashable {
    /// Equal after standardisation.
    case exact
    /// Another spelling of the same sound, or a known variant.
    case soundsAlike = "sounds-alike"
    /// One slip of the pen, or very near spellings.
    case close
    /// Something in common: one name of several, an initial, a similar spelling.
    case partial
    /// Two of year, month and day agree.
    case twoParts = "two-parts"
    /// Two digits differ, or some days lie between.
    case near
    /// The same year, or the next.
    case year
    /// Years within the tolerance of their precision.
    case tolerated
    /// So many years apart that one could be the other's parent.
    case generation
    /// Two kilometres apart at the most: one place, or its surroundings.
    case within2km = "within-2-km"
    /// Ten kilometres apart at the most: the next villages.
    case within10km = "within-10-km"
    /// Fifty kilometres apart at the most: one commune or cercle.
    case within50km = "within-50-km"
    /// Two thirds of the other members or more.
    case mostMembers = "most-members"
    /// A third of the other members or more.
    case severalMembers = "several-members"
    /// Other members, but one of both records was found to be another member's.
    case anotherMember = "another-member"
    /// Somebody is registered alone.
    case alone
    /// In the usual order.
    case straight
    /// Given and family name in each other's place.
    case swapped
    /// None of these.
    case differs
    /// Not known on one side.
    case missing
}
