/// The bounds of a household, and of a command about one.
public enum HouseholdLimits {
    /// Members of one household. Larger ones are sites or errors.
    public static let membersMax = 100
    /// Characters of a source, and of a source's key.
    public static let keyCharactersMax = 64
    /// Characters of a justification.
    public static let justificationCharactersMax = 512
    /// Documents of a person.
    public static let documentsMax = 16
    /// Characters of a document's number.
    public static let documentCharactersMax = 64
    /// Specific needs of a person.
    public static let needsMax = 32
}
