/// The limits of deduplication.
public enum DeduplicationLimits {
    /// Unicode scalars of a reviewer's comment.
    public static let commentScalarsMax = 512
    /// Records of one identity: nobody is registered more often, so more of them are a wrong decision.
    public static let identityRecordsMax = 100
    /// Pairs of one screening that are answered: what a team can look at; the heaviest come first.
    public static let screenedPairsMax = 1_000
    /// Pairs of one person that a screening gives: more than a reviewer looks at; the likeliest come first.
    public static let pairsOfScreeningMax = 20
    /// Pairs of one record that are looked at again when it changes. A screening gives 20, so a record has
    /// more only where very many later ones resemble it.
    public static let pairsOfRecordMax = 1_000
    /// Bytes of the pairs of one page, or one pair however large it is: half of an answer's largest size.
    public static let pageBytesMax = 2 << 20
    /// Events that one batch makes at the most: one a command.
    public static let batchEventsMax = 1_000
}
