/// The limits of deduplication.
public enum DeduplicationLimits {
    /// Characters of a reviewer's comment.
    public static let commentCharactersMax = 512
    /// Records of one identity: nobody is registered more often, so more of them are a wrong decision.
    public static let identityRecordsMax = 100
    /// Pairs of one screening that are answered: what a team can look at; the heaviest come first.
    public static let screenedPairsMax = 1_000
    /// Pairs of one record that are looked at again when it changes. The engine gives 20 a screening, so a record has
    /// more only where very many later ones resemble it.
    public static let pairsOfRecordMax = 1_000
    /// Events of one answer to a follower.
    public static let eventsMax = 1_000
    /// Bytes of one answer to a follower.
    public static let eventBytesMax = 2 << 20
}
