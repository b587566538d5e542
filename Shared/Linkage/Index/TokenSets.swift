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

    /// Every set of the tokens that a record may have, as bits, the smaller sets first.
    static let all: [UInt16] = (1..<UInt16(1 << BlockingTokens.coreMax))
        .filter { $0.nonzeroBitCount <= sizeMax }
        .sorted { ($0.nonzeroBitCount, $0) < ($1.nonzeroBitCount, $1) }

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
