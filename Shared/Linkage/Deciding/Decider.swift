/// Turns scores of pairs into persons.
///
/// In one list: clusters by average linkage (Sokal and Michener, 1958), so that one good pair between two
/// groups does not join them against the word of all others. Records that cannot be one person's are
/// never in one cluster. Between two lists, and between two households of one list: the one-to-one
/// assignment of the greatest total weight.
struct Decider: Sendable {
    /// Bits beyond which one pair says no more in an average.
    static let bitsMax = 12.0
    /// Groups that one processor clusters at a time.
    private static let chunk = 1_024

    /// Records that pairs tie together, and these pairs.
    private struct Group {
        var members: [Int] = []
        var edges: [ScoredPair] = []
    }

    let comparer: RecordComparer
    let weights: WeightTable
    let table: LinkageTable
    let families: Families
    let mayLink: Linkable
    /// Candidates in order.
    let pairs: [ScoredPair]

    /// The cluster of each record: the lowest number of its records.
    func clusters(threshold: Double) async -> [Int] {
        let least = WeightTable.bits(threshold)
        let groups = groups(least)
        var cluster = Array(0..<table.count)
        await InParallel.chunks(of: groups.count, size: Self.chunk) { range in
            comparer.withPairComparer { comparer in
                groups[range].flatMap { joined($0, least, &comparer) }
            }
        } collect: {
            for (record, first) in $0 { cluster[record] = first }
        }
        return cluster
    }

    private func groups(_ least: Double) -> [Group] {
        var edges = pairs.filter { $0.bits >= least }
        edges.sort { ($0.bits, $1.left, $1.right) > ($1.bits, $0.left, $0.right) }
        var sets = DisjointSets(count: table.count)
        for edge in edges {
            sets.join(edge.left, edge.right, sizeMax: LinkageLimits.groupMax)
        }
        var groups: [Group] = []
        // The number of the group of each root, from 1.
        var numbers = [UInt32](repeating: 0, count: table.count)
        for edge in edges {
            let root = sets.root(edge.left)
            guard root == sets.root(edge.right) else { continue }
            if numbers[root] == 0 {
                groups.append(Group())
                numbers[root] = UInt32(groups.count)
            }
            groups[Int(numbers[root]) - 1].edges.append(edge)
        }
        for record in 0..<table.count {
            let number = Int(numbers[sets.root(record)])
            if number > 0 { groups[number - 1].members.append(record) }
        }
        return groups
    }

    /// The records of a group that are not the first of their cluster, with that first.
    private func joined(
        _ group: Group, _ least: Double, _ comparer: inout PairComparer
    ) -> [(record: Int, first: Int)] {
        if table.hasTwoLists {
            return Assignment.chosen(group.edges, least: least) { $0 < table.firstCount ? 1 : 2 }
                .map { ($0.right, $0.left) }
        }
        let forbidden = unassigned(group.edges, least)
        let members = group.members
        return zip(members, agglomerated(members, forbidden, least, &comparer))
            .filter { $0 != members[$1] }.map { ($0, members[$1]) }
    }

    /// Pairs between two households that the best assignment of their members does without.
    private func unassigned(_ edges: [ScoredPair], _ least: Double) -> Set<RecordPair> {
        var edgesOfHouseholds: [RecordPair: [ScoredPair]] = [:]
        for edge in edges {
            let first = table.household(of: edge.left)
            let second = table.household(of: edge.right)
            guard first != 0, second != 0 else { continue }
            edgesOfHouseholds[RecordPair(Int(first), Int(second)), default: []].append(edge)
        }
        var forbidden: Set<RecordPair> = []
        for edges in edgesOfHouseholds.values where edges.count > 1 {
            let chosen = Set(Assignment.chosen(edges, least: least) { table.household(of: $0) })
            for edge in edges {
                let pair = RecordPair(edge.left, edge.right)
                if !chosen.contains(pair) { forbidden.insert(pair) }
            }
        }
        return forbidden
    }

    /// The place of the first member of each one's cluster.
    private func agglomerated(
        _ members: [Int], _ forbidden: Set<RecordPair>, _ least: Double,
        _ comparer: inout PairComparer
    ) -> [Int] {
        let count = members.count
        // Sums of the bits between two clusters; the average is that by the product of their sizes.
        var sums = [Double](repeating: -.infinity, count: count * count)
        for i in 0..<count {
            for j in i + 1..<max(count, i + 1) {
                let bits = bits(RecordPair(members[i], members[j]), forbidden, &comparer)
                sums[i * count + j] = bits
                sums[j * count + i] = bits
            }
        }
        var sizes = [Double](repeating: 1, count: count)
        var alive = Array(0..<count)
        var cluster = alive
        while alive.count > 1 {
            var best: (average: Double, i: Int, j: Int) = (-.infinity, 0, 0)
            for (place, i) in alive.enumerated() {
                for j in alive[(place + 1)...] {
                    let average = sums[i * count + j] / (sizes[i] * sizes[j])
                    if average > best.average { best = (average, i, j) }
                }
            }
            guard best.average >= least else { break }
            for other in alive where other != best.i && other != best.j {
                let sum = sums[best.i * count + other] + sums[best.j * count + other]
                sums[best.i * count + other] = sum
                sums[other * count + best.i] = sum
            }
            sizes[best.i] += sizes[best.j]
            alive.removeAll { $0 == best.j }
            for place in cluster.indices where cluster[place] == best.j { cluster[place] = best.i }
        }
        return cluster
    }

    /// Compares two records, with what their households say.
    func compare(_ pair: RecordPair, _ comparer: inout PairComparer) -> Comparison {
        var comparison = comparer.compare(pair.left, pair.right)
        if let place = self.comparer.householdPart {
            comparison.pattern[place] = families.level(pair)
        }
        return comparison
    }

    private func bits(
        _ pair: RecordPair, _ forbidden: Set<RecordPair>, _ comparer: inout PairComparer
    ) -> Double {
        guard mayLink(pair.left, pair.right), !forbidden.contains(pair) else { return -.infinity }
        let bits = weights.bits(compare(pair, &comparer))
        return min(max(bits, -Self.bitsMax), Self.bitsMax)
    }
}
