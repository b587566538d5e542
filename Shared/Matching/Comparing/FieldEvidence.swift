/// What one field says for or against two records being one person.
///
/// Codes, not text: they are rendered in French and English elsewhere.
public struct FieldEvidence: Hashable, Sendable {
    /// The field. Raw values are stable: they travel in messages and in stored pairs.
    public enum Field: String, CaseIterable, Sendable {
        /// Given names, under French and West African spellings.
        case givenName
        /// Family names, likewise.
        case familyName
        /// Sex.
        case sex
        /// Date of birth, with its precision.
        case birth
        /// The mother's name.
        case mother
        /// The father's name.
        case father
        /// The place that the person comes from.
        case origin
        /// The place where the person is now.
        case residence
        /// Telephone numbers.
        case phone
        /// Documents' numbers.
        case document
        /// Others of the household.
        case householdMembers
        /// The deduction for what relatives share; see ``MatchingWeights/relativesMax``.
        case relatives
    }

    /// How the two values stand to each other. Raw values are stable, as the fields' are.
    public enum Level: String, CaseIterable, Sendable {
        /// Equal after standardisation.
        case exact
        /// Other spelling, same phonetic key.
        case soundsAlike
        /// Known variants of one name (Djénéba, Zeïnabou).
        case variant
        /// A spelling near enough to be a slip; dates within the tolerance of their precision.
        case close
        /// Some of the names agree; others are missing or differ.
        case partial
        /// Given and family name stand in each other's place; day and month likewise.
        case swapped
        /// Month and year agree, the day does not or is not known.
        case sameMonth
        /// The year agrees and no more is known.
        case sameYear
        /// Held by so many people that it speaks for a group, not for a person.
        case shared
        /// Some members of the two households agree; see ``FieldEvidence/count``.
        case agree
        /// Evidence beyond a bound, taken off again.
        case capped
        /// Not stated on one side at least.
        case missing
        /// Stated on both sides, and different.
        case differs
    }

    /// The field.
    public let field: Field
    /// How its two values stand to each other.
    public let level: Level
    /// Bits, log2 of a Bayes factor: positive speaks for one person, negative against.
    public let weight: Double
    /// Members of the two households that agree; 0 for every other field.
    public let count: Int

    init(_ field: Field, _ level: Level, _ weight: Double, count: Int = 0) {
        self.field = field
        self.level = level
        self.weight = weight
        self.count = count
    }
}
