/// What the engine assumes before it has seen a list: one configuration for all lists.
///
/// Every kind of comparison has its levels from the best to the worst, with the shares of pairs that
/// are assumed at each: `matches` of one person's records, `strangers` of two people's. Both are
/// priors, which the list at hand corrects. They say what is known of forms filled by hand: most
/// fields are copied right, one in ten to twenty carries a slip, and few are another value.
public struct LinkageConfiguration: Sendable {
    /// One level of a comparison.
    public struct Level: Sendable {
        /// The level.
        public let level: AgreementLevel
        /// Assumed share among pairs of records of one person.
        public let matches: Double
        /// Assumed share among pairs of records of two people.
        public let strangers: Double
        /// How much of a value's own rarity counts in place of the average, from 0 to 1: the
        /// term-frequency adjustment of Winkler (2000), "Frequency-Based Matching in the
        /// Fellegi–Sunter Model of Record Linkage".
        public let rarityShare: Double
        /// Whether the level is assumed to be as frequent among matches as it is found among strangers: it says
        /// what a list is like, and only the list knows for whom it speaks.
        public let isNeutral: Bool

        init(
            _ level: AgreementLevel, _ matches: Double, _ strangers: Double,
            rarity rarityShare: Double = 0, isNeutral: Bool = false
        ) {
            self.isNeutral = isNeutral
            self.level = level
            self.matches = matches
            self.strangers = strangers
            self.rarityShare = rarityShare
        }
    }

    /// The configuration that ships with the engine.
    public static let standard = LinkageConfiguration()

    /// Probability from which two records are taken for one person's.
    public var threshold = 0.5
    /// What a bit of the weights of a list is worth. Weights are added up as if fields erred one by one, but a clerk who
    /// mishears one name mishears the next, and namesakes share more than a name; so odds far from even are overstated,
    /// as those of every sum of this kind (Hand and Yu, 2001, "Idiot's Bayes: Not So Stupid After All?"). Regression of what is
    /// true on what was said gave 0.65 to 1.04, mostly 0.74 to 0.90, on 22 lists of several origins.
    public var bitWorth = 0.8
    /// Assumed records that repeat a person, a record, before the list is seen.
    public var repeatsPerRecord = 0.1
    /// Assumed relatives of a person in the list, before it is seen.
    public var relativesPerRecord = 0.5
    /// Records that both assumptions count for.
    public var repeatsStrength = 20.0
    /// Bits by which scores would grow too sure with each doubling of the records of an index. Twice as many records ask for
    /// one bit more of evidence, which half as many strangers have where fields are independent. But who agrees in some names
    /// by chance is of one people and age, and agrees in others the more easily: a further bit of such evidence is worth 0.7
    /// to 0.8 of one. Counted from the records that a model was learnt from upwards alone: a small region of few names is not
    /// more certain. So calibrated best from 100,000 to 1,000,000 invented registrations.
    public var chanceGrowth = 0.5
    /// How much of what matches share relatives are assumed to share, where relatives share it.
    public var relativesShare = 0.4
    /// Pairs that the assumed shares of matches count for.
    public var matchesStrength = 30.0
    /// Further weight of the assumed shares, as a share of the matches found: it keeps families and
    /// namesakes from being learnt as matches.
    public var matchesShare = 0.1
    /// The same once families were matched, which tell matches from namesakes by themselves.
    public var familiesMatchesShare = 0.04
    /// Most by which the worst level of names, births and sexes may be commoner among matches than is assumed.
    public var differingMax = 2.0
    /// Pairs that the assumed shares of strangers count for.
    public var strangersStrength = 100.0
    /// Most that one value's rarity counts, in bits: beyond it a slip of the pen is likelier.
    public var rarityMax = 14.0
    /// Records that the assumed frequency of values counts for, in an index that begins empty.
    public var frequencyStrength = 200.0
    /// Jaro–Winkler similarity from which two names are close.
    public var closeMin = 0.92
    /// Jaro–Winkler similarity from which two names have something in common.
    public var partialMin = 0.8
    /// Share of letter pairs in common from which two texts are close.
    public var textCloseMin = 0.75
    /// Share of letter pairs in common from which two texts have something in common.
    public var textPartialMin = 0.45
    /// Kilometres up to which two points are as near as each level of positions but the last says.
    public var kilometres = [2.0, 10, 50]
    /// Whether names and places of one sound, or of one class of variants, are alike; without it only their
    /// letters count.
    public var usesPhonetics = true
    /// Whether the rarity of a value counts; without it all values are of average rarity.
    public var usesTermFrequency = true
    /// Years by which two stated years of birth may differ.
    public var yearTolerance = 2
    /// Years by which a guessed year of birth may differ: people round to 5.
    public var guessTolerance = 5
    /// Years between two births from which one could be the other's parent: a namesake of another generation, such as
    /// who bears a grandparent's name, is told apart by more than by a bad guess.
    public var generationYears = 15

