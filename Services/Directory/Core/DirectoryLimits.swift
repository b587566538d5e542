/// The limits of what the directory takes.
public enum DirectoryLimits {
    /// Characters of an acronym.
    public static let acronymCharactersMax = 32
    /// Characters of an activity: one line of a table.
    public static let activityCharactersMax = 256
    /// Bytes of a mail address (RFC 5321, section 4.5.3.1.3, less the brackets).
    public static let emailBytesMax = 254
    /// Parents and earlier meanings of one place: maps are redrawn a few times a century.
    public static let spansMax = 16
    /// Levels between a locality and its country, so that a ring of parents ends.
    public static let ancestorsMax = 8
    /// Places of one import: a short transaction, and an answer within the usual deadline.
    public static let importPlacesMax = 1_000
    /// Places below a changed one that are looked at again: more than Mali has.
    public static let descendantsMax = 50_000
    /// Organisations of one intervention.
    public static let participationsMax = 32
    /// Places, and sites, of one intervention.
    public static let locationsMax = 100
    /// Population groups of one intervention: more than there are.
    public static let populationGroupsMax = 16
    /// Counts of one intervention: two kinds, four sexes, seven bands, and room.
    public static let peopleCountsMax = 64
    /// People of one count: above any country's.
    public static let peopleMax: UInt32 = 1_000_000_000
    /// Characters of a search.
    public static let prefixCharactersMax = 64
    /// Answers of a search.
    public static let searchSizeMax = 100
    /// Answers of a search where the caller names no number.
    public static let searchSizeStandard = 20
    /// Bytes of records in one answer, half of what a caller takes: a page ends there, however few records it has.
    public static let pageBytesMax = 2 << 20
}
