/// What a model is learnt from: candidates of some households, and pairs drawn at random.
///
/// Decisions are of pairs that a screening found and a queue put first, so they are no random sample of all pairs, and to
/// count them as one would make matches look common. So households are the sampling units, in two strata: those of decided
/// pairs, of which all are taken that there is room for, in random order, and of the others so many that are drawn at
/// random. *All* candidates of a household count, decided or not, by the inverse of the probability with which the household was taken (Horvitz and Thompson,
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

    /// Candidates of a sample, 32 bytes each; those of decided households fill one half at most.
    public static let candidatesMax = 1_000_000
    /// Candidates of one person; the likeliest.
    static let candidatesPerPersonMax = 200

    /// People in the index.
    public let people: Int
    /// Households with a decided pair.
    public let householdsDecided: Int
    /// Households without one, out of which others were drawn.
    public let householdsToDraw: Int
    /// What places say twice in the index that it is of.
    var placeDependences: [LinkageModel.Dependence] = []
    /// People whose candidates were looked at.
    public private(set) var peopleSearched = 0
    /// Households that were drawn and looked at.
    public private(set) var householdsDrawn = 0
    private var householdsMet = 0
    private let candidatesMax: Int
    private(set) var observations: [Observation] = []
    private(set) var strangers: [Comparison] = []

    /// An empty sample of an index.
    ///
    /// - Parameter most: Candidates that it takes up.
    public init(
        people: Int, householdsDecided: Int, householdsToDraw: Int, most: Int = candidatesMax
    ) {
        self.people = people
        self.householdsDecided = householdsDecided
        self.householdsToDraw = householdsToDraw
        candidatesMax = most
    }

    /// Candidates that were met.
    public var candidateCount: Int { observations.count }

    /// Pairs that were drawn at random.
    public var strangerCount: Int { strangers.count }

    /// Whether households were to be drawn and none was: then it says nothing of pairs that nobody decided.
    public var lacksDrawn: Bool { householdsToDraw > 0 && householdsDrawn == 0 }

    /// Decisions that were met: half of one from either end.
    public func decisionCount(isSame: Bool) -> Int {
        (observations.count { $0.isSame == isSame } + 1) / 2
    }

    /// Whether it has room for a household of a stratum.
    func hasRoom(isDrawn: Bool) -> Bool {
        observations.count < (isDrawn ? candidatesMax : candidatesMax / 2)
    }

    /// Pairs of the region that an observation stands for.
    func weight(_ observation: Observation) -> Double {
        let (total, met) =
            observation.isDrawn
            ? (householdsToDraw, householdsDrawn) : (householdsDecided, householdsMet)
        return 0.5 * Double(total) / Double(max(1, met))
    }

    mutating func addHousehold(of people: Int, isDrawn: Bool) {
        peopleSearched += people
        if isDrawn { householdsDrawn += 1 } else { householdsMet += 1 }
    }

    mutating func add(_ observation: Observation) { observations.append(observation) }

    mutating func add(stranger: Comparison) { strangers.append(stranger) }
}
