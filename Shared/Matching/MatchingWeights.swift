/// Fixed weights, in bits: log2 of how much likelier a level is for one person than for two.
///
/// Set by judgement from the shape of registrations in the Sahel, not learnt. Weights of names and
/// numbers are not listed: they are the value's rarity in the index (the term-frequency adjustment
/// of Winkler, 2000, "Frequency-Based Matching in Fellegi–Sunter Model of Record Linkage") times a
/// share for the level. Penalties are negative.
public struct MatchingWeights: Sendable {
    /// The weights that ship with the engine.
    public static let standard = MatchingWeights()

    // Names: share of the rarity by level.
    /// Other spelling, same sound: registrars of three languages spell as they hear.
    public var soundsAlikeShare = 0.9
    /// Known variant of the name.
    public var variantShare = 0.75
    /// Near spelling.
    public var closeShare = 0.55
    /// Names in each other's place, on top of the level's share.
    public var swappedShare = 0.85
    /// Jaro–Winkler similarity from which two spellings are close.
    public var closeSimilarityMin = 0.9

    // Names: bounds and penalties.
    /// Most that one field of names can add: beyond 1 in 500 a rare name may be a slip of the pen.
    public var nameMax = 9.0
    /// Most that a name of one letter adds: an initial, or a form filled with anything.
    public var initialMax = 1.0
    /// Given names that differ: relatives share all else, so this must outweigh much.
    public var givenDiffers = -8.0
    /// Family names that differ: married names and nicknames make this weaker.
    public var familyDiffers = -4.0
    /// Mothers' names that differ.
    public var motherDiffers = -3.5
    /// Fathers' names that differ.
    public var fatherDiffers = -3.5
    /// Each name on one side that has no counterpart where the other has no more names.
    public var nameExtra = -0.4
    /// Each name that faces another name and differs from it, beside others that agree.
    public var nameConflict = -2.5

    // Sex.
    /// Same sex: half of all people.
    public var sexSame = 0.95
    /// Other sex: registered wrongly for one or two in a hundred.
    public var sexDiffers = -5.0

    // Birth.
    /// Exact day on both sides and equal.
    public var birthExact = 10.0
    /// Day and month in each other's place, or one part of three wrong.
    public var birthNearDay = 5.5
    /// Month and year agree.
    public var birthSameMonth = 6.0
    /// The year agrees; both state no more.
    public var birthSameYear = 3.5
    /// The year agrees where one is guessed from an age, or written as 1 January.
    public var birthSameYearHeaped = 2.5
    /// Within the tolerance: one year for stated years, two for guessed ones.
    public var birthClose = 1.2
    /// Beyond the tolerance by little: up to three years stated, six guessed.
    public var birthFar = -2.0
    /// Beyond that.
    public var birthDiffers = -7.0

    // Places, telephone, document.
    /// Most that the same origin adds.
    public var originMax = 5.0
    /// Other origin: the village or its cercle, the speaker's choice.
    public var originDiffers = -1.5
    /// Most that the same residence adds; people move, so another one says nothing.
    public var residenceMax = 2.5
    /// Most that a shared telephone adds: families and teams share them.
    public var phoneMax = 9.0
    /// Most that a shared document adds.
    public var documentMax = 16.0
    /// Holders of one document above which it is a household's (a ration card), not a person's.
    public var documentHoldersMax = 3
    /// Documents that differ: people hold several.
    public var documentDiffers = -0.5

    // Family.
    /// Each pair of other members of the two households who agree in name, sex and year.
    public var householdMember = 2.5
    /// Households of two other members or more each, none of whom agree. Families split, so it is weak.
    public var householdMembersDiffer = -1.5
    /// Most that the members together add.
    public var householdMembersMax = 8.0
    /// Most that all that relatives share adds together: family name, parents, origin, residence, telephone,
    /// household members. Brothers agree in all of it, so it is one piece of evidence, not seven.
    public var relativesMax = 18.0

    // Frequencies before the index knows better.
    /// Weight of the assumed frequency, in people.
    public var assumedPeople = 200.0
    /// Assumed share of people who bear a given, family, parent's or place name.
    public var assumedShare = 0.01

    // Decision.
    /// Probability that a candidate is the same person before anything is compared: one repeat in
    /// ten people, somewhere among 50,000.
    public var prior = 0.000_002
    /// Probability from which a pair is `probable`.
    public var probableMin = 0.95
    /// Probability from which a pair is `possible`.
    public var possibleMin = 0.3

    /// The weights of ``standard``, to change.
    public init() {}
}
