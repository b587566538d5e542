public import Catalogue

/// Names of fields as people know them, by their names in messages.
public enum FieldText: String, MessageArea {
    /// Where the household is.
    case place
    /// Where it fled from.
    case origin
    /// When it arrived.
    case arrivedOn = "arrived_on"
    /// Cause of displacement.
    case cause
    /// Kind of shelter.
    case shelter
    /// Telephones.
    case phones
    /// Size that the head declared.
    case declaredSize = "declared_size"
    /// Given name.
    case givenName = "given_name"
    /// Family name.
    case familyName = "family_name"
    /// Sex.
    case sex
    /// Date of birth.
    case birthDate = "birth_date"
    /// Relation to the head.
    case relationship
    /// Father's name.
    case fatherName = "father_name"
    /// Mother's name.
    case motherName = "mother_name"
    /// Population group.
    case populationGroup = "population_group"
    /// Specific needs.
    case needs
    /// Documents.
    case documents
    /// Present or departed.
    case presence
    /// A new member.
    case member
    /// Number of a case.
    case caseNumber = "case_number"
    /// The day that counts are of.
    case asOf = "as_of"
    /// A place by its code.
    case placeCode = "place_code"
    /// Who collected a batch.
    case source
    /// A note to a decision.
    case comment
    /// What was decided.
    case decision
    /// A reason.
    case reason
    /// A number of things.
    case count

    /// First part of the keys.
    public static let prefix = "field"

    /// The texts.
    public var translation: Translation {
        switch self {
        case .place: Translation(french: "lieu", english: "place")
        case .origin: Translation(french: "origine", english: "origin")
        case .arrivedOn: Translation(french: "arrivée", english: "arrived on")
        case .cause: Translation(french: "cause", english: "cause")
        case .shelter: Translation(french: "hébergement", english: "shelter")
        case .phones: Translation(french: "téléphones", english: "telephones")
        case .declaredSize: Translation(french: "taille déclarée", english: "declared size")
        case .givenName: Translation(french: "prénom", english: "given name")
        case .familyName: Translation(french: "nom", english: "family name")
        case .sex: Translation(french: "sexe", english: "sex")
        case .birthDate: Translation(french: "naissance", english: "birth")
        case .relationship: Translation(french: "lien", english: "relation")
        case .fatherName: Translation(french: "père", english: "father")
        case .motherName: Translation(french: "mère", english: "mother")
        case .populationGroup: Translation(french: "groupe", english: "group")
        case .needs: Translation(french: "besoins", english: "needs")
        case .documents: Translation(french: "documents", english: "documents")
        case .presence: Translation(french: "présence", english: "presence")
        case .member: Translation(french: "nouveau membre", english: "new member")
        case .caseNumber: Translation(french: "numéro de dossier", english: "case number")
        case .asOf: Translation(french: "jour", english: "day")
        case .placeCode: Translation(french: "lieu", english: "place")
        case .source: Translation(french: "source", english: "source")
        case .comment: Translation(french: "commentaire", english: "comment")
        case .decision: Translation(french: "décision", english: "decision")
        case .reason: Translation(french: "motif", english: "reason")
        case .count: Translation(french: "nombre", english: "number")
        }
    }
}
