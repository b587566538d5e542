/// What a column of a team's file can mean. Raw values are the names that a mapping uses.
public enum IntakeField: String, Sendable, Hashable, CaseIterable {
    /// What the team calls the household: the form's number.
    case household
    /// Case number or id of a household that is registered already.
    case caseNumber = "case_number"
    /// Registration, pre-registration, correction or departure.
    case stage
    /// Day on which the row was collected; ages are reckoned from it.
    case collectedOn = "collection_date"
    /// Where the household is: a code or a name.
    case place
    /// Code of where the household is.
    case placeCode = "place_code"
    /// Where it fled from: a code or a name.
    case origin
    /// Code of where it fled from.
    case originCode = "origin_code"
    /// When it arrived.
    case arrivedOn = "arrival_date"
    /// Cause of displacement.
    case cause
    /// Kind of shelter.
    case shelter
    /// Telephone of the household.
    case householdPhone = "household_phone"
    /// Size that the head declared.
    case declaredSize = "household_size"
    /// When people left.
    case departedOn = "departure_date"
    /// Where they went.
    case destination
    /// Why a correction is asked for.
    case justification
    /// What the team calls the person.
    case person
    /// Given name.
    case givenName = "given_name"
    /// Family name.
    case familyName = "family_name"
    /// Sex.
    case sex
    /// Date of birth, or an age.
    case birthDate = "birth_date"
    /// Age in years.
    case age
    /// Relation to the head of the household.
    case relationship
    /// Father's name.
    case fatherName = "father_name"
    /// Mother's name.
    case motherName = "mother_name"
    /// Population group.
    case populationGroup = "population_group"
    /// Specific needs, several of them separated by `;` or `|`.
    case needs
    /// Kind of the identity document.
    case documentKind = "document_type"
    /// Number of the identity document.
    case documentNumber = "document_number"
    /// Who issued the identity document: ISO 3166-1 alpha-3.
    case documentIssuer = "document_issuer"
    /// Telephone of the person.
    case phone

    /// Whether the value is the household's, so that all its rows must agree.
    public var isHouseholdLevel: Bool {
        switch self {
        case .household, .caseNumber, .stage, .place, .placeCode, .origin, .originCode,
            .arrivedOn, .cause, .shelter, .householdPhone, .declaredSize, .departedOn,
            .destination, .justification:
            true
        case .collectedOn, .person, .givenName, .familyName, .sex, .birthDate, .age,
            .relationship, .fatherName, .motherName, .populationGroup, .needs, .documentKind,
            .documentNumber, .documentIssuer, .phone:
            false
        }
    }
}
