/// What the other members of two households say of a pair of their records.
///
/// One record alone is often undecidable, its family is not. After a first scoring, the members of two
/// households are assigned to each other one to one; a pair then counts how many *others* of both
/// households were assigned, and is scored again with that as a part of the comparison. It is the
/// collective linkage of Bhattacharya and Getoor (2007), "Collective entity resolution in relational
/// data", in two steps instead of to the end.
struct Families: Sendable {
    /// Times that pairs are scored again.
    static let passes = 2
    /// Members of a household up to which they are evidence for each other; assigning is cubic in them.
    static let membersMax = 40
    /// Assigned members from which the pairs of all members are compared.
    static let assignedMin = 2

    private let households: [UInt32]
    /// Members of each household, one household after the other, and where each begins.
    private var members: [UInt32]
    private var starts: [Int]
    /// Records that were assigned to each other, by the pair of their households.
    private var assigned: [RecordPair: [RecordPair]] = [:]

    init(_ table: LinkageTable) {
        households = (0..<table.count).map(table.household)
        starts = [Int](repeating: 0, count: Int(households.max() ?? 0) + 2)
        for household in households { starts[Int(household) + 1] += 1 }
        for household in starts.indices.dropFirst() { starts[household] += starts[household - 1] }
        members = [UInt32](repeating: 0, count: households.count)
        var places = starts
        for (record, household) in households.enumerated() {
            members[places[Int(household)]] = UInt32(record)
            places[Int(household)] += 1
        }
    }

    /// Whether the list has households that can say anything.
    var isEmpty: Bool { !(0..<starts.count - 1).contains { speaks(UInt32($0)) } }

    /// Assigns the members of households to each other by the scores of their pairs.
    ///
    /// - Parameter likely: pairs that are more probable than not.
    mutating func assign(_ likely: [ScoredPair]) {
        var pairsOfHouseholds: [RecordPair: [ScoredPair]] = [:]
        for pair in likely {
            guard let households = households(pair.left, pair.right) else { continue }
            pairsOfHouseholds[households, default: []].append(pair)
        }
        assigned = pairsOfHouseholds.mapValues { pairs in
            Assignment.chosen(pairs, least: 0) { households[$0] }
        }
    }

    /// The level of a pair; `missing` where one of them has no other members.
    func level(_ pair: RecordPair) -> Int {
        let (left, right) = (pair.left, pair.right)
        guard let households = households(left, right) else { return LevelPattern.missing }
        return Self.level(pair, assigned: assigned[households] ?? [])
    }

    /// The level of a pair, of two households whose members were assigned to each other.
    static func level(_ pair: RecordPair, assigned: [RecordPair]) -> Int {
        let (left, right) = (pair.left, pair.right)
        let others = assigned.count { pair in
            pair.left != left && pair.left != right && pair.right != left && pair.right != right
        }
        return others >= 2 ? 0 : others == 1 ? 1 : 2
    }

    /// Sets the level of each pair in its comparison.
    func setLevels(of pairs: inout [ComparedPair], _ part: Int) {
        for index in pairs.indices {
            pairs[index].comparison.pattern[part] = level(pairs[index].pair)
        }
    }

    /// Pairs of members of households that belong together, in order; those of the most assigned members,
    /// where the limits do not allow all.
    func pairs(mayLink: (Int, Int) -> Bool) -> [RecordPair] {
        let most = max(
            LinkageLimits.pairsMin, households.count * LinkageLimits.familyPairsPerRecordMax)
        let together = assigned.filter { $0.value.count >= Self.assignedMin }
            .sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }
        var pairs: [UInt64] = []
        for (households, _) in together {
            let lefts = members(of: UInt32(households.left))
            let rights = members(of: UInt32(households.right))
            guard pairs.count + lefts.count * rights.count <= most else { break }
            for left in lefts {
                for right in rights where mayLink(Int(left), Int(right)) {
                    pairs.append(RecordPair(Int(left), Int(right)).packed)
                }
            }
        }
        return RecordPair.distinct(pairs)
    }

    private func members(of household: UInt32) -> ArraySlice<UInt32> {
        members[starts[Int(household)]..<starts[Int(household) + 1]]
    }

    /// Whether a household has others, and not too many.
    private func speaks(_ household: UInt32) -> Bool {
        let size = starts[Int(household) + 1] - starts[Int(household)]
        return household != 0 && (2...Self.membersMax).contains(size)
    }

    private func households(_ left: Int, _ right: Int) -> RecordPair? {
        let (first, second) = (households[left], households[right])
        guard first != second, speaks(first), speaks(second) else { return nil }
        return RecordPair(Int(first), Int(second))
    }
}
