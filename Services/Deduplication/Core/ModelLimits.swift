/// The limits of learning models.
public enum ModelLimits {
    /// People on record from which a model is learnt: fewer say nothing that the shipped one does not.
    public static let peopleMin = 200
    /// Decisions that a model is learnt from and judged by; of more, those whose pairs' ids, which are digests, come first.
    public static let decisionsMax = 5_000
    /// Households that are drawn at random to learn from.
    public static let householdsDrawnMax = 3_000
    /// Pairs that are drawn at random, to learn how strangers compare.
    public static let strangersMax = 50_000
    /// The same for each person on record: of few people the same pairs would be drawn again.
    public static let strangersPerPersonMax = 10
    /// Open pairs, and pairs that a rule merged, of which is told what a model would make of them; of more, likewise.
    public static let comparedPairsMax = 2_000
    /// Households drawn at random of which is told which pairs would come and go.
    public static let comparedHouseholdsMax = 1_000
    /// Pairs that are named as examples.
    public static let examplesMax = 10
    /// Models that are listed, and kept where they were never taken.
    public static let modelsMax = 200
    /// What a step of learning or of screening anew takes of the time in which events are applied; it pauses as long after
    /// each. A household is not divided.
    public static let step = Duration.milliseconds(10)
    /// Longest pause after which learning asks a store again that refused it.
    public static let refusalPauseMax = Duration.seconds(5)
}
