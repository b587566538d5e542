public import Catalogue
public import Matching
public import Messages

extension DeduplicationV1.Evidence {
    /// The evidence with the catalogue's codes.
    public init(_ evidence: FieldEvidence) {
        self.init(
            field: evidence.field.message.rawValue, level: evidence.level.message.rawValue,
            weightBits: evidence.weight)
    }
}

extension FieldEvidence.Field {
    /// The catalogue's name of the field; its raw value is the code in messages and stored pairs.
    public var message: EvidenceFieldMessage {
        switch self {
        case .givenName: .givenName
        case .familyName: .familyName
        case .sex: .sex
        case .birth: .birthDate
        case .mother: .motherName
        case .father: .fatherName
        case .origin: .origin
        case .residence: .residence
        case .phone: .phone
        case .document: .document
        case .householdMembers: .householdMembers
        case .relatives: .relatives
        }
    }
}

extension FieldEvidence.Level {
    /// The catalogue's name of the level; its raw value is the code in messages and stored pairs.
    public var message: EvidenceLevelMessage {
        switch self {
        case .exact: .exact
        case .soundsAlike: .soundsAlike
        case .variant: .sameVariant
        case .close: .close
        case .partial: .partial
        case .swapped: .swapped
        case .sameMonth: .sameMonth
        case .sameYear: .sameYear
        case .shared: .shared
        case .agree: .agree
        case .capped: .capped
        case .missing: .missing
        case .differs: .differs
        }
    }
}
