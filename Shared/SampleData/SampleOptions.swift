/// What sample to make.
public struct SampleOptions: Sendable, Hashable {
    /// The same seed gives the same sample.
    public var seed: UInt64
    /// Households, without the repeated ones.
    public var households: Int
    /// Households that are registered a second time under another form number.
    public var repeatedHouseholds: Int
    /// People who are registered a second time alone, inside another household.
    public var repeatedPeople: Int
    /// Year of collection; one that has passed, since dates in the future are refused.
    public var year: Int

    /// A sample of 200 households with 12 repeated households and 20 repeated people.
    public init(
        seed: UInt64 = 2026, households: Int = 200, repeatedHouseholds: Int = 12,
        repeatedPeople: Int = 20, year: Int = 2025
    ) {
        precondition(households > 1 && (0...households).contains(repeatedHouseholds))
        precondition(repeatedPeople >= 0 && (1900...9999).contains(year))
        self.seed = seed
        self.households = households
        self.repeatedHouseholds = repeatedHouseholds
        self.repeatedPeople = repeatedPeople
        self.year = year
    }

    /// A sample of at least so many people, repeats in proportion; for benchmarks.
    public static func people(_ count: Int, seed: UInt64 = 2026) -> SampleOptions {
        // A household has 7 to 8 people on average; six keeps to the safe side.
        let households = max(2, count / 6)
        return SampleOptions(
            seed: seed, households: households, repeatedHouseholds: households / 17,
            repeatedPeople: households / 10)
    }
}
