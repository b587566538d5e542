public import Catalogue
public import Linkage
public import Messages

extension DeduplicationV1.Evidence {
    /// The evidence with the catalogue's codes.
    public init(_ evidence: LinkageEvidence) {
        self.init(
            field: evidence.subject.message.rawValue,
            level: evidence.level?.message.rawValue ?? "", weightBits: evidence.bits)
    }
}

extension LinkageEvidence.Subject {
    /// The catalogue's name; its raw value is the code in messages and stored pairs.
    public var message: EvidenceFieldMessage {
        switch self {
        case .prior: .prior
        case .overlap: .overlap
        case .relatives: .relatives
        case .rival: .rival
        case .part(.nameOrder, _): .nameOrder
        case .part(_, nil): .householdMembers
        case .part(_, let field?): field.message
        }
    }
}

extension LinkageField {
    /// The catalogue's name of a field of registered people.
    fileprivate var message: EvidenceFieldMessage {
        switch (type, label) {
        case (.given, _): .givenName
        case (.family, _): .familyName
        case (.name, "mother"): .motherName
        case (.name, _): .fatherName
        case (.birth, _): .birthDate
        case (.sex, _): .sex
        case (.phone, _): .phone
        case (.document, _), (.text, _), (.code, _): .document
        case (.place, "origin"): .origin
        case (.place, _), (.position, _): .residence
        }
    }
}

extension AgreementLevel {
    /// The catalogue's name; its raw value is the code in messages and stored pairs.
    public var message: EvidenceLevelMessage {
        switch self {
        case .exact: .exact
        case .soundsAlike: .soundsAlike
        case .close: .close
        case .partial: .partial
        case .twoParts: .twoParts
        case .near: .nearDate
        case .year: .sameYear
        case .tolerated: .nearYear
        case .generation: .generation
        case .within2km: .within2km
        case .within10km: .within10km
        case .within50km: .within50km
        case .mostMembers: .mostMembers
        case .severalMembers: .severalMembers
        case .anotherMember: .anotherMember
        case .alone: .alone
        case .straight: .usualOrder
        case .swapped: .swapped
        case .differs: .differs
        case .missing: .missing
        }
    }
}
