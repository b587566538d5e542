/// The bounds on work and memory for each person.
public struct MatchingLimits: Sendable {
    /// Records under one key above which the key is too common to follow.
    ///
    /// A key that more people share tells little of one of them, and the finer keys (with year,
    /// origin or father) still reach those that matter. Keeps 100,000 homonyms as cheap as one.
    public var keyFrequencyMax = 48
    /// Records compared in one screening; those under rarer keys come first.
    ///
    /// 48 comparisons keep a screening well under 50 µs.
    public var candidatesMax = 48
    /// Scored candidates returned: more than an adjudicator will look at for one person.
    public var resultsMax = 20
    /// Members of one household that are looked at as evidence.
    ///
    /// 16 covers nearly all households; one of 500 must not make each comparison quadratic.
    public var householdMembersMax = 16

    /// The limits that the engine is measured with.
    public init() {}

    /// Records, spellings or identifiers in one index: links number a record and a key in 32 bits.
    ///
    /// Many times a country; memory (some 500 bytes a person) ends first.
    public static let recordsMax = 200_000_000
    /// Unicode scalars read of one text field; a form's field that is longer is an error or an attack.
    public static let fieldScalarsMax = 256
    /// Bytes kept of one name: over the longest real names, and a 64-bit mask can cover it.
    public static let tokenBytesMax = 40
    /// Names kept of one name field: two given names and a nickname are common, four are not.
    public static let nameTokensMax = 3
    /// Names in all classes of variants: a name in a script without vowels is looked for among all of them.
    public static let variantsMax = 10_000
    /// Telephone numbers kept of a person.
    public static let phonesMax = 2
    /// Document numbers kept of a person.
    public static let documentsMax = 2
    /// Characters kept of an identifier: the longest document numbers have under 30.
    public static let identifierBytesMax = 40
}
