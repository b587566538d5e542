/// What a model is learnt from: candidates of some households, and pairs drawn at random.
///
/// Decisions are of pairs that a screening found and a queue put first, so they are no random sample of all pairs, and to
/// count them as one would make matches look common. So households are the sampling units, in two strata: those of decided
/// pairs, all of which are taken, and of the others so many that are drawn at random. *All* candidates of a household
/// count, decided or not, by the inverse of the probability with which the household was taken (Horvitz and Thompson,
/// 1952), and half, since a pair can be met from either end (the multiplicity estimator of Sirken, 1970). Sums over the
/// sample then estimate those over the region without bias, whatever was decided.
public struct LearningSample: Sendable {
    /// A candidate that was met from one end.
    struct Observation: Sendable {
        let comparison: Comparison
        /// Bits to add because another pair takes its place.
        let rivalBits: Float
        /// Whether its household was drawn at random.
        let isDrawn: Bool
        /// What people decided; nil where nothing is known.
        let isSame: Bool?
    }

    /// Candidates of a sample, 24 bytes each.
    public static let candidatesMax = 1_000_000
    /// Candidates of one person; the likeliest.
    static let candidatesPerPersonMax = 200

    /// People in the index.
    public let people: Int
    /// Households without a decided pair, out of which others were drawn.
    public let householdsToDraw: Int
    /// People whose candidates were looked at.
    public private(set) var peopleSearched = 0
    /// Households that were drawn and looked at.
    public private(set) var householdsDrawn = 0
    private(set) var observations: [Observation] = []
    private(set) var strangers: [Comparison] = []

    /// An empty sample of an index.
    public init(people: Int, householdsToDraw: Int) {
        self.people = people
        self.householdsToDraw = householdsToDraw
    }

    /// Candidates that were met.
    public var candidateCount: Int { observations.count }

    /// Pairs that were drawn at random.
    public var strangerCount: Int { strangers.count }

    /// Whether it holds as many candidates as it may.
    public var isFull: Bool { observations.count >= Self.candidatesMax }

    /// Pairs of the region that an observation stands for.
    func weight(_ observation: Observation) -> Double {
        guard observation.isDrawn else { return 0.5 }
        return 0.5 * Double(householdsToDraw) / Double(max(1, householdsDrawn))
    }

    mutating func addHousehold(of people: Int, isDrawn: Bool) {
        peopleSearched += people
        if isDrawn { householdsDrawn += 1 }
    }

    mutating func add(_ observation: Observation) { observations.append(observation) }

    mutating func add(stranger: Comparison) { strangers.append(stranger) }
}
