/// The bounds of what a team's file may hold; the contract's own where it has one.
public enum IntakeLimits {
    /// People in a batch (contract: `BatchContent`).
    public static let peoplePerBatchMax = 1_000
    /// Bytes of an encoded batch (contract: `SubmitBatchRequest.content`).
    public static let batchBytesMax = 1 << 20
    /// The earliest year of a collection: before it no team wrote forms.
    public static let collectionYearMin = 1900
    /// A device's clock before this year was never set: no day is then called future.
    public static let clockYearMin = 2026
    /// Years of age: the oldest verified person lived 122 years.
    public static let ageYearsMax = 125
    /// Years between a date of birth and an age that pass without a notice: birthdays, and ages said by heart.
    public static let ageDifferenceYearsMax = 3
    /// A household's declared size; larger is a typing error or a site.
    public static let declaredSizeMax = 200
    /// Codes of a list that are told with one that is not in it; a longer list is looked up.
    public static let codesToldMax = 20
    /// Problems that are kept; a file with more has one cause that the first ones show.
    public static let problemsMax = 1_000
    /// Levels of JSON nesting: Kobo's groups and repeats need four or five.
    public static let jsonDepthMax = 16
    /// Lines of a mapping file, as many as a file may have columns, and as many comments.
    public static let mappingLinesMax = 512
}
