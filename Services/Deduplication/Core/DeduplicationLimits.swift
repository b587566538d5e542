/// The limits of deduplication.
public enum DeduplicationLimits {
    /// Unicode scalars of a reviewer's comment.
    public static let commentScalarsMax = 512
    /// Records of one identity: nobody is registered more often, so more of them are a wrong decision.
    public static let identityRecordsMax = 100
    /// Pairs that are decided in one call.
    public static let decisionsMax = 200
    /// Members of one household that are shown beside another's, the first by their ids: what registration accepts.
    public static let householdMembersMax = 100
    /// Pairs between two households that are shown: of each two members there may be one.
    public static let pairsOfHouseholdsMax = 10_000
    /// How long a replay looks at what a rule would merge, the likeliest pairs first.
    public static let replay = Duration.seconds(4)
    /// Opinions after which a pair is decided, whether they agree or not.
    public static let opinionsMax = 3
    /// Pairs of records whose opinions are compared, the newest.
    public static let agreementPairsMax = 100_000
    /// Fields that a rule may demand to agree.
    public static let ruleFieldsMax = 16
    /// Pairs of one screening that are answered: what a team can look at; the heaviest come first.
    public static let screenedPairsMax = 1_000
    /// Pairs of one person that a screening gives: more than a reviewer looks at; the likeliest come first.
    public static let pairsOfScreeningMax = 20
    /// Pairs of one record that are looked at again when it changes. A screening gives 20, so a record has
    /// more only where very many later ones resemble it.
    public static let pairsOfRecordMax = 1_000
    /// Bytes of the pairs of one page, or one pair however large it is: half of an answer's largest size.
    public static let pageBytesMax = 2 << 20
    /// Events that are linked before the one whose rows are written is done: while one is linked the next is read.
    public static let linkedAheadMax = 2
    /// Events that one batch makes at the most: one a command.
    public static let batchEventsMax = 1_000
}
