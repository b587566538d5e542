/// The sets of a record's tokens under which it may be found, from single tokens to five together.
///
/// A record is kept under the *smallest sets that few records share*: a rare telephone alone, two names where both
/// are common, names with a mother and a village among a million namesakes. So depth follows the population without
/// a rule for each field, and a larger set says nothing that a smaller rare one within it does not. These are the
/// minimal infrequent sets of frequent-set mining, found level by level as in Agrawal and Srikant (1994), "Fast
/// Algorithms for Mining Association Rules".
///
/// Of sets of three not all are used but a Turán system (Turán, 1961): tokens are in three groups, and a set has three
/// of one group, or two of one and one of the next. Two records that share any four tokens share such a set, and there
/// are 20 of them for 8 tokens instead of 56. Of a person's own names and birth every three are used, for some lists
/// have nothing more.
enum TokenSets {
    /// Tokens of the largest set.
    static let sizeMax = 5

    /// Every set of the tokens that a record may have, as bits, by their number of tokens.
    fileprivate static let ofSize: [[UInt16]] = (0...sizeMax).map { size in
        (0..<UInt16(1 << BlockingTokens.coreMax)).filter { $0.nonzeroBitCount == size }
    }

    /// The hashes of a set's tokens.
    typealias Hashes = InlineArray<5, UInt64>

    /// The tokens of each group, and the person's own, as bits.
    struct Groups {
        fileprivate var ofGroup = InlineArray<3, UInt16>(repeating: 0)
        fileprivate var own: UInt16 = 0
    }

    static func groups(of tokens: [BlockingTokens.Core]) -> Groups {
        var groups = Groups()
        for (place, token) in tokens.enumerated() {
            groups.ofGroup[Int(token.group)] |= 1 << place
            if token.isOwn { groups.own |= 1 << place }
        }
        return groups
    }

    /// The key of a set; of neighbouring values where a token has one and is among those.
    static func key(
        of set: UInt16, _ tokens: [BlockingTokens.Core], near: UInt16 = 0
    ) -> UInt64 {
        var tokensHash: UInt64 = 0
        var rest = set
        while rest != 0 {
            let place = rest.trailingZeroBitCount
            tokensHash ^= near & 1 << place != 0 ? tokens[place].neighbour : tokens[place].hash
            rest &= rest - 1
        }
        var hash = KeyHash(0)
        hash.add(tokensHash)
        hash.add(UInt64(set.nonzeroBitCount))
        return hash.finished
    }

    /// Whether records may be kept under a set.
    static func isUsed(_ set: UInt16, _ groups: Groups) -> Bool {
        guard set.nonzeroBitCount == 3, set & ~groups.own != 0 else { return true }
        for group in 0..<3 {
            let own = (set & groups.ofGroup[group]).nonzeroBitCount
            if own == 3 { return true }
            if own == 2, set & groups.ofGroup[(group + 1) % 3] != 0 { return true }
        }
        return false
    }
}

/// The sets that a record may lie under, one size after the other: those of whose subsets every one is common.
///
/// All of one size can be fetched before the first is looked at.
struct TokenSetWalk {
    /// A set that was reached.
    struct Step {
        let set: UInt16
        let key: UInt64
        /// The bit of its state.
        fileprivate let state: UInt8
    }

    private let tokens: [BlockingTokens.Core]
    private let groups: TokenSets.Groups
    /// Tokens whose neighbouring value is tried, too.
    private var neighbouring: UInt16 = 0
    private var size = 0
    private var hasCommon = true
    /// Two bits a set: whether it is common, and whether it is with its neighbour's value.
    private var states = InlineArray<1024, UInt8>(repeating: 0)
    /// The sets of the present size.
    private(set) var steps: [Step] = []

    init(_ tokens: [BlockingTokens.Core], withNeighbours: Bool = false) {
        self.tokens = tokens
        groups = TokenSets.groups(of: tokens)
        guard withNeighbours else { return }
        for (place, token) in tokens.enumerated() where token.neighbour != 0 {
            neighbouring |= 1 << place
        }
    }

    /// Goes on to the sets of one token more; false where none is reached.
    mutating func advance() -> Bool {
        steps.removeAll(keepingCapacity: true)
        guard hasCommon, size < TokenSets.sizeMax else { return false }
        hasCommon = false
        size += 1
        for set in TokenSets.ofSize[size] {
            guard set < 1 << tokens.count else { break }
            guard TokenSets.isUsed(set, groups) else { continue }
            let reached = reached(set)
            if reached & 1 != 0 {
                steps.append(Step(set: set, key: TokenSets.key(of: set, tokens), state: 1))
            }
            if reached & 2 != 0 {
                let key = TokenSets.key(of: set, tokens, near: neighbouring)
                steps.append(Step(set: set, key: key, state: 2))
            }
        }
        return !steps.isEmpty
    }

    /// Says that a set of the present size is common.
    mutating func setCommon(_ step: Step) {
        states[Int(step.set)] |= step.state
        hasCommon = true
    }

    private func reached(_ set: UInt16) -> UInt8 {
        var reached: UInt8 = set & neighbouring != 0 ? 3 : 1
        var rest = set
        while rest != 0, reached != 0 {
            let subset = set & ~(rest & (0 &- rest))
            rest &= rest &- 1
            guard subset != 0, TokenSets.isUsed(subset, groups) else { continue }
            let state = states[Int(subset)]
            // A subset without the neighbour's token stands for both.
            reached &= subset & neighbouring != 0 ? state : (state & 1) * 3
        }
        return reached
    }
}
