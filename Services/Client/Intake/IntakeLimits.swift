/// The bounds of what a team's file may hold; the contract's own where it has one.
public enum IntakeLimits {
    /// People in a batch (contract: `BatchContent`).
    public static let peoplePerBatchMax = 1_000
    /// Bytes of an encoded batch (contract: `SubmitBatchRequest.content`).
    public static let batchBytesMax = 1 << 20
    /// Members of a household (contract: `Household.members`).
    public static let membersMax = 100
    /// Needs of a person (contract: `Person.needs`).
    public static let needsMax = 32
    /// Characters of a source key (contract: `Command.source_key`).
    public static let sourceKeyCharactersMax = 64
    /// Characters of a place's name (contract: `Place.name`).
    public static let placeNameCharactersMax = 128
    /// Characters of a justification (contract: `CorrectHousehold.justification`).
    public static let justificationCharactersMax = 512
    /// Characters of a name: longer than any name, shorter than a remark typed into the wrong cell.
    public static let nameCharactersMax = 128
    /// Characters of a document's number (contract: `Document.number`).
    public static let documentCharactersMax = 64
    /// The earliest year of a date in a registration (registration's `RegistrationLimits`).
    public static let yearMin = 1880
    /// The earliest year of a collection: before it no team wrote forms.
    public static let collectionYearMin = 1900
    /// A device's clock before this year was never set: no day is then called future.
    public static let clockYearMin = 2026
    /// Phones in one cell (contract: `Household.phones`).
    public static let phonesMax = 16
    /// Years of age: the oldest verified person lived 122 years.
    public static let ageYearsMax = 125
    /// A household's declared size; larger is a typing error or a site.
    public static let declaredSizeMax = 200
    /// Problems that are kept; a file with more has one cause that the first ones show.
    public static let problemsMax = 1_000
    /// Levels of JSON nesting: Kobo's groups and repeats need four or five.
    public static let jsonDepthMax = 16
    /// Lines of a mapping file, as many as a file may have columns, and as many comments.
    public static let mappingLinesMax = 512
}
