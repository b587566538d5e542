/// What the other members of two households say of a pair of their records.
///
/// One record alone is often undecidable, its family is not. After a first scoring, the members of two
/// households are assigned to each other one to one; a pair then counts how many of the *others* that
/// could be the same people were assigned, and whether one of its records was assigned to a third, and is
/// scored again with that as a part of the comparison. Who is left over in two families that are one is likely
/// the same person; who has a better counterpart there is not; and one namesake found in two full households
/// says nothing. It is the collective linkage of Bhattacharya and Getoor (2007), "Collective entity resolution in
/// relational data", in two steps instead of to the end.
struct Families: Sendable {
    /// Times that pairs are scored again.
    static let passes = 2
    /// Members of a household up to which they are evidence for each other; assigning is cubic in them.
    static let membersMax = LinkageLimits.householdMembersMax
    /// Bits of two records by themselves from which they may tell that families are one.
    private static let ownBitsMin = -14.0
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

    /// Assigns the members of households to each other.
    ///
    /// - Parameter pairs: In order.
    mutating func assign(_ pairs: [ComparedPair], _ evidence: FamilyEvidence) {
        // Places of pairs by their households; a list has more pairs than can be kept twice.
        var places: [(households: UInt64, place: UInt32)] = []
        for (place, pair) in pairs.enumerated() {
            guard let households = households(pair.pair.left, pair.pair.right),
                case let odds = evidence.odds(pair.comparison), odds.bits >= Self.ownBitsMin,
                odds.bits >= 0 || evidence.bitsAmongRelatives(odds) > 0
            else { continue }
            places.append((households.packed, UInt32(place)))
        }
        places.sort { $0 < $1 }
        assigned.removeAll(keepingCapacity: true)
        var rest = places[...]
        while let households = rest.first.map({ RecordPair(packed: $0.households) }) {
            let group = rest.prefix { $0.households == households.packed }
            rest = rest[group.endIndex...]
            let members = group.map { place in
                let pair = pairs[Int(place.place)]
                return (pair: pair.pair, odds: evidence.odds(pair.comparison))
            }
            let sizes = (size(UInt32(households.left)), size(UInt32(households.right)))
            let found = evidence.assigned(members, sizes: sizes) { self.households[$0] }
            if !found.isEmpty { assigned[households] = found }
        }
    }

    /// The level of a pair; `missing` where one of them has no household, or too large a one.
    func level(_ pair: RecordPair) -> Int {
        let sizes = (size(households[pair.left]), size(households[pair.right]))
        guard let households = households(pair.left, pair.right) else {
            return Self.level(pair, assigned: [], sizes: sizes)
        }
        return Self.level(pair, assigned: assigned[households] ?? [], sizes: sizes)
    }

    /// The level of a pair, in the order of the configuration.
    ///
    /// - Parameters:
    ///   - assigned: Members of both households that were assigned to each other.
    ///   - sizes: Members of each household; 0 where there is none.
    static func level(_ pair: RecordPair, assigned: [RecordPair], sizes: (Int, Int)) -> Int {
        let others = min(sizes.0, sizes.1) - 1
        guard others >= 0, max(sizes.0, sizes.1) <= membersMax else { return LevelPattern.missing }
        guard others > 0 else { return 3 }
        var found = 0
        var isTaken = false
        for other in assigned {
            let isLeft = other.left == pair.left || other.right == pair.left
            let isRight = other.left == pair.right || other.right == pair.right
            if !isLeft, !isRight { found += 1 }
            if isLeft != isRight { isTaken = true }
        }
        guard found > 0 else { return 4 }
        if isTaken { return 2 }
        // Where parents are namesakes, a child or two of theirs are: few in common are as good as none.
        return found * 3 >= others * 2 ? 0 : found * 3 >= others ? 1 : 4
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
        let together = assigned.filter { areTogether($0.key, $0.value.count) }
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

    /// Whether so many members found make two households one family, in which nobody may be overlooked.
    private func areTogether(_ households: RecordPair, _ found: Int) -> Bool {
        let others = min(size(UInt32(households.left)), size(UInt32(households.right))) - 1
        return found >= Self.assignedMin || found >= others
    }

    private func members(of household: UInt32) -> ArraySlice<UInt32> {
        members[starts[Int(household)]..<starts[Int(household) + 1]]
    }

    /// Whether a household has others, and not too many.
    private func speaks(_ household: UInt32) -> Bool {
        (2...Self.membersMax).contains(size(household))
    }

    /// Members of a household; 0 of none.
    private func size(_ household: UInt32) -> Int {
        household == 0 ? 0 : starts[Int(household) + 1] - starts[Int(household)]
    }

    private func households(_ left: Int, _ right: Int) -> RecordPair? {
        let (first, second) = (households[left], households[right])
        guard first != second, speaks(first), speaks(second) else { return nil }
        return RecordPair(Int(first), Int(second))
    }
}
