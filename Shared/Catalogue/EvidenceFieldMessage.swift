/// Names of the fields that deduplication compares.
public enum EvidenceFieldMessage: String, MessageArea {
    /// What is known before anything is compared.
    case prior
    /// Given name.
    case givenName = "given_name"
    /// Family name.
    case familyName = "family_name"
    /// Whether given and family name stand in each other's place.
    case nameOrder = "name_order"
    /// Sex.
    case sex
    /// Date of birth.
    case birthDate = "birth_date"
    /// Mother's name.
    case motherName = "mother_name"
    /// Father's name.
    case fatherName = "father_name"
    /// Place fled from.
    case origin
    /// Place of living.
    case residence
    /// Telephone.
    case phone
    /// Identity document.
    case document
    /// Other members of the household.
    case householdMembers = "household_members"
    /// What relatives share, taken off.
    case relatives
    /// What two fields say twice, taken off.
    case overlap
    /// Another member of the household fits better.
    case rival
    /// Fingerprints, as a matcher compared them.
    case fingerprint

    /// First part of the keys.
    public static let prefix = "evidence"
}

extension EvidenceFieldMessage {
    /// The texts.
    public var translation: Translation {
        switch self {
        case .prior: Translation(french: "au départ", english: "at the start")
        case .givenName: Translation(french: "prénom", english: "given name")
        case .familyName: Translation(french: "nom de famille", english: "family name")
        case .nameOrder: Translation(french: "ordre des noms", english: "order of names")
        case .sex: Translation(french: "sexe", english: "sex")
        case .birthDate: Translation(french: "date de naissance", english: "date of birth")
        case .motherName: Translation(french: "nom de la mère", english: "mother's name")
        case .fatherName: Translation(french: "nom du père", english: "father's name")
        case .origin: Translation(french: "lieu d'origine", english: "place of origin")
        case .residence: Translation(french: "lieu de séjour", english: "place of living")
        case .phone: Translation(french: "téléphone", english: "telephone")
        case .document: Translation(french: "document", english: "document")
        case .householdMembers:
            Translation(
                french: "membres du ménage",
                english: "household members")
        case .relatives:
            Translation(
                french: "points communs de parents",
                english: "shared by relatives")
        case .overlap: Translation(french: "dit deux fois", english: "said twice")
        case .rival:
            Translation(
                french: "un autre membre convient mieux",
                english: "another member fits better")
        case .fingerprint: Translation(french: "empreintes digitales", english: "fingerprints")
        }
    }
}
