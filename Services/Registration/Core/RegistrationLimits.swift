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
    /// Case numbers that one subject gets in 24 hours: a prefix, of a billion, lasts for 200,000 of them.
    public static let caseNumbersPerDayMax = 5_000
    /// Forms of a household that an erasure names: far more than any has.
    public static let formsPerErasureMax = 1_000
    /// Households that one call looks through for a name: some tens of milliseconds.
    public static let nameSearchHouseholdsMax = 2_000
    /// Characters of a name that is searched for.
    public static let nameSearchCharactersMax = 64
    /// Problems that are listed of one command.
    public static let violationsPerCommandMax = 32
    /// Problems that are listed of one batch, shared out evenly among its commands: with what else a receipt and its
    /// screening hold, they stay far below the fields of one message.
    public static let violationsPerBatchMax = 4_000

    /// Problems that are listed of each command of a batch with so many; at least 1.
    public static func violations(perCommandOf commands: Int) -> Int {
        min(violationsPerCommandMax, max(1, violationsPerBatchMax / max(1, commands)))
    }
}
