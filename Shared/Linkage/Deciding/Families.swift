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
    private static let membersMax = 40
    /// Assigned members from which the pairs of all members are compared.
    private static let assignedMin = 2

    private let table: LinkageTable
    private var members: [UInt32: [Int]] = [:]
    /// Records that were assigned to each other, by the pair of their households.
    private var assigned: [RecordPair: [RecordPair]] = [:]

    init(_ table: LinkageTable) {
        self.table = table
        for record in 0..<table.count {
            let household = table.household(of: record)
            if household != 0 { members[household, default: []].append(record) }
        }
        members = members.filter { (2...Self.membersMax).contains($0.value.count) }
    }

    /// Whether the list has households that can say anything.
    var isEmpty: Bool { members.isEmpty }

    /// Assigns the members of households to each other by the scores of their pairs.
    mutating func assign(_ pairs: [ScoredPair]) {
        var likely: [RecordPair: [ScoredPair]] = [:]
        for pair in pairs where pair.bits >= 0 {
            guard let households = households(pair.left, pair.right) else { continue }
            likely[households, default: []].append(pair)
        }
        assigned = likely.mapValues { pairs in
            Assignment.chosen(pairs, least: 0) { table.household(of: $0) }
        }
    }

    /// The level of a pair; `missing` where one of them has no other members.
    func level(_ left: Int, _ right: Int) -> Int {
        guard let households = households(left, right) else { return LevelPattern.missing }
        let others = (assigned[households] ?? []).count { pair in
            pair.left != left && pair.left != right && pair.right != left && pair.right != right
        }
        return others >= 2 ? 0 : others == 1 ? 1 : 2
    }

    /// Sets the level of each pair in its comparison.
    func setLevels(of comparisons: inout [Comparison], _ pairs: [RecordPair], _ part: Int) {
        for (place, pair) in pairs.enumerated() {
            comparisons[place].pattern[part] = level(pair.left, pair.right)
        }
    }

    /// Pairs of members of households that belong together; those of the most assigned members, where the
    /// limits do not allow all.
    func pairs(mayLink: (Int, Int) -> Bool) -> [RecordPair] {
        let most = max(
            LinkageLimits.pairsMin, table.count * LinkageLimits.familyPairsPerRecordMax)
        let together = assigned.filter { $0.value.count >= Self.assignedMin }
            .sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }
        var pairs: [RecordPair] = []
        for (households, _) in together {
            let lefts = members[UInt32(households.left)] ?? []
            let rights = members[UInt32(households.right)] ?? []
            guard pairs.count + lefts.count * rights.count <= most else { break }
            for left in lefts {
                for right in rights where mayLink(left, right) {
                    pairs.append(RecordPair(left, right))
                }
            }
        }
        return pairs
    }

    private func households(_ left: Int, _ right: Int) -> RecordPair? {
        let (first, second) = (table.household(of: left), table.household(of: right))
        guard first != second, members[first] != nil, members[second] != nil else { return nil }
        return RecordPair(Int(first), Int(second))
    }
}
