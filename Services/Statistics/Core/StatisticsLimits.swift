/// The limits of what statistics counts and answers.
public enum StatisticsLimits {
    /// Dimensions of one table: more make cells of single people.
    public static let dimensionsMax = 4
    /// Rows of one answer: about 1 MiB as a message, more than anybody reads.
    public static let rowsMax = 10_000
    /// Records that decisions may make one person of: more is an error of review, not a person.
    public static let identityRecordsMax = 1_000
    /// The earliest year of a day that ages and maps can be asked for.
    public static let yearMin: UInt32 = 1880
}
