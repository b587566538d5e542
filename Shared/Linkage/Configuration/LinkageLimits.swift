/// The bounds on work and memory of linking lists.
public enum LinkageLimits {
    /// Fields of a record: a comparison packs the level of each in three bits of a word, and a date
    /// and the order of names take two.
    public static let fieldsMax = 10
    /// Records of one run: blocking numbers them in 22 bits; some 0.9 KiB a record.
    public static let recordsMax = 4_000_000
    /// Names or numbers kept of one field of a record.
    public static let valuesPerFieldMax = 4
    /// Letters kept of a free text.
    public static let textBytesMax = 96
    /// Pairs that blocking may emit, a record, one that shares several keys as often; keys that the fewest records share go first.
    public static let pairsPerRecordMax = 40
    /// Pairs that blocking may emit in any case, so that small lists are compared in depth: some 300,000 different ones.
    public static let pairsMin = 1_000_000
    /// Pairs that households which belong together may add, a record; as many as `pairsMin` in any case.
    public static let familyPairsPerRecordMax = 20
    /// Records of one household above which it is none.
    public static let householdMembersMax = 100
    /// Records under one key above which the key is not followed.
    public static let keyFrequencyMax = 256
    /// Pairs drawn to learn how often strangers agree.
    public static let strangersMax = 250_000
    /// Candidates that the model is fitted to, counted as `pairsMin` counts them; of more, each n-th.
    public static let fittedMax = 700_000
    /// Records that are clustered or assigned together; a larger group is divided at its weakest
    /// links first.
    public static let groupMax = 200
}
