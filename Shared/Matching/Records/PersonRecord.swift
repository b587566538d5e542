/// The sex of a person as registered.
public enum Sex: UInt8, Sendable {
    /// Not stated.
    case unknown
    /// Female.
    case female
    /// Male.
    case male
}

/// One person as a registration states them: what the engine compares.
///
/// Text may be in any spelling, case or order and of any length; an empty string or an empty list
/// means not stated. The engine keeps standardised forms only, never this value.
public struct PersonRecord: Sendable {
    /// The person's record. One id is one record in the index.
    public var id: RecordID
    /// The household that holds this record. Its members are never a pair.
    public var household: RecordID
    /// The key of the household in the source that reported it, scoped by that source; empty when
    /// there is none. Records of one source household are never a pair, even under two households.
    public var sourceHousehold: String
    /// Given names.
    public var givenName: String
    /// Family name, or the patronymic ("Ag Intalla").
    public var familyName: String
    /// Sex.
    public var sex: Sex
    /// Date of birth, with its precision.
    public var birth: BirthDate?
    /// The mother's name as one text.
    public var motherName: String
    /// The father's name as one text.
    public var fatherName: String
    /// Place of origin: a place code or text.
    public var origin: String
    /// Place where the person lives now: a place code or text.
    public var residence: String
    /// Telephone numbers.
    public var phones: [String]
    /// Document numbers.
    public var documents: [String]
    /// Position in the log of the registration or of its last correction.
    ///
    /// A record is compared with those that arrived earlier; equal positions fall back to the id,
    /// so that each pair is found from one side exactly.
    public var arrival: UInt64

    /// A record; all but the identities may be left out.
    public init(
        id: RecordID, household: RecordID, sourceHousehold: String = "", givenName: String = "",
        familyName: String = "", sex: Sex = .unknown, birth: BirthDate? = nil,
        motherName: String = "", fatherName: String = "", origin: String = "",
        residence: String = "", phones: [String] = [], documents: [String] = [],
        arrival: UInt64 = 0
    ) {
        self.id = id
        self.household = household
        self.sourceHousehold = sourceHousehold
        self.givenName = givenName
        self.familyName = familyName
        self.sex = sex
        self.birth = birth
        self.motherName = motherName
        self.fatherName = fatherName
        self.origin = origin
        self.residence = residence
        self.phones = phones
        self.documents = documents
        self.arrival = arrival
    }
}