    /// The configuration of ``standard``, to change.
    public init() {}

    /// The levels of a kind, best first; at most 7.
    public func levels(of kind: ComparisonKind) -> [Level] {
        let levels = Self.levels(of: kind)
        guard usesTermFrequency else {
            return levels.map {
                Level($0.level, $0.matches, $0.strangers, isNeutral: $0.isNeutral)
            }
        }
        return levels
    }

    private static func levels(of kind: ComparisonKind) -> [Level] {
        switch kind {
        case .given, .family: names
        case .name: fullNames
        case .nameOrder: orders
        case .birthDay: days
        case .birthYear: years
        case .sex: sexes
        case .phone: phones
        case .document: documents
        case .place: places
        case .position: positions
        case .text: texts
        case .code: codes
        case .household: households
        }
    }

    private static let names = [
        Level(.exact, 0.76, 0.01, rarity: 1), Level(.soundsAlike, 0.06, 0.004, rarity: 1),
        Level(.close, 0.1, 0.01, rarity: 0.5), Level(.partial, 0.04, 0.02),
        Level(.differs, 0.04, 0.956),
    ]
    private static let fullNames = [
        Level(.exact, 0.6, 0.000_2, rarity: 1), Level(.soundsAlike, 0.12, 0.000_2, rarity: 1),
        Level(.close, 0.16, 0.001, rarity: 0.5), Level(.partial, 0.09, 0.05, rarity: 0.5),
        Level(.differs, 0.03, 0.948_6),
    ]
    private static let orders = [Level(.straight, 0.96, 0.8), Level(.swapped, 0.04, 0.2)]
    private static let days = [
        Level(.exact, 0.82, 0.000_1), Level(.close, 0.08, 0.000_8),
        Level(.twoParts, 0.03, 0.003), Level(.near, 0.03, 0.012), Level(.year, 0.02, 0.05),
        Level(.differs, 0.02, 0.934_1),
    ]
    private static let years = [
        Level(.exact, 0.6, 0.02, rarity: 1), Level(.near, 0.15, 0.04),
        Level(.tolerated, 0.15, 0.08), Level(.differs, 0.08, 0.26),
        Level(.generation, 0.02, 0.6),
    ]
    private static let sexes = [Level(.exact, 0.98, 0.5), Level(.differs, 0.02, 0.5)]
    private static let phones = [
        Level(.exact, 0.6, 0.000_2, rarity: 1), Level(.close, 0.06, 0.000_1),
        Level(.differs, 0.34, 0.999_7),
    ]
    private static let documents = [
        Level(.exact, 0.75, 0.000_01, rarity: 1), Level(.close, 0.12, 0.000_02),
        Level(.partial, 0.06, 0.001), Level(.differs, 0.07, 0.998_97),
    ]
    private static let places = [
        Level(.exact, 0.7, 0.03, rarity: 1), Level(.soundsAlike, 0.05, 0.005, rarity: 1),
        Level(.close, 0.1, 0.01, rarity: 0.5), Level(.differs, 0.15, 0.955),
    ]
    private static let positions = [
        Level(.within2km, 0.7, 0.03), Level(.within10km, 0.1, 0.04),
        Level(.within50km, 0.08, 0.12), Level(.differs, 0.12, 0.81),
    ]
    private static let texts = [
        Level(.exact, 0.65, 0.001, rarity: 1), Level(.close, 0.15, 0.002, rarity: 0.5),
        Level(.partial, 0.1, 0.02), Level(.differs, 0.1, 0.977),
    ]
    private static let households = [
        Level(.mostMembers, 0.4, 0.000_001), Level(.severalMembers, 0.1, 0.000_001),
        Level(.anotherMember, 0.02, 0.000_004), Level(.alone, 0.1, 0.1, isNeutral: true),
        Level(.differs, 0.38, 0.899_994),
    ]
    private static let codes = [
        Level(.exact, 0.8, 0.02, rarity: 1), Level(.close, 0.1, 0.05), Level(.differs, 0.1, 0.93),
    ]
}
