/// A person as a team writes them down. Nobody's: every value is drawn.
public struct SamplePerson: Sendable, Hashable {
    /// Number in the form, from 1.
    public var number: Int
    /// The same for all records of one invented person.
    public var identity: Int
    /// Given name.
    public var givenName: String
    /// Family name.
    public var familyName: String
    /// Whether female.
    public var isFemale: Bool
    /// Year in which the person was born.
    public var birthYear: Int
    /// The date of birth as written; empty where only an age was said.
    public var birthDate: String
    /// The age as said; nil where a date was written.
    public var age: Int?
    /// Relation to the head, in French.
    public var relationship: String
    /// Father's name.
    public var fatherName: String
    /// Mother's name.
    public var motherName: String
    /// Codes of specific needs.
    public var needs: [String]
    /// Number of an invented NINA, or empty. The first digit is one that the real series does not use.
    public var documentNumber: String
    /// Telephone or empty, of a range that is given to no subscriber.
    public var phone: String
}
