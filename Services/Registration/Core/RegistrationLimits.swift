/// The limits of what registration takes.
public enum RegistrationLimits {
    /// People in one batch, so that a batch is one short transaction and one short wait on a bad
    /// line.
    public static let batchPeopleMax = 1_000
    /// Bytes of one batch's content.
    public static let batchBytesMax = 1 << 20
    /// Commands in one batch: a household without members still counts.
    public static let batchCommandsMax = 1_000
    /// Case numbers of one block: a team's month, and a mistake costs few of a billion.
    public static let caseNumbersPerBlock = 1...1_000
    /// Items of one page.
    public static let pageSizeMax = 200
    /// Items of a page where the caller names no number.
    public static let pageSizeStandard = 50
}
