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

    /// All sets of the tokens that a record may have, by their number of tokens.
    fileprivate static let ofSize: [TokenSetGroup] = (0...sizeMax).map { size in
        var sets = TokenSetGroup()
        for set in 0..<UInt16(1 << BlockingTokens.coreMax) where set.nonzeroBitCount == size {
            sets.insert(set)
        }
        return sets
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

    /// The sets of so many tokens under which records may be kept.
    fileprivate static func used(_ size: Int, _ groups: Groups, below end: Int) -> TokenSetGroup {
        var used = ofSize[size]
        guard size == 3 else { return used }
        ofSize[size].forEach(below: end) { if !isUsed($0, groups) { used.remove($0) } }
        return used
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

extension TokenSets {
    /// The sets of one token more than a common one under which a record may be kept, and their other subsets of one
    /// token less, which must be common, too.
    struct Larger {
        private let set: UInt16
        private let groups: Groups
        /// The tokens more, of the sets that are left.
        private var more: UInt16 = 0
        /// The token that the present subsets are without, and those that are still to be left out.
        private var without: UInt16 = 0
        private var rest: UInt16

        init(than set: UInt16, _ tokens: Int, _ groups: Groups) {
            self.set = set
            self.groups = groups
            rest = set
            for place in 0..<tokens {
                let token = 1 << UInt16(place) as UInt16
                if set & token == 0, isUsed(set | token, groups) { more |= token }
            }
        }

        /// Goes on to one more subset of each set; false where there is none, or no set is left.
        mutating func nextSubsets() -> Bool {
            guard more != 0, rest != 0 else { return false }
            without = rest & (0 &- rest)
            rest &= rest - 1
            return true
        }

        /// Calls with the present subset of each set, where records may be kept under it.
        func forEachSubset(_ body: (UInt16) -> Void) {
            forEach { larger in
                let subset = larger & ~without
                if isUsed(subset, groups) { body(subset) }
            }
        }

        /// Removes the sets of whose present subset something holds.
        mutating func removeAll(where isGone: (UInt16) -> Bool) {
            var gone: UInt16 = 0
            forEachSubset { if isGone($0) { gone |= $0 & ~set } }
            more &= ~gone
        }

        /// Calls with each set that is left, in order.
        func forEach(_ body: (UInt16) -> Void) {
            var rest = more
            while rest != 0 {
                body(set | rest & (0 &- rest))
                rest &= rest - 1
            }
        }
    }
}

/// Some of the sets of a record's tokens, one bit for each that there can be, so that 64 are worked on at once.
private struct TokenSetGroup: BitwiseCopyable {
    private static let wordBits = 6
    private var words = InlineArray<16, UInt64>(repeating: 0)

    /// Of each of the first tokens, the bits of a word whose sets are without it.
    private static let without: InlineArray<6, UInt64> = [
        0x5555_5555_5555_5555, 0x3333_3333_3333_3333, 0x0F0F_0F0F_0F0F_0F0F,
        0x00FF_00FF_00FF_00FF, 0x0000_FFFF_0000_FFFF, 0x0000_0000_FFFF_FFFF,
    ]

    mutating func insert(_ set: UInt16) {
        words[Int(set) >> Self.wordBits] |= 1 << UInt64(set & 63)
    }

    mutating func remove(_ set: UInt16) {
        words[Int(set) >> Self.wordBits] &= ~(1 << UInt64(set & 63))
    }

    func contains(_ set: UInt16) -> Bool {
        words[Int(set) >> Self.wordBits] & 1 << UInt64(set & 63) != 0
    }

    /// Calls for each set below an end that is in this group or another, in order.
    func forEach(
        or other: TokenSetGroup = TokenSetGroup(), below end: Int, _ body: (UInt16) -> Void
    ) {
        for word in 0..<((end + 63) >> Self.wordBits) {
            var rest = words[word] | other.words[word]
            while rest != 0 {
                let set = word << Self.wordBits + rest.trailingZeroBitCount
                guard set < end else { return }
                body(UInt16(set))
                rest &= rest &- 1
            }
        }
    }

    /// Takes away every set that has one of a group's sets and one token more, of so many tokens.
    mutating func removeSupersets(of group: TokenSetGroup, tokens: Int) {
        let end = tokens > Self.wordBits ? 1 << (tokens - Self.wordBits) : 1
        for word in 0..<end where group.words[word] != 0 {
            let sets = group.words[word]
            for token in 0..<Self.wordBits {
                words[word] &= ~((sets & Self.without[token]) << (1 << UInt64(token)))
            }
            for token in 0..<max(0, tokens - Self.wordBits) { words[word | 1 << token] &= ~sets }
        }
    }
}

/// The sets that a record may lie under, one size after the other: those of whose subsets every one is common.
///
/// All of one size can be fetched before the first is looked at. It is large, so it is not copied.
struct TokenSetWalk: ~Copyable {
    /// A set that was reached.
    struct Step {
        let set: UInt16
        let key: UInt64
        /// Whether it is the set with its neighbour's value.
        fileprivate let isNear: Bool
    }

    private let tokens: [BlockingTokens.Core]
    private let groups: TokenSets.Groups
    /// Tokens whose neighbouring value is tried, too.
    private var neighbouring: UInt16 = 0
    private var size = 0
    private var hasCommon = true
    /// Sets of the present size that are not common, and those that are not with their neighbour's value; a set that has
    /// none stands for both.
    private var rare = TokenSetGroup()
    private var rareNear = TokenSetGroup()
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
        let end = 1 << tokens.count
        let used = TokenSets.used(size, groups, below: end)
        var reached = used
        reached.removeSupersets(of: rare, tokens: tokens.count)
        var reachedNear = TokenSetGroup()
        if neighbouring != 0 {
            reachedNear = used
            reachedNear.removeSupersets(of: rareNear, tokens: tokens.count)
        }
        (rare, rareNear) = (used, used)
        reached.forEach(or: reachedNear, below: end) { set in
            if reached.contains(set) {
                steps.append(Step(set: set, key: TokenSets.key(of: set, tokens), isNear: false))
            }
            if set & neighbouring != 0, reachedNear.contains(set) {
                let key = TokenSets.key(of: set, tokens, near: neighbouring)
                steps.append(Step(set: set, key: key, isNear: true))
            }
        }
        return !steps.isEmpty
    }

    /// Says that a set of the present size is common.
    mutating func setCommon(_ step: Step) {
        if !step.isNear { rare.remove(step.set) }
        if step.isNear || step.set & neighbouring == 0 { rareNear.remove(step.set) }
        hasCommon = true
    }
}
